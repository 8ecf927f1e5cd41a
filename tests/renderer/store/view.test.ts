import { expect, it } from 'vitest'
import { createAppStore } from '../../../renderer/store/app-store.ts'
import { emptyPanel } from '../../../renderer/store/story.ts'
import { selectOnly } from '../../../renderer/store/selection.ts'

it('leaves no empty room above the board when the window grows', () => {
  const store = createAppStore({ storage: null, upload: async () => {}, now: Date.now })
  store.getState().resize({ width: 600, height: 400 })
  const panels = Array.from({ length: 6 }, () => ({ ...emptyPanel(), createdAtMs: 0, image: null }))
  store.getState().showBoard({
    id: 'b',
    sessionId: 's',
    title: 'Mo',
    revision: 0,
    panels,
    undoLabel: null,
    redoLabel: null,
    updatedAtMs: 0,
  })
  store.getState().select(selectOnly(panels[5]!.id))
  expect(store.getState().camera.y).toBeLessThan(0)
  store.getState().resize({ width: 2000, height: 1000 })
  expect(store.getState().camera.y).toBe(0)
})
