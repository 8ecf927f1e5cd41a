import type { MenuCommand } from '../../electron/contract/shell.ts'
import { nextZoom, toScreen, zoomTo } from '../canvas/camera.ts'
import { layoutOf, newSeed } from '../store/view.ts'
import { inOrder, isBusy } from '../store/jobs.ts'
import { moveIndex, NOTHING, selectMany, selectOnly, walk } from '../store/selection.ts'
import { canContinue, continueRequest, copyOf, destinationOf, emptyPanel, jobOf, panelRequest } from '../store/story.ts'
import type { AppState, AppStore } from '../store/app-store.ts'
import { words } from '../ui/words.ts'

/**
 * Everything a person can do on this page, as data: the keys, the application menu, the buttons and the sheet of
 * shortcuts all come here.
 */
export type Command = {
  label: string
  keys: readonly string[]
  /** `canvas`: only while the canvas has the focus. `window`: anywhere, but not while text is being edited. */
  scope: 'canvas' | 'window'
  /** Does something at all in this state? */
  enabled: (state: AppState) => boolean
  run: (state: AppState) => void
}

/** The hidden file field of the page. Its dialog is the browser's, so it can only be opened by a key or a click. */
export const PICKER_ID = 'picture-picker'

const order = (s: AppState) => s.board?.panels.map((panel) => panel.id) ?? []
const selected = (s: AppState) => s.board?.panels.filter((panel) => s.selection.ids.includes(panel.id)) ?? []
const single = (s: AppState) => (s.selection.ids.length === 1 ? selected(s)[0] : undefined)
const hasBoard = (s: AppState) => s.board !== null
const hasSelection = (s: AppState) => s.selection.ids.length > 0
const hasPanels = (s: AppState) => (s.board?.panels.length ?? 0) > 0

const busyHere = (s: AppState) => inOrder(s.jobs).filter((job) => isBusy(job) && job.storyboardId === s.board?.id)

/** The seed of this run. The next one gets a new seed unless this is locked. */
function takeSeed(s: AppState): number {
  if (!s.seedLocked) s.setSeed(newSeed())
  return s.seed
}

function insertPanels(s: AppState, index: number, panels: ReturnType<typeof emptyPanel>[]): void {
  s.change({ type: 'insert', index, panels })
}

function addPanel(s: AppState, before: boolean): void {
  const panel = emptyPanel()
  const at = s.selection.active ? order(s).indexOf(s.selection.active) : order(s).length - 1
  insertPanels(s, before ? Math.max(0, at) : at + 1, [panel])
  s.select(selectOnly(panel.id))
  s.edit(panel.id)
}

const zoomStep = (direction: 1 | -1) => (s: AppState) => zoomAt(s, nextZoom(s.camera.zoom, direction))

/** Around the active panel when it is in sight, else around the middle. */
function zoomAt(s: AppState, zoom: number): void {
  s.setCamera(zoomTo(s.camera, focusPoint(s), zoom))
  if (s.selection.active) s.revealPanel(s.selection.active)
}

function focusPoint(s: AppState) {
  const layout = layoutOf(s)
  const rect = layout.rects[layout.slots.findIndex((slot) => slot.id === s.selection.active)]
  const middle = { x: s.view.width / 2, y: s.view.height / 2 }
  if (!rect) return middle
  const point = toScreen(s.camera, { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 })
  const inside = point.x > 0 && point.y > 0 && point.x < s.view.width && point.y < s.view.height
  return inside ? point : middle
}

const walkBy = (step: number | 'row' | '-row', extend: boolean) => (s: AppState) => {
  const columns = layoutOf(s).columns
  s.select(walk(order(s), s.selection, step === 'row' ? columns : step === '-row' ? -columns : step, extend))
}

const moveBy = (direction: 1 | -1) => (s: AppState) => {
  const index = moveIndex(order(s), s.selection.ids, direction)
  if (index === null) return
  s.change({ type: 'move', panelIds: [...s.selection.ids], index })
  const active = s.selection.active
  if (active) s.revealPanel(active)
}

const canMove = (direction: 1 | -1) => (s: AppState) => moveIndex(order(s), s.selection.ids, direction) !== null

const command = (
  label: string,
  keys: string[],
  scope: Command['scope'],
  enabled: Command['enabled'],
  run: Command['run'],
): Command => ({
  label,
  keys,
  scope,
  enabled,
  run,
})

