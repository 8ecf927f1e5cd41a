import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../../electron/contract/failure.ts'
import { readRecipe } from '../../../electron/recipe/read-recipe.ts'
import { stripPicture } from '../../../electron/recipe/strip-picture.ts'
import { writeRecipe } from '../../../electron/recipe/write-recipe.ts'
import { pngChunk } from '../../support/bad-pictures.ts'
import { animation } from '../../support/unusual-pictures.ts'
import { simplePrompt } from './support/comfy.ts'
import {
  exifBlock,
  jpegExif,
  jpegSegment,
  jpegWith,
  packedText,
  packedUtf8Text,
  pillowText,
  plainJpeg,
  plainPng,
  plainWebp,
  pngWith,
  riffChunk,
  unicodeComment,
  utf8Text,
  webpWith,
} from './support/files.ts'
import { plainRecipe } from './support/recipes.ts'

const reasonOf = (bytes: Uint8Array) => {
  const found = readRecipe(bytes)
  return found.found === 'nothing' ? found.reason : found
}
const xmpOf = (json: string) =>
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description xmlns:p="urn:plumage:recipe/1.0/"><p:recipe>${json}</p:recipe>` +
  '</rdf:Description></rdf:RDF></x:xmpmeta>'
const ours = (json: string) => pngWith(utf8Text('XML:com.adobe.xmp', xmpOf(json)))
const said = (more: object) => ours(JSON.stringify({ ...plainRecipe, ...more }))

describe('a recipe of ours that is not as we write it is none, with the reason', () => {
  const { seed: _, ...seedless } = plainRecipe
  it.each([
    ['cut off', ours('{"version":1,'), 'its JSON cannot be read'],
    ['without its end', pngWith(utf8Text('XML:com.adobe.xmp', xmpOf('{}').slice(0, -51))), 'its end is missing'],
    ['from the future', said({ version: 2, surprise: true }), 'from a newer version of Plumage'],
    ['without a seed', ours(JSON.stringify(seedless)), 'not as Plumage writes it'],
    ['with a key too many', said({ onLoad: 'rm -rf /' }), 'not as Plumage writes it'],
    ['with a path for a picture', said({ source: { sha256: '../../etc/passwd' } }), 'not as Plumage writes it'],
    [
      'with more parts than a prompt has',
      said({ prompt: Array.from({ length: 513 }, () => ({ type: 'text', text: '' })) }),
      'not as Plumage',
    ],
    ['with an entity of its own', ours('&boom;'), 'written in a way Plumage does not know'],
    ['with a character that does not exist', ours('&#x110000;'), 'written in a way Plumage does not know'],
    ['nested too deep', ours('['.repeat(100_000)), 'nested too deep'],
    ['of too many values', ours(`[${'0,'.repeat(1_000_001)}0]`), 'too many values'],
    ['that is a list', ours('[]'), 'not as Plumage writes it'],
  ])('%s', (_, bytes, reason) => {
    expect(reasonOf(bytes)).toContain(reason)
  })

  it('is not replaced by what the file says to other programs', () => {
    const both = pngWith(
      utf8Text('XML:com.adobe.xmp', xmpOf('{')),
      pillowText('parameters', 'a fox\nSteps: 4, Seed: 7'),
    )
    expect(reasonOf(both)).toContain('its JSON cannot be read')
  })
})

describe('what other programs say', () => {
  it('is read in pieces: one that is broken does not hide another', () => {
    const broken = pillowText('invokeai_metadata', '{"positive_prompt":')
    expect(readRecipe(pngWith(broken, pillowText('prompt', simplePrompt)))).toMatchObject({
      recipe: { form: 'comfyui' },
    })
    expect(reasonOf(pngWith(broken))).toContain('its JSON cannot be read')
  })

  const graph = (nodes: Record<string, unknown>) => pngWith(pillowText('prompt', JSON.stringify(nodes)))
  const sampler = { class_type: 'KSampler', inputs: { seed: 1, positive: ['1', 0], latent_image: ['x', 0] } }

  it('may have links in circles, to nowhere, and to itself', () => {
    const circle = {
      0: { ...sampler, inputs: { ...sampler.inputs, seed: ['0', 0], model: ['2', 0], latent_image: ['2', 0] } },
      1: { class_type: 'ConditioningCombine', inputs: { a: ['2', 0], b: ['1', 0], c: ['3', 0], d: ['none', 0] } },
      2: { class_type: 'Reroute', inputs: { '': ['1', 0], model: ['2', 0], samples: ['2', 0] } },
      3: { class_type: 'CLIPTextEncode', inputs: { text: 'a fox' } },
    }
    expect(readRecipe(graph(circle))).toMatchObject({ recipe: { prompt: 'a fox', seed: null } })
  })

  it('may be as large as it is allowed to be without taking forever', () => {
    const chain = Array.from({ length: 4900 }, (_, i) => [
      `c${i}`,
      { class_type: 'X', inputs: { a: [`c${i + 1}`, 0] } },
    ])
    const samplers = Array.from({ length: 4900 }, (_, i) => [
      `s${i}`,
      { ...sampler, inputs: { ...sampler.inputs, latent_image: ['c0', 0] } },
    ])
    const wide = {
      class_type: 'X',
      inputs: Object.fromEntries(Array.from({ length: 300_000 }, (_, i) => [i, ['1', i % 9]])),
    }
    const large = Object.fromEntries([...chain, ...samplers, ['1', wide]])
    expect(readRecipe(graph(large))).toMatchObject({ recipe: { seed: '1', prompt: null } })
    const nodes = Object.fromEntries(Array.from({ length: 10_001 }, (_, i) => [i, sampler]))
    expect(reasonOf(graph(nodes))).toContain('too many nodes')
  })

  it.each([
    ['names without values', 'a'.repeat(2_000_000)],
    ['values in quotes without commas', 'a:"x"'.repeat(400_000)],
    ['quotes that never close', 'a: "'.repeat(400_000)],
    ['blanks', ' '.repeat(2_000_000)],
    ['commas', ','.repeat(2_000_000)],
    ['brackets', '['.repeat(2_000_000)],
    ['lines of blanks', `${' '.repeat(1000)}\n`.repeat(2000)],
  ])('may be a text of nothing but %s', (_, text) => {
    const parameters = pngWith(pillowText('parameters', `a fox\nSteps: 4, ${text}`), pillowText('Dream', text))
    expect(readRecipe(parameters)).toMatchObject({ found: 'foreign' })
  })

  it('may put its entries anywhere in Exif, or nowhere', () => {
    const [orientation, pointer] = [Buffer.of(0, 3), Buffer.of(0, 0, 0, 8)]
    const toItself = exifBlock('MM', [
      { tag: 0x8769, type: 4, value: pointer },
      { tag: 0x0112, type: 3, value: orientation },
    ])
    expect(reasonOf(jpegWith(jpegExif(toItself)))).toBe('There is no recipe in this picture.')
    const comment = exifBlock('II', [], unicodeComment('a fox\nSteps: 4'))
    for (let at = 0; at < comment.length; at++) {
      const bent = Buffer.from(comment)
      bent[at] = 0xff
      expect(() => readRecipe(webpWith(0x08, riffChunk('EXIF', bent)))).not.toThrow()
    }
  })
})

describe('a bomb is not unpacked further than the limit', () => {
  const zeros = Buffer.alloc(64 * 2 ** 20, 0x20)
  it.each([
    ['zTXt', packedText('parameters', zeros)],
    ['iTXt', packedUtf8Text('prompt', zeros)],
    ['XMP', packedUtf8Text('XML:com.adobe.xmp', zeros)],
  ])('%s', (_, chunk) => {
    expect(reasonOf(pngWith(chunk))).toContain('is too long')
  })

  it('and a text that is no bomb but long all the same is not read either', () => {
    expect(reasonOf(pngWith(utf8Text('workflow', ' '.repeat(17 * 2 ** 20))))).toContain('is too long')
  })
})

describe('a file that is not whole', () => {
  const bent = Buffer.from(pngWith(pillowText('parameters', 'a fox\nSteps: 4')))
  bent[60] = (bent[60] ?? 0) ^ 0xff
  const claims = Buffer.from(plainPng)
  claims.writeUInt32BE(0xfffffff0, 33)
  const extended = (digest: string, ...pieces: [length: number, at: number, text: string][]) => {
    const main = `http://ns.adobe.com/xap/1.0/\0<x xmpNote:HasExtendedXMP="${'A'.repeat(32)}"/>`
    const segments = pieces.map(([length, at, text]) => {
      const place = Buffer.alloc(8)
      place.writeUInt32BE(length, 0)
      place.writeUInt32BE(at, 4)
      return Buffer.concat([Buffer.from(`http://ns.adobe.com/xmp/extension/\0${digest}`), place, Buffer.from(text)])
    })
    return jpegWith(...[Buffer.from(main), ...segments].map((content) => jpegSegment(0xe1, content)))
  }
  const digest = 'A'.repeat(32)
  it.each([
    ['PNG cut off', plainPng.subarray(0, -8), 'This PNG is not whole'],
    ['PNG chunk longer than the file', claims, 'This PNG is not whole'],
    ['PNG text with another checksum', bent, 'The text "parameters" in this picture is damaged'],
    ['iTXt without its text', pngWith(pngChunk('iTXt', Buffer.from('prompt\0\0'))), 'is not whole'],
    ['JPEG cut off in its header', plainJpeg.subarray(0, 30), 'This JPEG is not whole'],
    ['JPEG segment of no length', jpegWith(Buffer.of(0xff, 0xe1, 0, 0)), 'This JPEG is not whole'],
    ['WebP cut off', plainWebp.subarray(0, 40), 'This WebP is not whole'],
    ['pieces of XMP that overlap', extended(digest, [8, 0, 'abcd'], [8, 2, 'efgh']), 'pieces of it are missing'],
    ['a piece of XMP that is missing', extended(digest, [8, 4, 'efgh']), 'pieces of it are missing'],
    ['a length of XMP that is a lie', extended(digest, [0xffffffff, 0, 'abcd']), 'pieces of it are missing'],
    ['XMP that names pieces of another', extended('B'.repeat(32), [4, 0, 'abcd']), 'pieces of it are missing'],
    ['no picture at all', Buffer.from('Dear diary'), 'Only PNG, JPEG and WebP pictures carry a recipe'],
    ['nothing', Buffer.alloc(0), 'Only PNG, JPEG and WebP pictures carry a recipe'],
  ])('%s', (_, bytes, reason) => {
    expect(reasonOf(bytes)).toContain(reason)
  })
})

