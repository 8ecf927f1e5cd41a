import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useLastInput } from '../ui/use-last-input.ts'
import { isControl, useGestures } from '../canvas/use-gestures.ts'
import { BoardStage } from '../canvas/stage.tsx'
import { usePalette } from '../canvas/palette.ts'
import { useApp } from '../store/app-store.ts'
import { classNames } from '../ui/class-names.ts'
import { words } from '../ui/words.ts'
import { DropSign, useFileDrop } from './file-drop.tsx'
import { EmptyBoard } from './empty-board.tsx'
import { Overlay } from './overlay.tsx'

/** The canvas with everything that lies on it. One element takes pointer, wheel, keys and files. */
export function CanvasRegion() {
  const region = useRef<HTMLElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const palette = usePalette()
  const resize = useApp((s) => s.resize)
  const board = useApp((s) => s.board)
  const editing = useApp((s) => s.editing)
  const active = useApp((s) => s.selection.active)
  const started = useApp((s) => s.started)
  const sentence = useApp((s) => s.library?.sentence)
  const jobCount = useApp((s) => Object.values(s.jobs).filter((job) => job.storyboardId === s.board?.id).length)
  const [focused, setFocused] = useState(false)
  const byKeys = useLastInput()
  const { gesture, spaceHeld, handlers, cancel } = useGestures(region)
  const drop = useFileDrop(region)

  useLayoutEffect(() => {
    const element = region.current!
    const measure = () => resize({ width: element.clientWidth, height: element.clientHeight })
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    measure()
    return () => observer.disconnect()
  }, [resize])

  // Keys belong to the canvas from the start, and again when a caption is finished.
  useEffect(() => {
    if (board?.id && !editing && document.activeElement === document.body) list.current?.focus({ preventScroll: true })
  }, [board?.id, editing])

  const empty = board !== null && board.panels.length === 0 && jobCount === 0
  const cursor =
    gesture.type === 'pan'
      ? 'cursor-grabbing'
      : spaceHeld
        ? 'cursor-grab'
        : gesture.type === 'drag'
          ? 'cursor-grabbing'
          : null
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the pointer only; keys go to the list in it
    <main
      ref={region}
      aria-label={words.board.region}
      data-region="canvas"
      className={classNames('relative min-h-0 grow touch-none overflow-clip bg-canvas', cursor)}
      onFocus={(event) => setFocused(event.target === list.current && byKeys.current)}
      onBlur={() => setFocused(false)}
      onMouseDown={(event) => {
        if (isControl(event.target)) return
        event.preventDefault()
        list.current?.focus({ preventScroll: true })
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && gesture.type !== 'idle') {
          event.preventDefault()
          cancel()
        }
      }}
      {...handlers}
    >
      <BoardStage gesture={gesture} palette={palette} focused={focused} dropping={drop} />
      <Overlay list={list} hideNew={empty} still={gesture.type === 'drag' || gesture.type === 'marquee'} />
      {empty && !drop && <EmptyBoard />}
      {!board && (
        <p
          className={classNames(
            'absolute inset-0 grid place-items-center p-8 text-center text-soft',
            !started && !sentence && 'animate-breathe',
          )}
        >
          {sentence ?? (started ? words.board.none : words.board.opening)}
        </p>
      )}
      {focused && !active && <div className="pointer-events-none absolute inset-1 rounded-lg outline-2 outline-lead" />}
      {drop && <DropSign sentence={drop.sentence} />}
    </main>
  )
}
