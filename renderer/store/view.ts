import { z } from 'zod'
import type { StateCreator } from 'zustand'
import {
  type Camera,
  constrain,
  fit,
  HOME,
  intersects,
  reveal,
  type Size,
  toScreen,
  visibleRect,
} from '../canvas/camera.ts'
import { CARD, fittingColumns, gridLayout, type Layout, rectOf, slotsOf } from '../canvas/layout.ts'
import type { AppState } from './app-store.ts'
import { NOTHING, type Selection } from './selection.ts'

/** Where the user was on one storyboard, unsent words included. Kept by the engine as it is, never undone. */
export const Place = z.object({
  camera: z.object({ x: z.number(), y: z.number(), zoom: z.number().min(0.05).max(10) }),
  /** Null while the grid fills the window's width. */
  columns: z.int().min(1).max(1000).nullable().default(null),
  selection: z.array(z.string()),
  words: z.string().max(20_000),
})
export type Place = z.infer<typeof Place>

export const Theme = z.enum(['system', 'light', 'dark'])
export type Theme = z.infer<typeof Theme>

/** What is kept for the whole app. */
export const Desk = z.object({
  boardId: z.string().nullable(),
  theme: Theme,
  narrowRail: z.boolean(),
  seed: z.int().min(0),
  seedLocked: z.boolean(),
})
export type Desk = z.infer<typeof Desk>

export type ViewSlice = {
  camera: Camera
  view: Size
  /** Of the grid, while all of it is looked at from afar; null: as many as the window holds. */
  columns: number | null
  selection: Selection
  /** The panel whose caption is being written on the canvas. */
  editing: string | null
  /** The panel whose caption is being written in the inspector. */
  writing: string | null
  /** What is written in the prompt bar. */
  prompt: string
  seed: number
  seedLocked: boolean
  theme: Theme
  narrowRail: boolean
  sheetOpen: boolean
  setCamera(camera: Camera): void
  resize(view: Size): void
  /** All panels in one view, as large as they can be. */
  showAll(): void
  /** Panels in their own size, in a grid as wide as the window. */
  showLifeSize(): void
  select(selection: Selection): void
  /** Selects nothing away: the smallest movement that shows the panel. */
  revealPanel(id: string): void
  edit(panelId: string | null): void
  setWriting(panelId: string | null): void
  setPrompt(prompt: string): void
  setSeed(seed: number): void
  lockSeed(locked: boolean): void
  setTheme(theme: Theme): void
  setNarrowRail(narrow: boolean): void
  openSheet(open: boolean): void
  readPlace(boardId: string): Promise<Place | null>
  goTo(place: Place | null): void
}

const READABLE_ZOOM = 0.6

/** Short enough to be read out, long enough never to meet twice by chance. */
export const newSeed = () => crypto.getRandomValues(new Uint32Array(1))[0]! % 1_000_000_000

/** The grid of a state. Remembered for the last state asked about, since many parts of the page ask in one frame. */
export const layoutOf = (() => {
  type Known = Pick<AppState, 'board' | 'jobs' | 'columns'> & { width: number; layout: Layout }
  let last: Known | null = null
  return ({ board, jobs, view, columns }: Pick<AppState, 'board' | 'jobs' | 'view' | 'columns'>): Layout => {
    const sameGrid = last?.width === view.width && last.columns === columns
    if (last && last.board === board && last.jobs === jobs && sameGrid) return last.layout
    const here = Object.values(jobs)
      .filter((job) => job.kind === 'continue' && job.storyboardId === board?.id)
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    const slots = slotsOf(board?.panels.map((panel) => panel.id) ?? [], here)
    // A caption or a step of a job leaves every card where it is: keep the same object, nothing moves.
    const layout =
      last && sameGrid && sameSlots(last.layout, slots) ? last.layout : gridLayout(slots, view.width, columns)
    last = { board, jobs, columns, width: view.width, layout }
    return layout
  }
})()

type Anchor = { slotId: string; screenY: number }

