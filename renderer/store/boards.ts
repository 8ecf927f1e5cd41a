import { v7 as uuidv7 } from 'uuid'
import type { StateCreator } from 'zustand'
import type { Storyboard, StoryboardSummary } from '../../electron/contract/storyboard.ts'
import { words } from '../ui/words.ts'
import type { AppState } from './app-store.ts'

export type BoardsSlice = {
  /** All storyboards, the last changed first; null until the engine has said. */
  boards: readonly StoryboardSummary[] | null
  listBoards(): Promise<void>
  openBoard(id: string): Promise<void>
  createBoard(): Promise<void>
  renameBoard(id: string, title: string): Promise<void>
  /** Keeps the list in step with what is known of one storyboard. */
  noteBoard(board: Storyboard): void
}

const toSummary = (board: Storyboard): StoryboardSummary => ({
  id: board.id,
  sessionId: board.sessionId,
  title: board.title,
  panelCount: board.panels.length,
  cover: board.panels.find((panel) => panel.image)?.image?.sha256 ?? null,
  updatedAtMs: board.updatedAtMs,
})

/** "Untitled storyboard", then "Untitled storyboard 2" and on, never one that is taken. */
export function freeTitle(stem: string, taken: readonly string[]): string {
  if (!taken.includes(stem)) return stem
  for (let n = 2; ; n++) if (!taken.includes(`${stem} ${n}`)) return `${stem} ${n}`
}

export const createBoardsSlice: StateCreator<AppState, [], [], BoardsSlice> = (set, get) => {
  let opening = ''
  return {
    boards: null,
    async listBoards() {
      const boards = await get().engine?.storyboards.list()
      if (boards) set({ boards })
    },
    async openBoard(id) {
      const { engine, base } = get()
      opening = id
      if (base?.id === id) return
      if (!engine) return get().note(words.status.engineAway)
      get().flushCaptions()
      try {
        const [board, place] = await Promise.all([engine.storyboards.open({ id }), get().readPlace(id)])
        if (opening !== id) return // the user has clicked on another since
        get().noteBoard(board)
        get().showBoard(board)
        get().goTo(place)
      } catch (error) {
        get().fail(error)
      }
    },
    async createBoard() {
      const { engine, boards } = get()
      if (!engine) return get().note(words.status.engineAway)
      get().flushCaptions()
      const title = freeTitle(
        words.boards.untitled,
        (boards ?? []).map((board) => board.title),
      )
      try {
        const board = await engine.storyboards.create({ id: uuidv7(), title })
        opening = board.id
        get().noteBoard(board)
        get().showBoard(board)
        get().goTo(null)
      } catch (error) {
        get().fail(error)
      }
    },
    async renameBoard(id, title) {
      const name = title.trim().slice(0, 200)
      const { engine, base, boards } = get()
      if (!name || boards?.find((board) => board.id === id)?.title === name) return
      if (base?.id === id) return get().change({ type: 'rename', title: name })
      if (!engine) return get().note(words.status.engineAway)
      try {
        const change = { type: 'rename', title: name } as const
        get().noteBoard(await engine.storyboards.change({ storyboardId: id, changeId: uuidv7(), change }))
      } catch (error) {
        get().fail(error)
      }
    },
    noteBoard: (board) =>
      set((s) => ({
        boards: [toSummary(board), ...(s.boards ?? []).filter((other) => other.id !== board.id)].toSorted(
          (a, b) => b.updatedAtMs - a.updatedAtMs || b.id.localeCompare(a.id),
        ),
      })),
  }
}
