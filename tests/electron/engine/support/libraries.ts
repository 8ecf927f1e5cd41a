import { rmSync } from 'node:fs'
import { afterEach } from 'vitest'
import type { Storyboard } from '../../../../electron/contract/storyboard.ts'
import { firstBoard, newId, openStudio, type Studio, temporaryFolder } from './studio.ts'

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
