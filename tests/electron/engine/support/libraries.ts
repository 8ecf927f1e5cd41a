import { rmSync } from 'node:fs'
import { afterEach } from 'vitest'
import type { Storyboard } from '../../../../electron/contract/storyboard.ts'
import { blackPng } from '../../../support/bad-pictures.ts'
import { generate } from './requests.ts'
import { endOf, firstBoard, importBytes, newId, openStudio, type Studio, temporaryFolder } from './studio.ts'

/** Libraries that are put away after each test. */
export interface Libraries {
  /** A new and empty folder. */
  folder(): string
  studioIn(at: string): Studio
  /** A library with one renamed board, closed again. */
  filledLibrary(at?: string): Promise<string>
  /** Done after the test, the last given first. */
  afterwards(act: () => unknown): void
}

/** To be called once, at the top of a test file. */
export function tidyLibraries(): Libraries {
  const cleanUp: (() => unknown)[] = []
  afterEach(async () => {
    for (const each of cleanUp.splice(0).toReversed()) await each()
  })
  const folder = () => {
    const made = temporaryFolder()
    cleanUp.push(() => rmSync(made, { recursive: true, force: true }))
    return made
  }
  return {
    folder,
    studioIn(at) {
      const studio = openStudio({ folder: at })
      cleanUp.push(() => studio.close())
      return studio
    },
    async filledLibrary(at = folder()) {
      const studio = openStudio({ folder: at })
      await rename(studio, 'Foxes')
      await studio.close()
      return at
    },
    afterwards: (act) => void cleanUp.push(act),
  }
}

/** Gives the first board another title. */
export async function rename({ client }: Studio, title: string): Promise<Storyboard> {
  const board = await firstBoard(client)
  return client.storyboards.change({ storyboardId: board.id, changeId: newId(), change: { type: 'rename', title } })
}

/** A library with an import, a prompt that shows it, what was drawn of it, and a board with steps of undo. */
export async function workedIn(at: string): Promise<{ imported: string; drawn: string }> {
  const studio = openStudio({ folder: at })
  const { client } = studio
  const imported = (await importBytes(studio, blackPng(8, 8), 'black.png')).sha256
  const request = generate(7, { prompt: [{ type: 'image', sha256: imported }] })
  await client.jobs.start(request)
  const { generationIds } = await endOf(client, request.jobId)
  const { image } = await client.generations.get({ id: generationIds[0]! })
  const panel = { id: newId(), caption: 'x', image, generationId: generationIds[0]! }
  const board = await firstBoard(client)
  const change = (step: Parameters<typeof client.storyboards.change>[0]['change']) =>
    client.storyboards.change({ storyboardId: board.id, changeId: newId(), change: step })
  await change({ type: 'insert', index: 0, panels: [panel] })
  await change({ type: 'picture', panelId: panel.id, image: imported, generationId: null })
  await studio.close()
  return { imported, drawn: image! }
}
