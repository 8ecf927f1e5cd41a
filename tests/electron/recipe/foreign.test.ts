import { describe, expect, it } from 'vitest'
import type { ForeignRecipe } from '../../../electron/contract/recipe.ts'
import { readRecipe } from '../../../electron/recipe/read-recipe.ts'
import { fluxPrompt, hiresPrompt, simplePrompt, simpleWorkflow } from './support/comfy.ts'
import {
  exifBlock,
  jpegExif,
  jpegWith,
  packedText,
  packedUtf8Text,
  pillowText,
  pngWith,
  riffChunk,
  unicodeComment,
  webpWith,
} from './support/files.ts'

const empty = {
  prompt: null,
  negative: null,
  seed: null,
  steps: null,
  guidance: null,
  sampler: null,
  width: null,
  height: null,
  model: null,
}
const found = (form: ForeignRecipe['form'], recipe: Partial<ForeignRecipe>) => ({
  found: 'foreign',
  recipe: { ...empty, form, ...recipe },
})
const nothing = { found: 'nothing', reason: 'There is no recipe in this picture.' }

describe('AUTOMATIC1111', () => {
  const read = (parameters: string) => readRecipe(pngWith(pillowText('parameters', parameters)))
  const numbers =
    'Steps: 20, Sampler: DPM++ 2M Karras, CFG scale: 7.5, Seed: 4294967295, Size: 512x768, Model hash: 6ce0161689, Model: v1-5'
  const said = {
    seed: '4294967295',
    steps: 20,
    guidance: 7.5,
    sampler: 'DPM++ 2M Karras',
    width: 512,
    height: 768,
    model: 'v1-5',
  }

  it('reads prompt, negative prompt and numbers, over several lines', () => {
    const text = `a fox, (masterpiece:1.2)\nin a meadow\nNegative prompt: blurry,\nugly\n${numbers}`
    const words = { prompt: 'a fox, (masterpiece:1.2)\nin a meadow', negative: 'blurry,\nugly' }
    expect(read(text)).toEqual(found('automatic1111', { ...words, ...said }))
  })

  it.each([
    ['no negative prompt', `a fox\n${numbers}`, { prompt: 'a fox' }],
    ['no prompt', `Negative prompt: ugly\n${numbers}`, { negative: 'ugly' }],
    ['a prompt that looks like numbers', `Steps: of a fox\n${numbers}`, { prompt: 'Steps: of a fox' }],
    ['other characters', `ein Fuchs, 狐 🦊\n${numbers}`, { prompt: 'ein Fuchs, 狐 🦊' }],
    [
      'ends of lines from Windows',
      `a fox\r\nNegative prompt: ugly\r\n${numbers}`,
      { prompt: 'a fox', negative: 'ugly' },
    ],
    [
      'quoted values with commas, colons, quotes and names of others',
      `a fox\nSteps: 20, Template: "a, b: \\"c\\", Seed: 1", Sampler: DPM++ 2M Karras, Lora hashes: "x: 1, y: 2", ${numbers}`,
      { prompt: 'a fox' },
    ],
    [
      'lines of other programs behind the numbers',
      `a fox\n${numbers}\nTemplate: a {fox|cat}\nNegative Template: b`,
      { prompt: 'a fox' },
    ],
  ])('reads a text with %s', (_, text, words) => {
    expect(read(text)).toEqual(found('automatic1111', { ...words, ...said }))
  })

  it('leaves out what makes no sense, and keeps the rest', () => {
    const odd = 'a fox\nSteps: 20, Sampler: , CFG scale: high, Seed: 1e400, Size: 512, Model hash: ab12'
    expect(read(odd)).toEqual(found('automatic1111', { prompt: 'a fox', steps: 20, model: 'ab12', width: 512 }))
  })

  it('reads packed texts, and those of JPEG and WebP in either order of bytes', () => {
    const text = `a fox 狐\nNegative prompt: ugly\n${numbers}`
    const expected = found('automatic1111', { prompt: 'a fox 狐', negative: 'ugly', ...said })
    const comment = unicodeComment(text)
    const little = Buffer.concat([Buffer.from('UNICODE\0'), Buffer.from(text, 'utf16le')])
    expect(readRecipe(pngWith(packedUtf8Text('parameters', Buffer.from(text))))).toEqual(expected)
    expect(readRecipe(jpegWith(jpegExif(exifBlock('MM', [], comment))))).toEqual(expected)
    expect(readRecipe(jpegWith(jpegExif(exifBlock('II', [], comment))))).toEqual(expected)
    expect(readRecipe(jpegWith(jpegExif(exifBlock('MM', [], little))))).toEqual(expected)
    expect(readRecipe(webpWith(0x08, riffChunk('EXIF', exifBlock('II', [], comment))))).toEqual(expected)
    const ascii = Buffer.from(`ASCII\0\0\0a fox\n${numbers}`)
    expect(readRecipe(jpegWith(jpegExif(exifBlock('II', [], ascii))))).toMatchObject({ recipe: { prompt: 'a fox' } })
    expect(readRecipe(pngWith(packedText('parameters', Buffer.from(`a fox\n${numbers}`))))).toMatchObject({
      recipe: { prompt: 'a fox' },
    })
  })

  it('takes no other comment for a recipe', () => {
    const holiday = unicodeComment('The steps: of the old town, on holiday')
    expect(readRecipe(jpegWith(jpegExif(exifBlock('MM', [], holiday))))).toEqual(nothing)
  })
})

