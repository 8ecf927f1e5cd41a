import { type RefObject, useEffect, useState } from 'react'
import { contains, type Rect, toPage } from '../canvas/camera.ts'
import { type Insertion, insertionAt, pictureRect, rectOf, slotAt } from '../canvas/layout.ts'
import { appStore } from '../store/app-store.ts'
import { layoutOf } from '../store/view.ts'
import { words } from '../ui/words.ts'

/** Where files in the air would land, and the sentence that says so. */
export type Landing = {
  insertion: Insertion | null
  target: Rect | null
  panelId: string | null
  index: number | null
  sentence: string
}

const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false

/** One picture over a panel's picture goes into that panel; all else becomes new panels where the marker stands. */
function landingOf(event: DragEvent, region: HTMLElement): Landing {
  const state = appStore.getState()
  const box = region.getBoundingClientRect()
  const layout = layoutOf(state)
  const files = [...(event.dataTransfer?.items ?? [])].filter((item) => item.kind === 'file').length
  const n = Math.max(1, files)
  const total = state.board?.panels.length ?? 0
  const screen = { x: event.clientX - box.x, y: event.clientY - box.y }
  const inside = contains({ x: 0, y: 0, width: box.width, height: box.height }, screen)
  const point = toPage(state.camera, screen)
  const slot = inside ? slotAt(layout, point) : null
  const frame = slot?.kind === 'panel' ? pictureRect(rectOf(layout, slot.id)!) : null
  const inner = frame && { x: frame.x + frame.width / 4, y: frame.y, width: frame.width / 2, height: frame.height }
  if (n === 1 && slot && inner && contains(inner, point)) {
    const number = (state.board?.panels.findIndex((panel) => panel.id === slot.id) ?? 0) + 1
    return { insertion: null, target: frame, panelId: slot.id, index: null, sentence: words.drop.fill(number) }
  }
  const insertion = inside && total ? insertionAt(layout, point) : null
  const index = insertion?.index ?? total
  const place =
    total === 0
      ? n === 1
        ? words.drop.first
        : words.drop.firsts
      : index === 0
        ? words.drop.before(1)
        : words.drop.after(index)
  return { insertion, target: null, panelId: null, index, sentence: words.drop.add(n, place) }
}

/** Files dropped anywhere on the window, and pictures pasted anywhere but into text. */
export function useFileDrop(region: RefObject<HTMLElement | null>): Landing | null {
  const [landing, setLanding] = useState<Landing | null>(null)
  useEffect(() => {
    const leave = () => setLanding(null)
    // For every element on the way one is left and another entered; out of the window there is no other. To count them
    // would not do: an element that gives way to the sign is entered and never left.
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) leave()
    }
    const onOver = (event: DragEvent) => {
      event.preventDefault() // also for what is not a file: nothing that is dropped may replace the page
      if (!event.dataTransfer) return
      event.dataTransfer.dropEffect = carriesFiles(event) ? 'copy' : 'none'
      if (carriesFiles(event)) setLanding(landingOf(event, region.current!))
    }
    const onDrop = (event: DragEvent) => {
      event.preventDefault()
      leave()
      const files = [...(event.dataTransfer?.files ?? [])]
      if (!files.length) return
      const { panelId, index } = landingOf(event, region.current!)
      const { addPictures, fillPanel } = appStore.getState()
      if (panelId && files.length === 1) void fillPanel(files[0]!, panelId)
      else void addPictures(files, index)
    }
    const onPaste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])]
      if (!files.length) return // words go where the caret is
      event.preventDefault()
      const { board, selection, addPictures } = appStore.getState()
      const active = board?.panels.findIndex((panel) => panel.id === selection.active) ?? -1
      const named = files.map((file) => (file.name ? file : new File([file], words.drop.pasted, { type: file.type })))
      void addPictures(named, active < 0 ? null : active + 1)
    }
    addEventListener('dragleave', onLeave)
    addEventListener('dragover', onOver)
    addEventListener('drop', onDrop)
    addEventListener('paste', onPaste)
    return () => {
      removeEventListener('dragleave', onLeave)
      removeEventListener('dragover', onOver)
      removeEventListener('drop', onDrop)
      removeEventListener('paste', onPaste)
    }
  }, [region])
  return landing
}

/** What will happen on letting go, in words. */
export function DropSign({ sentence }: { sentence: string }) {
  return (
    <div className="pointer-events-none absolute inset-2 flex items-end justify-center rounded-xl border-2 border-lead bg-lead/5 pb-6">
      <p role="status" className="rounded-full bg-lead px-4 py-2 text-lg font-medium text-lead-ink shadow-float">
        {sentence}
      </p>
    </div>
  )
}
