import { z } from 'zod'
import type { StateCreator } from 'zustand'
import { type Camera, constrain, HOME, reveal, type Size } from '../canvas/camera.ts'
import { gridLayout, type Layout, rectOf, slotsOf } from '../canvas/layout.ts'
import type { AppState } from './app-store.ts'
import { NOTHING, type Selection } from './selection.ts'

/** Where the user was on one storyboard, unsent words included. Kept by the engine as it is, never undone. */
export const Place = z.object({
  camera: z.object({ x: z.number(), y: z.number(), zoom: z.number().min(0.05).max(10) }),
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
  selection: Selection
  /** The panel whose caption is being written on the canvas. */
  editing: string | null
  /** What is written in the prompt bar. */
  prompt: string
  seed: number
  seedLocked: boolean
  theme: Theme
  narrowRail: boolean
  sheetOpen: boolean
  setCamera(camera: Camera): void
  resize(view: Size): void
  select(selection: Selection): void
  /** Selects nothing away: the smallest movement that shows the panel. */
  revealPanel(id: string): void
  edit(panelId: string | null): void
  setPrompt(prompt: string): void
  setSeed(seed: number): void
  lockSeed(locked: boolean): void
  setTheme(theme: Theme): void
  setNarrowRail(narrow: boolean): void
  openSheet(open: boolean): void
  readPlace(boardId: string): Promise<Place | null>
  goTo(place: Place | null): void
}

/** Short enough to be read out, long enough never to meet twice by chance. */
export const newSeed = () => crypto.getRandomValues(new Uint32Array(1))[0]! % 1_000_000_000

/** The grid of a state. Remembered for the last state asked about, since many parts of the page ask in one frame. */
export const layoutOf = (() => {
  let last: { board: AppState['board']; jobs: AppState['jobs']; width: number; layout: Layout } | null = null
  return ({ board, jobs, view }: Pick<AppState, 'board' | 'jobs' | 'view'>): Layout => {
    if (last && last.board === board && last.jobs === jobs && last.width === view.width) return last.layout
    const here = Object.values(jobs)
      .filter((job) => job.kind === 'continue' && job.storyboardId === board?.id)
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    const slots = slotsOf(board?.panels.map((panel) => panel.id) ?? [], here)
    // A caption or a step of a job leaves every card where it is: keep the same object, nothing moves.
    const same = last?.width === view.width && sameSlots(last.layout, slots)
    const layout = same ? last!.layout : gridLayout(slots, view.width)
    last = { board, jobs, width: view.width, layout }
    return layout
  }
})()

const sameSlots = (layout: Layout, slots: Layout['slots']) =>
  layout.slots.length === slots.length && layout.slots.every((slot, i) => slot.id === slots[i]!.id)

export const createViewSlice: StateCreator<AppState, [], [], ViewSlice> = (set, get) => ({
  camera: HOME,
  view: { width: 0, height: 0 },
  selection: NOTHING,
  editing: null,
  prompt: '',
  seed: newSeed(),
  seedLocked: false,
  theme: 'system',
  narrowRail: false,
  sheetOpen: false,
  setCamera: (camera) => set({ camera: constrain(camera, layoutOf(get()).content, get().view) }),
  resize(view) {
    set({ view })
    get().setCamera(get().camera)
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
  },
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
    set({ selection, editing: null, prompt: place?.words ?? '' })
    get().setCamera(place?.camera ?? HOME)
  },
})