describe('ComfyUI', () => {
  const simple = {
    prompt: 'a fox in a meadow',
    negative: 'blurry, ugly',
    seed: '18446744073709551615', // 2^64 - 1
    steps: 20,
    guidance: 8,
    sampler: 'euler',
    width: 512,
    height: 768,
    model: 'v1-5-pruned.safetensors',
  }

  it('follows the links from the sampler to words, model and size', () => {
    expect(readRecipe(pngWith(pillowText('prompt', simplePrompt)))).toEqual(found('comfyui', simple))
  })

  it('prefers what was run to what stood in the editor, and reads the editor where nothing else is', () => {
    const [prompt, workflow] = [pillowText('prompt', simplePrompt), pillowText('workflow', simpleWorkflow)]
    expect(readRecipe(pngWith(workflow, prompt))).toEqual(found('comfyui', simple))
    const edited = { ...simple, prompt: 'a fox on the beach', seed: '42' }
    expect(readRecipe(pngWith(workflow))).toEqual(found('comfyui', edited))
  })

  it('goes through nodes on the way: control nets, loras, reroutes, texts from other nodes, a second pass', () => {
    expect(readRecipe(pngWith(pillowText('prompt', hiresPrompt)))).toEqual(
      found('comfyui', { ...simple, prompt: 'a fox\nwatercolour', seed: '7', steps: 30, guidance: 5.5 }),
    )
  })

  it('reads a sampler that has nodes for its parts', () => {
    expect(readRecipe(pngWith(pillowText('prompt', fluxPrompt)))).toEqual(
      found('comfyui', {
        prompt: 'a fox, long words\na fox, tags',
        seed: '99',
        steps: 28,
        guidance: 3.5,
        sampler: 'dpmpp_2m',
        width: 1024,
        height: 1024,
        model: 'flux1-dev.safetensors',
      }),
    )
  })

  it('reads the WebP that it writes, with everything in the fields of a camera', () => {
    const ascii = (tag: number, text: string) => ({ tag, type: 2, value: Buffer.from(`${text}\0`) })
    const exif = exifBlock('MM', [ascii(0x010f, `workflow:${simpleWorkflow}`), ascii(0x0110, `prompt:${simplePrompt}`)])
    expect(readRecipe(webpWith(0x08, riffChunk('EXIF', exif)))).toEqual(found('comfyui', simple))
  })

  it('reads what Python writes for numbers that JSON has no words for', () => {
    const odd = simplePrompt.replace('"denoise":1', '"denoise":-Infinity,"is_changed":[NaN]')
    expect(odd).not.toBe(simplePrompt)
    expect(readRecipe(pngWith(pillowText('prompt', odd)))).toEqual(found('comfyui', simple))
  })

  it('finds nothing in a graph without a sampler', () => {
    const graph = JSON.stringify({ 1: { class_type: 'LoadImage', inputs: { image: 'a.png' } }, extra: 'x' })
    expect(readRecipe(pngWith(pillowText('prompt', graph)))).toEqual(nothing)
  })
})

