import type { EngineContract } from '../../contract/engine.ts'
import type { Storyboard } from '../../contract/storyboard.ts'
import type { Handlers } from '../../service/serve.ts'
import { changeStoryboard, redo, undo } from '../library/change-storyboard.ts'
import { currentSession } from '../library/sessions.ts'
import { insertStoryboard, listStoryboards, readStoryboard } from '../library/storyboards.ts'
import type { Services } from './services.ts'

export function storyboardHandlers({ library, now, boardChanged }: Services): Handlers<EngineContract['storyboards']> {
  const told = (board: Storyboard) => {
    boardChanged(board)
    return board
  }
  return {
    list: () => listStoryboards(library.db),
    create: ({ id, title }) =>
      told(insertStoryboard(library.db, { id, title, sessionId: currentSession(library.db), nowMs: now() })),
    open: ({ id }) => readStoryboard(library.db, id),
    change: (order) => told(changeStoryboard(library.db, { ...order, nowMs: now() })),
    undo: ({ storyboardId }) => told(undo(library.db, storyboardId, now())),
    redo: ({ storyboardId }) => told(redo(library.db, storyboardId, now())),
  }
}
