import { type PointerEvent as ReactPointerEvent, type RefObject, useEffect, useRef, useState } from 'react'
import { appStore, useApp } from '../store/app-store.ts'
import { moveIndex, NOTHING, selectMany, selectOnly, selectRange, toggle } from '../store/selection.ts'
import { layoutOf } from '../store/view.ts'
import { pan, type Point, type Rect, rectBetween, toPage, zoomTo } from './camera.ts'
import { type Insertion, insertionAt, panelsIn, rectOf, slotAt } from './layout.ts'

/** What the pointer is doing on the canvas. Only its end reaches the document. */
export type Gesture =
  | { type: 'idle' }
  | { type: 'press'; at: Point; panelId: string | null; narrow: boolean }
  | { type: 'pan'; last: Point }
  | { type: 'marquee'; from: Point; area: Rect; kept: readonly string[] }
  | { type: 'drag'; leadId: string; ids: readonly string[]; grip: Point; at: Point; insertion: Insertion }

const IDLE: Gesture = { type: 'idle' }
const DRAG_PX = 5
const EDGE_PX = 40

const order = () => appStore.getState().board?.panels.map((panel) => panel.id) ?? []

/** Buttons, text fields and words to be copied that lie over the canvas keep their own pointer. */
export const isControl = (target: EventTarget | null) =>
  target instanceof Element && target.closest('button, textarea, input, a, [data-words]') !== null

function press(event: ReactPointerEvent, at: Point): Gesture {
  const { camera, selection, select, edit, ...state } = appStore.getState()
  edit(null)
  const slot = slotAt(layoutOf(state), toPage(camera, at))
  const panelId = slot?.kind === 'panel' ? slot.id : null
  if (!panelId) return { type: 'press', at, panelId, narrow: false }
  const chosen = selection.ids.includes(panelId)
  if (event.ctrlKey || event.metaKey) select(toggle(order(), selection, panelId))
  else if (event.shiftKey) select(selectRange(order(), selection, panelId))
  else if (!chosen) select(selectOnly(panelId))
  // A click on one of several selected panels keeps them while it may become a drag, and means this one if it does not.
  return { type: 'press', at, panelId, narrow: chosen && !event.ctrlKey && !event.metaKey && !event.shiftKey }
}

function begin(gesture: Extract<Gesture, { type: 'press' }>, at: Point, add: boolean): Gesture {
  const state = appStore.getState()
  const from = toPage(state.camera, gesture.at)
  if (!gesture.panelId) {
    return {
      type: 'marquee',
      from,
      area: rectBetween(from, toPage(state.camera, at)),
      kept: add ? state.selection.ids : [],
    }
  }
  const layout = layoutOf(state)
  const rect = rectOf(layout, gesture.panelId)!
  const ids = state.selection.ids.includes(gesture.panelId) ? state.selection.ids : [gesture.panelId]
  const page = toPage(state.camera, at)
  return {
    type: 'drag',
    leadId: gesture.panelId,
    ids,
    grip: { x: from.x - rect.x, y: from.y - rect.y },
    at: page,
    insertion: insertionAt(layout, page),
  }
}

function move(gesture: Gesture, at: Point, add: boolean): Gesture {
  const state = appStore.getState()
  const page = toPage(state.camera, at)
  switch (gesture.type) {
    case 'pan':
      state.setCamera(pan(state.camera, { x: at.x - gesture.last.x, y: at.y - gesture.last.y }))
      return { type: 'pan', last: at }
    case 'press':
      return Math.hypot(at.x - gesture.at.x, at.y - gesture.at.y) < DRAG_PX ? gesture : begin(gesture, at, add)
    case 'marquee': {
      const area = rectBetween(gesture.from, page)
      return { ...gesture, area }
    }
    case 'drag':
      return { ...gesture, at: page, insertion: insertionAt(layoutOf(state), page) }
    case 'idle':
      break
  }
  return gesture
}

function end(gesture: Gesture): void {
  const state = appStore.getState()
  if (gesture.type === 'press' && !gesture.panelId) state.select(NOTHING)
  if (gesture.type === 'press' && gesture.panelId && gesture.narrow) state.select(selectOnly(gesture.panelId))
  if (gesture.type === 'marquee') {
    const found = panelsIn(layoutOf(state), gesture.area)
    state.select(selectMany(order(), [...gesture.kept, ...found]))
  }
  if (gesture.type !== 'drag') return
  const known = order()
  const ids = gesture.ids.filter((id) => known.includes(id)) // a panel may have gone while it was in the hand
  const { index } = gesture.insertion
  if (ids.length && changesOrder(known, ids, index)) state.change({ type: 'move', panelIds: ids, index })
}

