import type { AppState, AppStore } from '../store/app-store.ts'
import type { Desk, Place } from '../store/view.ts'

const PAUSE_MS = 250
const MOST_MS = 800

const choices = ['theme', 'narrowRail', 'seed', 'seedLocked'] as const
const movements = ['camera', 'columns', 'selection', 'prompt'] as const

const placeOf = ({ camera, columns, selection, prompt }: AppState): Place => ({
  camera,
  columns,
  selection: [...selection.ids],
  words: prompt,
})

const deskOf = ({ base, theme, narrowRail, seed, seedLocked }: AppState): Desk => ({
  boardId: base?.id ?? null,
  theme,
  narrowRail,
  seed,
  seedLocked,
})

/**
 * Tells the engine where the user is: a choice at once, movements and words when the hand has rested a moment, within
 * `MOST_MS`, or when the page goes.
 */
export function keepView(store: AppStore): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let movedSinceMs: number | null = null
  const sent = new Map<string, string>()
  const put = (key: string, value: Place | Desk) => {
    const { engine, fail } = store.getState()
    const text = JSON.stringify(value)
    if (!engine || sent.get(key) === text) return
    sent.set(key, text)
    engine.view.put({ key, value }).catch((error: unknown) => {
      sent.delete(key)
      if (store.getState().engine === engine) fail(error)
    })
  }
  const keep = () => {
    clearTimeout(timer)
    movedSinceMs = null
    const state = store.getState()
    if (!state.started || !state.base) return
    put('desk', deskOf(state))
    put(`board:${state.base.id}`, placeOf(state))
  }
  store.subscribe((state, before) => {
    const moved = state.base?.id !== before.base?.id
    if (moved && before.base) put(`board:${before.base.id}`, placeOf(before))
    const back = state.engine !== null && !before.engine // what could not be told meanwhile is told now
    const chosen = moved || back || choices.some((field) => state[field] !== before[field])
    if (!chosen && movements.every((field) => state[field] === before[field])) return
    clearTimeout(timer)
    movedSinceMs ??= Date.now()
    timer = setTimeout(keep, chosen ? 0 : Math.max(0, Math.min(PAUSE_MS, movedSinceMs + MOST_MS - Date.now())))
  })
  const leave = () => {
    store.getState().flushCaptions()
    keep()
  }
  addEventListener('beforeunload', leave)
  addEventListener('pagehide', leave)
  addEventListener('blur', leave)
  document.addEventListener('visibilitychange', leave)
}