const gif = await animation('gif', ['red', 'lime'])
describe('bytes at random', () => {
  const size = { width: 24, height: 16 }
  const long = { ...plainRecipe, prompt: [{ type: 'text' as const, text: 'ü'.repeat(20_000) }] }
  const files = [
    ...[plainPng, plainJpeg, plainWebp].map((picture) => writeRecipe(picture, long, size)),
    pngWith(pillowText('prompt', simplePrompt)),
    jpegWith(jpegExif(exifBlock('II', [], unicodeComment('a fox\nSteps: 4, Seed: 7')))),
    gif,
  ].map((bytes) => Buffer.from(bytes))
  const bent = fc
    .tuple(fc.constantFrom(...files), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 8 }), fc.option(fc.nat()))
    .map(([file, changes, cut]) => {
      const copy = Buffer.from(file)
      for (const [at, byte] of changes) copy[at % copy.length] = byte
      return cut === null ? copy : copy.subarray(0, cut % copy.length)
    })
  /** Mostly within the first bytes, where lengths and names are. */
  const bentAtTheHead = bent.map((file) => {
    const copy = Buffer.from(file)
    copy[12 + ((copy[copy.length - 1] ?? 0) % 64)] = copy[Math.floor(copy.length / 2)] ?? 0
    return copy
  })

  it('give a recipe or a sentence, and strip to a picture or a sentence', () => {
    fc.assert(
      fc.property(fc.oneof(bent, bentAtTheHead, fc.uint8Array({ maxLength: 200 })), (bytes) => {
        const found = readRecipe(bytes)
        if (found.found === 'nothing') expect(found.reason).toMatch(/^[A-Z].*\.$/)
        try {
          stripPicture(bytes)
        } catch (error) {
          expect(error).toBeInstanceOf(AppError)
        }
      }),
      { numRuns: 3000 },
    )
  })
})
