import type { AppState, AppStore } from '../store/app-store.ts'
import type { Desk, Place } from '../store/view.ts'

const PAUSE_MS = 500

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

/** Tells the engine where the user is, once the hand has rested a moment, and at once before the page goes. */
export function keepView(store: AppStore): void {
  let timer: ReturnType<typeof setTimeout> | undefined
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
    const state = store.getState()
    if (!state.started || !state.base) return
    put(`board:${state.base.id}`, placeOf(state))
    put('desk', deskOf(state))
  }
  const kept = ['camera', 'columns', 'selection', 'prompt', 'theme', 'narrowRail', 'seed', 'seedLocked'] as const
  store.subscribe((state, before) => {
    const moved = state.base?.id !== before.base?.id
    if (moved && before.base) put(`board:${before.base.id}`, placeOf(before))
    if (!moved && kept.every((field) => state[field] === before[field])) return
    clearTimeout(timer)
    timer = setTimeout(keep, PAUSE_MS)
  })
  const leave = () => {
    store.getState().flushCaptions()
    keep()
  }
  addEventListener('pagehide', leave)
  addEventListener('blur', leave)
  document.addEventListener('visibilitychange', leave)
}
