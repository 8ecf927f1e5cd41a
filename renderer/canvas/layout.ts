import { contains, intersects, type Point, type Rect, type Size } from './camera.ts'

/** One place in the grid, in reading order: a panel, a panel being made, or the place where the next one goes. */
export type Slot =
  | { kind: 'panel'; id: string }
  | { kind: 'job'; id: string; panelId: string }
  | { kind: 'new'; id: 'new' }

export type Layout = { slots: readonly Slot[]; rects: readonly Rect[]; columns: number; content: Rect }

/** Everything on the page keeps to multiples of 8. */
export const CARD = {
  minWidth: 240,
  maxWidth: 328,
  padding: 8,
  captionHeight: 88,
  gapX: 24,
  gapY: 32,
  margin: 32,
} as const

type Waiting = { id: string; panelId: string | null; afterPanelId: string | null }

/**
 * The panels with the ones still being made in between. A job whose anchor is gone goes to the end; one whose panel
 * has arrived gives its place up.
 */
export function slotsOf(panelIds: readonly string[], waiting: readonly Waiting[]): Slot[] {
  const known = new Set(panelIds)
  const open = waiting.flatMap((job) =>
    job.panelId && !known.has(job.panelId) ? [{ ...job, panelId: job.panelId }] : [],
  )
  const anchors = new Set([...panelIds, ...open.map((job) => job.panelId)])
  const slots: Slot[] = []
  const placed = new Set<string>()
  const follow = (anchor: string | null) => {
    for (const job of open) {
      if (placed.has(job.id) || job.afterPanelId !== anchor) continue
      placed.add(job.id)
      slots.push({ kind: 'job', id: job.id, panelId: job.panelId })
      follow(job.panelId)
    }
  }
  follow(null)
  for (const id of panelIds) {
    slots.push({ kind: 'panel', id })
    follow(id)
  }
  for (const job of open) if (job.afterPanelId && !anchors.has(job.afterPanelId)) follow(job.afterPanelId)
  slots.push({ kind: 'new', id: 'new' })
  return slots
}

/** How a window's width is filled: as many columns as it holds, cards stretched so that both margins are equal. */
function naturalGrid(viewWidth: number) {
  const room = Math.max(CARD.minWidth, viewWidth - 2 * CARD.margin)
  const columns = Math.max(1, Math.floor((room + CARD.gapX) / (CARD.minWidth + CARD.gapX)))
  return { columns, width: Math.min(CARD.maxWidth, Math.floor((room - (columns - 1) * CARD.gapX) / columns)) }
}

/** Cards in reading order. `columns` given: that many, for a board that is looked at from afar. */
export function gridLayout(slots: readonly Slot[], viewWidth: number, columns: number | null = null): Layout {
  const natural = naturalGrid(viewWidth)
  const { width } = natural
  const across = columns ?? natural.columns
  const height = cardHeight(width)
  const gridWidth = across * width + (across - 1) * CARD.gapX
  const left = Math.max(CARD.margin, Math.round((viewWidth - gridWidth) / 2))
  const rects = slots.map((_, i) => ({
    x: left + (i % across) * (width + CARD.gapX),
    y: CARD.margin + Math.floor(i / across) * (height + CARD.gapY),
    width,
    height,
  }))
  const rows = Math.ceil(slots.length / across)
  const used = Math.min(across, Math.max(1, slots.length))
  const content = {
    x: left,
    y: CARD.margin,
    width: used * width + (used - 1) * CARD.gapX,
    height: Math.max(0, rows * height + (rows - 1) * CARD.gapY),
  }
  return { slots, rects, columns: across, content }
}

/** The number of columns with which all cards are seen largest. */
export function fittingColumns(count: number, view: Size): number {
  const { width } = naturalGrid(view.width)
  const [stepX, stepY] = [width + CARD.gapX, cardHeight(width) + CARD.gapY]
  const zoomWith = (columns: number) =>
    Math.min(view.width / (columns * stepX), view.height / (Math.ceil(count / columns) * stepY))
  let best = 1
  for (let columns = 2; columns <= count; columns++) if (zoomWith(columns) > zoomWith(best)) best = columns
  return best
}

const cardHeight = (width: number) => width - CARD.padding + CARD.captionHeight

/** The square that holds the picture, inside its card. */
export const pictureRect = (card: Rect): Rect => ({
  x: card.x + CARD.padding,
  y: card.y + CARD.padding,
  width: card.width - 2 * CARD.padding,
  height: card.width - 2 * CARD.padding,
})

/** Where the words stand; the number hangs to the left of it. */
export const captionRect = (card: Rect): Rect => ({
  x: card.x + 40,
  y: card.y + card.height - CARD.captionHeight + 8,
  width: card.width - 52,
  height: CARD.captionHeight - 20,
})

/** A picture of any shape, whole, in the middle of its frame. */
export function containRect(frame: Rect, width: number, height: number): Rect {
  const scale = Math.min(frame.width / width, frame.height / height)
  const size = { width: width * scale, height: height * scale }
  return { x: frame.x + (frame.width - size.width) / 2, y: frame.y + (frame.height - size.height) / 2, ...size }
}

export const rectOf = (layout: Layout, id: string): Rect | null => {
  const index = layout.slots.findIndex((slot) =>
    slot.kind === 'job' ? slot.id === id || slot.panelId === id : slot.id === id,
  )
  return layout.rects[index] ?? null
}

export function slotAt(layout: Layout, pagePoint: Point): Slot | null {
  const index = layout.rects.findIndex((rect) => contains(rect, pagePoint))
  return layout.slots[index] ?? null
}

/** Panels touched by a rectangle, in reading order. */
export const panelsIn = (layout: Layout, area: Rect): string[] =>
  layout.slots.flatMap((slot, i) => (slot.kind === 'panel' && intersects(layout.rects[i]!, area) ? [slot.id] : []))

export type Insertion = {
  /** Position among the panels, as the engine counts them. */
  index: number
  marker: Rect
}

/** Where something dropped at a point would come to stand. */
export function insertionAt(layout: Layout, pagePoint: Point): Insertion {
  const places = layout.slots.map((slot, i) => ({ slot, rect: layout.rects[i]! })).filter((p) => p.slot.kind !== 'new')
  const first = layout.rects[0]!
  const rowStep = first.height + CARD.gapY
  const row = Math.floor((pagePoint.y - CARD.margin + CARD.gapY / 2) / rowStep)
  const rowOf = (rect: Rect) => Math.round((rect.y - CARD.margin) / rowStep)
  let gap = places.findIndex(
    (p) => rowOf(p.rect) > row || (rowOf(p.rect) === row && pagePoint.x < p.rect.x + p.rect.width / 2),
  )
  if (gap < 0) gap = places.length
  const index = places.slice(0, gap).filter((p) => p.slot.kind === 'panel').length
  const before = places[gap - 1]
  // At the end of a row the marker stays beside the card the pointer is near, not at the start of the next row.
  const beside = before && (gap === places.length || rowOf(before.rect) === row) ? before.rect : null
  const at = beside ?? places[gap]?.rect ?? first
  const x = beside ? at.x + at.width + CARD.gapX / 2 : at.x - CARD.gapX / 2
  return { index, marker: { x: x - 1.5, y: at.y, width: 3, height: at.height } }
}
