import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { v7 as newId } from 'uuid'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { runJob } from '../../electron/cli/run-job.ts'
import { openStudio, type Studio } from '../../electron/cli/studio.ts'
import { openTerminal } from '../../electron/cli/terminal.ts'
import type { Generation, JobRequest } from '../../electron/contract/jobs.ts'
import { readRecipe } from '../../electron/recipe/read-recipe.ts'
import { toRecipe } from '../../electron/recipe/to-recipe.ts'
import { toRequest } from '../../electron/recipe/to-request.ts'
import { makePlace, type Place } from './command-line.ts'

// The real nano pack draws, and what it drew is asked for again by nothing but the recipe in the file.

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

let place: Place
let studio: Studio
/** Two pictures of the library. */
let known: [string, string]
const never = new AbortController().signal
beforeAll(async () => {
  place = await makePlace()
  studio = await openStudio({ library: place.library }, openTerminal(process, never))
  const [a, b] = [join(place.folder, 'a.png'), join(place.folder, 'b.png')]
  await writeFile(a, await plain('#c04020'))
  await writeFile(b, await plain('#808080'))
  known = [await studio.importPicture(a), await studio.importPicture(b)]
})
afterAll(async () => {
  await studio[Symbol.asyncDispose]()
  await place.remove()
})

const plain = (background: string) =>
  sharp({ create: { width: 64, height: 64, channels: 3, background } })
    .png()
    .toBuffer()

async function run(request: JobRequest): Promise<Generation[]> {
  const made: Generation[] = []
  const onResult = async (generation: Generation) => void made.push(generation)
  await runJob(studio.engine, request, { signal: never, onChange: () => undefined, onResult })
  return made
}

async function recipeIn({ image }: Generation) {
  if (image === null) throw new Error('there is no picture')
  const found = readRecipe(await readFile(studio.assetFile(image)))
  if (found.found !== 'recipe') throw new Error(JSON.stringify(found))
  return found.recipe
}

const lastOf = (made: readonly Generation[]) => {
  const last = made.findLast(({ image }) => image !== null)
  if (!last) throw new Error('nothing was drawn')
  return last
}

const words = (text: string) => ({ type: 'text' as const, text })
const order = () => ({ jobId: newId(), seed: 5, settings: { steps: 2 } })

const asked: Record<string, () => JobRequest | Promise<JobRequest>> = {
  'a picture from words': () => ({ ...order(), kind: 'generate', prompt: [words('an apple')], count: 2 }),
  'an edit inside a mask': () => ({
    ...order(),
    kind: 'generate',
    prompt: [{ type: 'image', sha256: known[0] }, words('a hat')],
    source: { sha256: known[0], mask: known[1], strength: 0.75, featherPx: 2 },
    settings: { steps: 3, guidance: 2, solver: 'dpm-solver++' },
    count: 1,
  }),
  'a blend': () => ({
    ...order(),
    kind: 'blend',
    images: [
      { sha256: known[0], weight: 1 },
      { sha256: known[1], weight: 2 },
    ],
  }),
  'a panel of a board, words and picture': async () => {
    const board = await studio.engine.storyboards.create({ id: newId(), title: 'A fox' })
    const panels = [{ id: newId(), caption: 'a fox in a meadow', image: known[0], generationId: null }]
    const change = { type: 'insert' as const, index: 0, panels }
    await studio.engine.storyboards.change({ storyboardId: board.id, changeId: newId(), change })
    const [panel] = panels
    if (!panel) throw new Error('there is a panel')
    const at = { storyboardId: board.id, context: [panel.id], afterPanelId: panel.id, newPanelId: newId() }
    return { ...order(), kind: 'continue', ...at, caption: null }
  },
  'a panel whose words are given': () => ({
    ...order(),
    kind: 'story',
    panels: [{ caption: 'a fox in a meadow', image: known[0] }],
    caption: 'a fox on the beach',
  }),
  'a picture of a composition': () => ({
    ...order(),
    kind: 'compose',
    prompt: [words('a fox in a meadow, in noto style')],
    writing: { maxTokens: 60 },
    maxPictures: 2,
  }),
}

it.each(Object.entries(asked))(
  '%s: the file says how, the history says the same, and asking again is the same bytes',
  async (_, ask) => {
    const request = await ask()
    const made = await run(request)
    const generation = lastOf(made)
    const recipe = await recipeIn(generation)
    const before = made.at(made.indexOf(generation) - 1)
    const wordsBefore = request.kind === 'compose' ? (before?.text ?? '') : ''
    expect(recipe).toEqual(toRecipe({ generation, request, wordsBefore }))
    const again = await run(toRequest(recipe, newId()))
    expect(lastOf(again).image).toBe(generation.image)
  },
)
