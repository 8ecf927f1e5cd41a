import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type OutputForm, planOutputs } from '../../../electron/cli/outputs.ts'

let folder: string
let assetFile: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumage-out-'))
  forms = []
  assetFile = join(folder, 'asset')
  await writeFile(assetFile, 'the picture')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** In what form the pictures were asked for. */
let forms: OutputForm[]
const write = async (form: OutputForm) => {
  forms.push(form)
  return { file: assetFile, [Symbol.asyncDispose]: async () => undefined }
}

/** The names that come out for pictures with seeds 7, 8, … */
async function place(out: string | null, count = 1): Promise<string[]> {
  const put = await planOutputs(out === null ? {} : { out: `${folder}/${out}` }, count)
  const names: string[] = []
  for (let index = 0; index < count; index++)
    names.push((await put({ write, seed: 7 + index, index })).slice(folder.length + 1))
  return names
}

describe('names of pictures', () => {
  it.each([
    ['a.png', 1, ['a.png']],
    ['a.PNG', 1, ['a.PNG']],
    ['a', 1, ['a.png']],
    ['v1.5', 1, ['v1.5.png']],
    ['a.png', 3, ['a-1.png', 'a-2.png', 'a-3.png']],
    ['a-{seed}.png', 2, ['a-7.png', 'a-8.png']],
    ['a.jpg', 1, ['a.jpg']],
    ['a.JPEG', 1, ['a.JPEG']],
    ['a-{seed}.webp', 2, ['a-7.webp', 'a-8.webp']],
  ])('--out %s for %d: %j', async (out, count, names) => {
    expect(await place(out, count)).toEqual(names)
  })

  it('sort in the order of the pictures', async () => {
    expect((await place('a.png', 10))[0]).toBe('a-01.png')
  })

  it('are our own in a folder, and replace nothing there', async () => {
    await mkdir(join(folder, 'pictures'))
    await writeFile(join(folder, 'pictures/plumage-7.png'), 'another picture')
    expect(await place('pictures')).toEqual(['pictures/plumage-7-2.png'])
    expect(await place('pictures/')).toEqual(['pictures/plumage-7-2.png']) // the same picture needs no third file
  })

  it('are in a folder that is made when --out ends in a slash', async () => {
    expect(await place('a/story/', 2)).toEqual(['a/story/plumage-7.png', 'a/story/plumage-8.png'])
  })

  it('replace the file that --out names', async () => {
    await writeFile(join(folder, 'a.png'), 'an old picture')
    await place('a.png')
    expect(await readFile(join(folder, 'a.png'), 'utf8')).toBe('the picture')
    expect(await readdir(folder)).toEqual(['a.png', 'asset']) // and no temporary file is left
  })
})

it('asks for the form that the name and the options say', async () => {
  const at = async (name: string, options: object) => {
    const put = await planOutputs({ out: `${folder}/${name}`, ...options }, 1)
    await put({ write, seed: 1, index: 0 })
  }
  await at('a.png', {})
  await at('a.jpeg', { quality: 70, recipe: false })
  await at('a.webp', { quality: 1 })
  await at('folder/', { recipe: false })
  expect(forms).toEqual([
    { format: 'png', recipe: true },
    { format: 'jpeg', recipe: false, quality: 70 },
    { format: 'webp', recipe: true, quality: 1 },
    { format: 'png', recipe: false },
  ])
})

describe('refused before anything is drawn', () => {
  it.each([
    ['missing/a.png', 'output', /no folder ".*missing"/],
    ['asset/a.png', 'output', /is a file, not a folder/],
    ['a.gif', 'wrong-usage', /written as PNG, JPEG or WebP.*not \.gif/],
    ['a.avif', 'wrong-usage', /not \.avif/],
    ['a.png', 'wrong-usage', /--quality is for JPEG and WebP/, { quality: 80 }],
    ['new/', 'wrong-usage', /--quality is for JPEG and WebP/, { quality: 80 }],
  ])('--out %s', async (out, code, sentence, more?: { quality: number }) => {
    await expect(planOutputs({ out: `${folder}/${out}`, ...more }, 1)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(sentence),
    })
  })
})