describe('InvokeAI', () => {
  const metadata = {
    app_version: '5.4.2',
    generation_mode: 'sdxl_txt2img',
    positive_prompt: 'a fox in a meadow',
    negative_prompt: 'blurry',
    width: 1024,
    height: 768,
    seed: 2718281828,
    rand_device: 'cpu',
    cfg_scale: 6.5,
    steps: 30,
    scheduler: 'dpmpp_2m_k',
    model: { key: '12', hash: 'blake3:00', name: 'juggernaut', base: 'sdxl', type: 'main' },
    loras: [],
  }
  const said = {
    prompt: 'a fox in a meadow',
    negative: 'blurry',
    seed: '2718281828',
    steps: 30,
    guidance: 6.5,
    sampler: 'dpmpp_2m_k',
    width: 1024,
    height: 768,
    model: 'juggernaut',
  }
  const read = (keyword: string, text: string) => readRecipe(pngWith(pillowText(keyword, text)))

  it('reads its metadata, with the model named in the new way, the old way, or not at all', () => {
    const inWay = (model: unknown) => read('invokeai_metadata', JSON.stringify({ ...metadata, model }))
    expect(inWay(metadata.model)).toEqual(found('invokeai', said))
    expect(inWay({ model_name: 'juggernaut', base_model: 'sdxl' })).toEqual(found('invokeai', said))
    expect(inWay('juggernaut')).toEqual(found('invokeai', said))
    expect(inWay(7)).toEqual(found('invokeai', { ...said, model: null }))
  })

  const image = {
    prompt: [{ prompt: 'a robot [blurry, text] reads [dark]', weight: 1 }],
    steps: 50,
    cfg_scale: 7.5,
    height: 512,
    width: 640,
    seed: 1618033988,
    sampler: 'k_lms',
    variations: [],
  }
  const old = {
    prompt: 'a robot reads',
    negative: 'blurry, text, dark',
    seed: '1618033988',
    steps: 50,
    guidance: 7.5,
    sampler: 'k_lms',
    width: 640,
    height: 512,
  }

  it('reads the older sd-metadata, prompt as a list or as a text', () => {
    const about = { model: 'stable diffusion', model_weights: 'sd-1.5', app_id: 'invoke-ai/InvokeAI' }
    const expected = found('invokeai', { ...old, model: 'sd-1.5' })
    expect(read('sd-metadata', JSON.stringify({ ...about, image }))).toEqual(expected)
    const plain = { ...image, prompt: image.prompt[0]?.prompt }
    expect(read('sd-metadata', JSON.stringify({ ...about, image: plain }))).toEqual(expected)
  })

  it.each([
    '"a robot [blurry, text] reads [dark]" -s 50 -S 1618033988 -W 640 -H 512 -C 7.5 -A k_lms',
    '"a robot [blurry, text] reads [dark]" -s50 -S1618033988 -W640 -H512 -C7.5 -Ak_lms',
    'a robot [blurry, text] reads [dark] -s50 -S1618033988 -W640 -H512 -C7.5 -Ak_lms',
  ])('reads the oldest, Dream: %s', (dream) => {
    expect(read('Dream', dream)).toEqual(found('invokeai', old))
  })
})
