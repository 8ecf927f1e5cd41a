import { blackPng } from '../../support/bad-pictures.ts'
import { firstBoard, importBytes, newId, openStudio } from '../../electron/engine/support/studio.ts'

// A process that never stops working on a library, and says what was acknowledged. Somebody kills it.

/** One line for each answer the engine gave. */
export type Acknowledged =
  | { done: 'panel'; id: string }
  | { done: 'caption'; id: string; caption: string }
  | { done: 'import'; sha256: string }
  | { done: 'job'; id: string }
  | { done: 'job-ended'; id: string; newPanelId: string }

const say = (line: Acknowledged) => process.stdout.write(`${JSON.stringify(line)}\n`)

const [, , folder = ''] = process.argv
const studio = openStudio({ folder })
const { client } = studio
const board = await firstBoard(client)
const change = (each: Parameters<typeof client.storyboards.change>[0]['change']) =>
  client.storyboards.change({ storyboardId: board.id, changeId: newId(), change: each })

async function edit(): Promise<never> {
  for (let n = 0; ; n++) {
    const id = newId()
    await change({ type: 'insert', index: n % 3, panels: [{ id, caption: '', image: null, generationId: null }] })
    say({ done: 'panel', id })
    const caption = `caption ${n}`
    await change({ type: 'caption', panelId: id, caption })
    say({ done: 'caption', id, caption })
  }
}

async function importPictures(): Promise<never> {
  for (;;) {
    const { sha256 } = await importBytes(
      studio,
      blackPng(1 + Math.floor(Math.random() * 400), 1 + Math.floor(Math.random() * 400)),
      'black.png',
    )
    say({ done: 'import', sha256 })
  }
}

async function draw(): Promise<never> {
  for (;;) {
    const [jobId, newPanelId] = [newId(), newId()]
    const seed = Math.floor(Math.random() * 2 ** 24)
    const target = { storyboardId: board.id, context: [], afterPanelId: null, newPanelId, caption: 'a fox' }
    await client.jobs.start({ kind: 'continue', jobId, seed, settings: {}, ...target })
    say({ done: 'job', id: jobId })
    const changes = await client.jobs.watch({ jobId })
    for (let step = await changes.next(); ; step = await changes.next()) {
      if (!step.done) continue
      if (step.value.state === 'done') say({ done: 'job-ended', id: jobId, newPanelId })
      break
    }
  }
}

await Promise.all([edit(), importPictures(), draw()])