function changesOrder(known: readonly string[], ids: readonly string[], index: number): boolean {
  const first = known.indexOf(ids[0]!)
  const together =
    moveIndex(known, ids, 1) === null || known.slice(first, first + ids.length).every((id) => ids.includes(id))
  return !(together && index >= first && index <= first + ids.length)
}

function pointIn(region: HTMLElement, event: { clientX: number; clientY: number }): Point {
  const box = region.getBoundingClientRect()
  return { x: event.clientX - box.x, y: event.clientY - box.y }
}

/** Pointer and wheel on the canvas, by geometry alone: the cards themselves do not listen. */
export function useGestures(region: RefObject<HTMLElement | null>) {
  const [gesture, setGesture] = useState<Gesture>(IDLE)
  const live = useRef<Gesture>(IDLE)
  const [spaceHeld, setSpaceHeld] = useState(false)
  const at = useRef<Point>({ x: 0, y: 0 })
  const add = useRef(false)
  const setCamera = useApp((s) => s.setCamera)
  const put = (next: Gesture) => {
    live.current = next
    setGesture(next)
  }

  useEffect(() => {
    const element = region.current!
    const onWheel = (event: WheelEvent) => {
      event.preventDefault()
      const { camera } = appStore.getState()
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1
      const [dx, dy] = event.shiftKey && !event.deltaX ? [event.deltaY, 0] : [event.deltaX, event.deltaY]
      if (event.ctrlKey || event.metaKey)
        setCamera(zoomTo(camera, pointIn(element, event), camera.zoom * Math.exp(-dy * unit * 0.0025)))
      else setCamera(pan(camera, { x: -dx * unit, y: -dy * unit }))
    }
    const onSpace = (event: KeyboardEvent) => {
      if (event.code !== 'Space') return
      const writing = event.target instanceof Element && event.target.closest('input, textarea, button, [role=dialog]')
      if (event.type === 'keyup') setSpaceHeld(false)
      else if (!writing) {
        event.preventDefault()
        setSpaceHeld(true)
      }
    }
    const onBlur = () => setSpaceHeld(false)
    element.addEventListener('wheel', onWheel, { passive: false })
    addEventListener('keydown', onSpace)
    addEventListener('keyup', onSpace)
    addEventListener('blur', onBlur)
    return () => {
      element.removeEventListener('wheel', onWheel)
      removeEventListener('keydown', onSpace)
      removeEventListener('keyup', onSpace)
      removeEventListener('blur', onBlur)
    }
  }, [region, setCamera])

  // Near an edge the board moves along under the pointer.
  const moving = gesture.type === 'drag' || gesture.type === 'marquee'
  useEffect(() => {
    if (!moving) return undefined
    let frame = requestAnimationFrame(function step() {
      const { camera, view } = appStore.getState()
      const push = (v: number, room: number) =>
        v < EDGE_PX ? (EDGE_PX - v) / 3 : v > room - EDGE_PX ? (room - EDGE_PX - v) / 3 : 0
      const by = { x: 0, y: Math.max(-16, Math.min(16, push(at.current.y, view.height))) }
      if (by.y) {
        setCamera(pan(camera, by))
        put(move(live.current, at.current, add.current))
      }
      frame = requestAnimationFrame(step)
    })
    return () => cancelAnimationFrame(frame)
  }, [moving, setCamera])

  const handlers = {
    onPointerDown(event: ReactPointerEvent) {
      if (isControl(event.target) || live.current.type !== 'idle') return
      at.current = pointIn(region.current!, event)
      if (event.button === 1 || (event.button === 0 && spaceHeld)) put({ type: 'pan', last: at.current })
      else if (event.button === 0) put(press(event, at.current))
      else return
      region.current!.setPointerCapture(event.pointerId)
    },
    onPointerMove(event: ReactPointerEvent) {
      if (live.current.type === 'idle') return
      at.current = pointIn(region.current!, event)
      add.current = event.shiftKey || event.ctrlKey || event.metaKey
      const next = move(live.current, at.current, add.current)
      if (next !== live.current) put(next)
    },
    onPointerUp() {
      end(live.current)
      put(IDLE)
    },
    onPointerCancel: () => put(IDLE),
    onDoubleClick(event: ReactPointerEvent | React.MouseEvent) {
      if (isControl(event.target)) return
      const state = appStore.getState()
      const slot = slotAt(layoutOf(state), toPage(state.camera, pointIn(region.current!, event)))
      if (slot?.kind === 'panel') state.edit(slot.id)
    },
  }
  return { gesture, spaceHeld, handlers, cancel: () => put(IDLE) }
}