export const commands = {
  continue: command(
    words.actions.continue,
    ['Mod+Enter'],
    'window',
    (s) => canContinue(s.board, destinationOf(s.board, s.selection, s.jobs), s.prompt),
    (s) => {
      s.flushCaptions()
      s.startJob(continueRequest(s.board!, destinationOf(s.board, s.selection, s.jobs), s.prompt, takeSeed(s)))
      s.setPrompt('')
    },
  ),
  retell: command(
    words.actions.retell,
    ['R', 'Mod+Shift+Enter'],
    'canvas',
    (s) => !!single(s) && !jobOf(s.jobs, single(s)!.id),
    (s) => s.startJob(panelRequest(s.board!, 'retell', single(s)!.id, takeSeed(s))),
  ),
  caption: command(
    words.actions.caption,
    ['Shift+C'],
    'canvas',
    (s) => !!single(s)?.image && !jobOf(s.jobs, single(s)!.id),
    (s) => s.startJob(panelRequest(s.board!, 'caption', single(s)!.id, takeSeed(s))),
  ),
  cancel: command(
    words.sheet.cancel,
    ['Shift+X'],
    'window',
    (s) => busyHere(s).length > 0,
    (s) => {
      const running = busyHere(s).find((job) => job.state === 'running') ?? busyHere(s)[0]
      if (running) void s.cancelJob(running.id)
    },
  ),
  cancelAll: command(
    words.sheet.cancelAll,
    ['Mod+Shift+X'],
    'window',
    (s) => busyHere(s).length > 0,
    (s) => {
      for (const job of busyHere(s).toReversed()) void s.cancelJob(job.id)
    },
  ),

  newPanel: command(words.sheet.newPanel, ['N'], 'canvas', hasBoard, (s) => addPanel(s, false)),
  newBefore: command(words.sheet.newBefore, ['Shift+N'], 'canvas', hasBoard, (s) => addPanel(s, true)),
  editCaption: command(
    words.sheet.editCaption,
    ['C', 'Enter'],
    'canvas',
    (s) => !!single(s),
    (s) => s.edit(single(s)!.id),
  ),
  duplicate: command(words.actions.duplicate, ['D'], 'canvas', hasSelection, (s) => {
    const copies = selected(s).map(copyOf)
    insertPanels(s, order(s).indexOf(s.selection.ids.at(-1)!) + 1, copies)
    const ids = copies.map((panel) => panel.id)
    s.select(selectMany([...order(s), ...ids], ids))
  }),
  delete: command(words.actions.delete, ['Delete', 'Backspace'], 'canvas', hasSelection, (s) =>
    s.change({ type: 'delete', panelIds: [...s.selection.ids] }),
  ),
  earlier: command(words.actions.earlier, ['Alt+ArrowLeft', 'Alt+ArrowUp'], 'canvas', canMove(-1), moveBy(-1)),
  later: command(words.actions.later, ['Alt+ArrowRight', 'Alt+ArrowDown'], 'canvas', canMove(1), moveBy(1)),
  selectAll: command(words.sheet.selectAll, ['Mod+A'], 'window', hasPanels, (s) =>
    s.select(selectMany(order(s), order(s))),
  ),

  next: command(words.sheet.walk, ['ArrowRight'], 'canvas', hasPanels, walkBy(1, false)),
  previous: command(words.sheet.walk, ['ArrowLeft'], 'canvas', hasPanels, walkBy(-1, false)),
  below: command(words.sheet.walk, ['ArrowDown'], 'canvas', hasPanels, walkBy('row', false)),
  above: command(words.sheet.walk, ['ArrowUp'], 'canvas', hasPanels, walkBy('-row', false)),
  first: command(words.sheet.walk, ['Home'], 'canvas', hasPanels, (s) => s.select(selectOnly(order(s)[0]!))),
  last: command(words.sheet.walk, ['End'], 'canvas', hasPanels, (s) => s.select(selectOnly(order(s).at(-1)!))),
  extendNext: command(words.sheet.extend, ['Shift+ArrowRight'], 'canvas', hasPanels, walkBy(1, true)),
  extendPrevious: command(words.sheet.extend, ['Shift+ArrowLeft'], 'canvas', hasPanels, walkBy(-1, true)),
  extendBelow: command(words.sheet.extend, ['Shift+ArrowDown'], 'canvas', hasPanels, walkBy('row', true)),
  extendAbove: command(words.sheet.extend, ['Shift+ArrowUp'], 'canvas', hasPanels, walkBy('-row', true)),

  zoomFit: command(words.tools.zoomFit, ['Mod+0'], 'window', hasBoard, (s) => s.showAll()),
  zoom100: command(words.tools.zoom100, ['Mod+1'], 'window', hasBoard, (s) => s.showLifeSize()),
  zoom200: command(words.tools.zoom200, ['Mod+2'], 'window', hasBoard, (s) => zoomAt(s, 2)),
  zoomIn: command(words.tools.zoomIn, ['Mod+Plus'], 'window', hasBoard, zoomStep(1)),
  zoomOut: command(words.tools.zoomOut, ['Mod+-'], 'window', hasBoard, zoomStep(-1)),

  undo: command(
    words.tools.undo,
    ['Mod+Z'],
    'window',
    (s) => !!s.board?.undoLabel || s.outbox.length > 0,
    (s) => void s.undo(),
  ),
  redo: command(
    words.tools.redo,
    ['Mod+Shift+Z', 'Mod+Y'],
    'window',
    (s) => !!s.board?.redoLabel,
    (s) => void s.redo(),
  ),
  addPictures: command(words.tools.addPictures, ['Mod+O'], 'window', hasBoard, () =>
    document.getElementById(PICKER_ID)?.click(),
  ),
  newBoard: command(
    words.boards.create,
    ['Mod+Alt+N'],
    'window',
    () => true,
    (s) => void s.createBoard(),
  ),
  shortcuts: command(
    words.tools.shortcuts,
    ['Shift+?'],
    'window',
    () => true,
    (s) => s.openSheet(!s.sheetOpen),
  ),
  escape: command(words.sheet.escape, ['Escape'], 'canvas', hasSelection, (s) => s.select(NOTHING)),
} satisfies Record<string, Command>

export type CommandName = keyof typeof commands

/** Runs a command if it does anything now; tells whether it did. */
export function runCommand(store: AppStore, name: CommandName): boolean {
  const state = store.getState()
  if (!commands[name].enabled(state)) return false
  commands[name].run(state)
  return true
}

/** The menu's words for the same commands. */
export const menuCommands: Readonly<Record<MenuCommand, CommandName>> = {
  'add-pictures': 'addPictures',
  'new-storyboard': 'newBoard',
  undo: 'undo',
  redo: 'redo',
  'select-all': 'selectAll',
  delete: 'delete',
  continue: 'continue',
  retell: 'retell',
  caption: 'caption',
  cancel: 'cancel',
  'zoom-fit': 'zoomFit',
  'zoom-100': 'zoom100',
  'zoom-in': 'zoomIn',
  'zoom-out': 'zoomOut',
  shortcuts: 'shortcuts',
}