/** What the eye rests on: the active panel if it can be seen, else the first card that can. */
function anchorOf(state: AppState): Anchor | null {
  const { slots, rects } = layoutOf(state)
  const seen = visibleRect(state.camera, state.view)
  const places = slots.map((slot, i) => ({ slot, rect: rects[i]! })).filter(({ rect }) => intersects(rect, seen))
  const place = places.find(({ slot }) => slot.id === state.selection.active) ?? places[0]
  return place ? { slotId: place.slot.id, screenY: toScreen(state.camera, place.rect).y } : null
}

/**
 * The camera with which the anchor is as high on the screen as it was, though the grid has been laid anew; but a grid as
 * wide as the window has no empty room above it.
 */
function holdAnchor(state: AppState, { slotId, screenY }: Anchor, camera: Camera): Camera {
  const rect = rectOf(layoutOf(state), slotId)
  if (!rect) return camera
  const y = Math.max(0, screenY) - rect.y * camera.zoom
  return { ...camera, y: state.columns === null ? Math.min(HOME.y, y) : y }
}

const sameSlots = (layout: Layout, slots: Layout['slots']) =>
  layout.slots.length === slots.length && layout.slots.every((slot, i) => slot.id === slots[i]!.id)

export const createViewSlice: StateCreator<AppState, [], [], ViewSlice> = (set, get) => ({
  camera: HOME,
  view: { width: 0, height: 0 },
  columns: null,
  selection: NOTHING,
  editing: null,
  writing: null,
  prompt: '',
  seed: newSeed(),
  seedLocked: false,
  theme: 'system',
  narrowRail: false,
  sheetOpen: false,
  setCamera: (camera) => set({ camera: constrain(camera, layoutOf(get()).content, get().view) }),
  resize(view) {
    const before = get()
    const anchor = anchorOf(before)
    set({ view })
    get().setCamera(anchor && before.view.width !== view.width ? holdAnchor(get(), anchor, get().camera) : get().camera)
  },
  showAll() {
    const { view } = get()
    const count = layoutOf(get()).slots.length
    set({ columns: fittingColumns(count, view) })
    get().setCamera(fit(layoutOf(get()).content, view, CARD.margin))
  },
  showLifeSize() {
    const anchor = anchorOf(get())
    set({ columns: null })
    get().setCamera(anchor ? holdAnchor(get(), anchor, HOME) : HOME)
    if (get().selection.active) get().revealPanel(get().selection.active!)
  },
  select(selection) {
    set({ selection, editing: selection.ids.includes(get().editing ?? '') ? get().editing : null })
    if (selection.active) get().revealPanel(selection.active)
  },
  revealPanel(id) {
    const rect = rectOf(layoutOf(get()), id)
    if (rect && get().view.width) get().setCamera(reveal(get().camera, rect, get().view))
  },
  edit(editing) {
    if (!editing) get().flushCaptions()
    set({ editing })
    // From afar nothing could be read or hit: come near.
    if (editing && get().camera.zoom < READABLE_ZOOM) get().showLifeSize()
  },
  setWriting: (writing) => set({ writing }),
  setPrompt: (prompt) => set({ prompt }),
  setSeed: (seed) => set({ seed }),
  lockSeed: (seedLocked) => set({ seedLocked }),
  setTheme(theme) {
    set({ theme })
    void get().shell?.theme({ theme }).catch(get().fail)
  },
  setNarrowRail: (narrowRail) => set({ narrowRail }),
  openSheet: (sheetOpen) => set({ sheetOpen }),
  async readPlace(boardId) {
    const kept = await get().engine?.view.get({ key: `board:${boardId}` })
    return Place.safeParse(kept).data ?? null
  },
  goTo(place) {
    const known = new Set(get().board?.panels.map((panel) => panel.id))
    const ids = place?.selection.filter((id) => known.has(id)) ?? []
    const selection = ids.length ? { ids, anchor: ids[0]!, active: ids.at(-1)! } : NOTHING
    set({ selection, editing: null, prompt: place?.words ?? '', columns: place?.columns ?? null })
    get().setCamera(place?.camera ?? HOME)
  },
})
