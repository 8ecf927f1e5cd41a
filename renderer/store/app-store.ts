import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { type BoardsSlice, createBoardsSlice } from './boards.ts'
import { type ConnectionSlice, createConnectionSlice } from './connection.ts'
import { createDocumentSlice, type DocumentSlice } from './document.ts'
import { createJobsSlice, type JobsSlice } from './jobs.ts'
import { createNoticesSlice, type NoticesSlice } from './notices.ts'
import { createPicturesSlice, type PicturesSlice, uploadFile } from './pictures.ts'
import { writeUnsent } from './unsent.ts'
import { createViewSlice, type ViewSlice } from './view.ts'

/**
 * The three kinds of state in one store: documents (persisted by the engine, undoable), jobs (live) and view (camera,
 * selection; kept, never undone).
 */
export type AppState = ConnectionSlice &
  BoardsSlice &
  DocumentSlice &
  JobsSlice &
  PicturesSlice &
  ViewSlice &
  NoticesSlice

/** What the store needs of the world around it. */
export type Surroundings = {
  storage: Storage | null
  upload: (incoming: string, file: File) => Promise<void>
  now: () => number
}

export function createAppStore(surroundings: Surroundings) {
  const store = createStore<AppState>((...a) => ({
    ...createNoticesSlice(...a),
    ...createConnectionSlice(...a),
    ...createBoardsSlice(...a),
    ...createDocumentSlice(surroundings)(...a),
    ...createJobsSlice(surroundings)(...a),
    ...createPicturesSlice(surroundings)(...a),
    ...createViewSlice(...a),
  }))
  store.subscribe((state, before) => {
    const fields = ['outbox', 'drafts', 'requests'] as const
    if (fields.some((field) => state[field] !== before[field])) writeUnsent(surroundings.storage, state)
  })
  return store
}
export type AppStore = ReturnType<typeof createAppStore>

const pageStorage = () => (typeof localStorage === 'undefined' ? null : localStorage)

export const appStore = createAppStore({ storage: pageStorage(), upload: uploadFile, now: Date.now })

export const useApp = <T>(pick: (state: AppState) => T): T => useStore(appStore, pick)
