import type { Asset, Change, Panel, Storyboard } from '../../electron/contract/storyboard.ts'

/**
 * What a change will make of a storyboard, so that the page need not wait for the engine, whose answer then replaces
 * this. Applying a change that has been applied already does no harm: an answer may overtake the change it answers.
 */
export function applyChange(
  board: Storyboard,
  change: Change,
  assets: ReadonlyMap<string, Asset>,
  nowMs: number,
): Storyboard {
  switch (change.type) {
    case 'insert': {
      const known = new Set(board.panels.map((panel) => panel.id))
      const added = change.panels
        .filter((draft) => !known.has(draft.id))
        .map((draft): Panel => ({
          id: draft.id,
          caption: draft.caption,
          image: draft.image ? (assets.get(draft.image) ?? null) : null,
          generationId: draft.generationId,
          createdAtMs: nowMs,
        }))
      return { ...board, panels: board.panels.toSpliced(change.index, 0, ...added) }
    }
    case 'caption':
      return mapPanel(board, change.panelId, (panel) => ({ ...panel, caption: change.caption }))
    case 'picture':
      return mapPanel(board, change.panelId, (panel) => ({
        ...panel,
        image: change.image ? (assets.get(change.image) ?? panel.image) : null,
        generationId: change.generationId,
      }))
    case 'move':
      return { ...board, panels: movePanels(board.panels, change.panelIds, change.index) }
    case 'delete':
      return { ...board, panels: board.panels.filter((panel) => !change.panelIds.includes(panel.id)) }
    case 'rename':
      break
  }
  return { ...board, title: change.title }
}

/** The panels, in their present order, come to stand before the one now at `index`. */
export function movePanels<P extends { id: string }>(panels: readonly P[], ids: readonly string[], index: number): P[] {
  const moving = new Set(ids)
  const stay = (panel: P) => !moving.has(panel.id)
  return [
    ...panels.slice(0, index).filter(stay),
    ...panels.filter((panel) => !stay(panel)),
    ...panels.slice(index).filter(stay),
  ]
}

const mapPanel = (board: Storyboard, id: string, change: (panel: Panel) => Panel): Storyboard => ({
  ...board,
  panels: board.panels.map((panel) => (panel.id === id ? change(panel) : panel)),
})
