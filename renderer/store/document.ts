import { v7 as uuidv7 } from 'uuid'
import type { StateCreator } from 'zustand'
import type { Asset, Change, Storyboard } from '../../electron/contract/storyboard.ts'
import { words } from '../ui/words.ts'
import type { AppState, Surroundings } from './app-store.ts'
import { applyChange } from './apply-change.ts'
import { isLostConnection, isNoRoom, toFailure } from './failure.ts'
import { prune, selectMany } from './selection.ts'
import { type Drafts, type Pending, readUnsent } from './unsent.ts'

export type DocumentSlice = {
  /** The open storyboard as the engine last told it. */
  base: Storyboard | null
  /** What is shown: `base` with everything on top that the engine has not confirmed. */
  board: Storyboard | null
  outbox: readonly Pending[]
  drafts: Drafts
  change(change: Change): void
  /** A keystroke in a caption. Sent within `CAPTION_MOST_MS`. */
  typeCaption(panelId: string, caption: string): void
  /** Sends what has been typed now, without waiting for a pause. */
  flushCaptions(): void
  undo(): Promise<void>
  redo(): Promise<void>
  /** The engine's word on a storyboard; an older one than we have is ignored. */
  receiveBoard(board: Storyboard): void
  /** Puts an opened storyboard on the page. */
  showBoard(board: Storyboard | null): void
  rememberAsset(asset: Asset): void
  /** Sends what waits, in order; resolves when it is sent or cannot be now. Called again when the engine is back. */
  sendUnsent(): Promise<void>
}

const CAPTION_PAUSE_MS = 400
const CAPTION_MOST_MS = 800
const NO_ROOM_PAUSE_MS = 5000

const idsOf = (board: Storyboard | null) => board?.panels.map((panel) => panel.id) ?? []

export const createDocumentSlice =
  ({ storage, now }: Surroundings): StateCreator<AppState, [], [], DocumentSlice> =>
  (set, get) => {
    const assets = new Map<string, Asset>()
    let busy = false
    let held: Storyboard | null = null
    let timer: ReturnType<typeof setTimeout> | undefined
    let typedSinceMs: number | null = null
    let toldOf = ''
    const whenSent: (() => void)[] = []

    const learn = (board: Storyboard) => {
      for (const panel of board.panels) if (panel.image) assets.set(panel.image.sha256, panel.image)
    }

    /** Takes new values of base, outbox or drafts and works out what to show. */
    const settle = (next: Partial<Pick<AppState, 'base' | 'outbox' | 'drafts'>>) => {
      const { base, outbox, drafts } = { ...get(), ...next }
      const before = get().board
      let board = base
      if (board) {
        const { id } = board
        for (const p of outbox) if (p.storyboardId === id) board = applyChange(board, p.change, assets, now())
        for (const [panelId, draft] of Object.entries(drafts)) {
          const typed: Change = { type: 'caption', panelId, caption: draft.caption }
          if (draft.storyboardId === id) board = applyChange(board, typed, assets, now())
        }
      }
      const order = idsOf(board)
      const selection =
        before && board && before.id === board.id ? prune(order, get().selection, idsOf(before)) : get().selection
      const editing = get().editing && order.includes(get().editing!) ? get().editing : null
      set({ ...next, board, selection, editing })
      get().forgetShownJobs()
    }

    const newest = (...boards: (Storyboard | null)[]) =>
      boards.reduce((best, board) => (board && (!best || board.revision >= best.revision) ? board : best), null)

    const confirm = (sent: Pending, answer: Storyboard | null) => {
      const outbox = get().outbox.filter((pending) => pending.changeId !== sent.changeId)
      const { base } = get()
      if (answer) get().noteBoard(answer)
      const same = (board: Storyboard | null) => (board && base && board.id === base.id ? board : null)
      if (answer && same(answer)) learn(answer)
      settle({ outbox, base: base ? newest(base, same(answer), same(held)) : null })
      held = null
    }

    const send = async () => {
      if (busy) return
      busy = true
      try {
        for (let next = get().outbox[0]; next; next = get().outbox[0]) {
          const { engine } = get()
          if (!engine) return
          try {
            confirm(next, await engine.storyboards.change(next))
          } catch (error) {
            const failure = toFailure(error)
            if (isLostConnection(failure)) return
            if (toldOf !== next.changeId) get().fail(error)
            toldOf = next.changeId
            if (isNoRoom(failure)) {
              setTimeout(() => void send(), NO_ROOM_PAUSE_MS) // it stays on the page until there is room
              return
            }
            confirm(next, null)
          }
        }
      } finally {
        busy = false
        for (const tell of whenSent.splice(0)) tell()
      }
    }

    const push = (storyboardId: string, change: Change) => {
      settle({ outbox: [...get().outbox, { storyboardId, changeId: uuidv7(), change }] })
      void send()
    }

    /** Resolves when nothing waits any more, or when it cannot be sent now. */
    const allSent = () => {
      const sent = new Promise<void>((resolve) => whenSent.push(resolve))
      void send()
      return sent
    }

    const step = async (method: 'undo' | 'redo') => {
      const { base } = get()
      if (!base) return
      get().flushCaptions()
      await allSent()
      const { engine, outbox } = get()
      if (!engine) return get().note(words.status.engineAway)
      if (outbox.length) return get().note(words.status.notYetSaved)
      const before = new Set(idsOf(get().base))
      try {
        get().receiveBoard(await engine.storyboards[method]({ storyboardId: base.id }))
        const order = idsOf(get().board)
        const back = get().board?.id === base.id ? order.filter((id) => !before.has(id)) : []
        if (back.length) get().select(selectMany(order, back)) // what has come back is what is dealt with next
      } catch (error) {
        get().fail(error)
      }
    }

    return {
      base: null,
      board: null,
      ...readUnsent(storage),
      change(change) {
        const { base } = get()
        if (!base) return
        get().flushCaptions() // what was typed comes before what is done next, so that undo goes back in that order
        push(base.id, change)
      },
      typeCaption(panelId, caption) {
        const { base, drafts } = get()
        if (!base) return
        settle({ drafts: { ...drafts, [panelId]: { storyboardId: base.id, caption } } })
        typedSinceMs ??= now()
        clearTimeout(timer)
        const waitMs = Math.max(0, Math.min(CAPTION_PAUSE_MS, typedSinceMs + CAPTION_MOST_MS - now()))
        timer = setTimeout(() => get().flushCaptions(), waitMs)
      },
      flushCaptions() {
        clearTimeout(timer)
        typedSinceMs = null
        const typed = Object.entries(get().drafts)
        if (!typed.length) return
        settle({ drafts: {} })
        for (const [panelId, { storyboardId, caption }] of typed) {
          const shown = get().board?.panels.find((panel) => panel.id === panelId)
          if (shown?.caption !== caption) push(storyboardId, { type: 'caption', panelId, caption })
        }
      },
      undo: () => step('undo'),
      redo: () => step('redo'),
      receiveBoard(board) {
        get().noteBoard(board)
        const { base, outbox } = get()
        if (base?.id !== board.id) return
        learn(board)
        // While a change is on its way, the board that comes back with it is the one to show.
        if (busy && outbox.length) held = newest(held, board)
        else if (board.revision >= base.revision) settle({ base: board })
      },
      showBoard(board) {
        if (board) learn(board)
        held = null
        settle({ base: board })
      },
      rememberAsset: (asset) => void assets.set(asset.sha256, asset),
      sendUnsent: allSent,
    }
  }
