import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { expect, vi } from 'vitest'
import { libraryPaths } from '../../../electron/service/paths.ts'
import { type AppState, type AppStore, createAppStore } from '../../../renderer/store/app-store.ts'
import type { Studio } from '../../electron/engine/support/studio.ts'

/** The page's store without its window, on a whole engine. */
export interface TestPage {
  store: AppStore
  state(): AppState
  captions(): string[]
  /** A new port to the engine, as after its restart. */
  connect(): Promise<void>
  /** The engine's port closes. */
  disconnect(): Promise<void>
}

export function openPage(studio: Studio, storage: Storage | null = null): TestPage {
  const upload = async (incoming: string, file: File) => {
    const path = libraryPaths(studio.folder).incomingFile(incoming)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, new Uint8Array(await file.arrayBuffer()))
  }
  const store = createAppStore({ storage, upload, now: Date.now })
  const state = () => store.getState()
  let link: ReturnType<Studio['connect']> | null = null
  state().resize({ width: 1000, height: 700 })
  return {
    store,
    state,
    captions: () => state().board?.panels.map((panel) => panel.caption) ?? [],
    async connect() {
      const { client, closed, close } = studio.connect()
      link = { client, closed, close }
      void closed.then(() => state().engineLost(client))
      await state().engineConnected(client)
    },
    async disconnect() {
      link?.close()
      await vi.waitFor(() => expect(state().engine).toBeNull())
    },
  }
}

/** Waits until everything done on the page is in the library. */
export const untilSaved = (page: TestPage): Promise<void> =>
  vi.waitFor(() => expect([page.state().outbox, page.state().drafts]).toEqual([[], {}]), { timeout: 10_000 })
