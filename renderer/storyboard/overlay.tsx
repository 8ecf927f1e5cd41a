import { Plus } from 'lucide-react'
import type { RefObject } from 'react'
import type { Rect } from '../canvas/camera.ts'
import { appStore, useApp } from '../store/app-store.ts'
import { inOrder } from '../store/jobs.ts'
import { selectOnly } from '../store/selection.ts'
import { layoutOf } from '../store/view.ts'
import { Keys } from '../ui/keys.tsx'
import { words } from '../ui/words.ts'
import { CaptionEditor } from './caption-editor.tsx'
import { emptyPanel } from '../store/story.ts'
import { JobCard } from './job-card.tsx'
import { placeStyle } from './place-style.ts'

type Props = { list: RefObject<HTMLDivElement | null>; hideNew: boolean; still: boolean }

/**
 * What lies over the drawn panels as real elements, moved with the camera: the list of panels for keys and screen
 * readers, jobs with their buttons, the caption being written, the place for a new panel.
 */
export function Overlay({ list, hideNew, still }: Props) {
  const camera = useApp((s) => s.camera)
  const board = useApp((s) => s.board)
  const layout = useApp(layoutOf)
  const selection = useApp((s) => s.selection)
  const editing = useApp((s) => s.editing)
  const jobs = useApp((s) => s.jobs)
  const rects = new Map(layout.slots.map((slot, i) => [slot.id, layout.rects[i]!]))
  const here = inOrder(jobs).filter((job) => job.storyboardId === board?.id)
  const editedIndex = board?.panels.findIndex((panel) => panel.id === editing) ?? -1
  const edited = board?.panels[editedIndex]
  const editedRect = edited && rects.get(edited.id)
  const newRect = rects.get('new')
  if (!board) return null
  return (
    <div
      className="absolute top-0 left-0 origin-top-left"
      style={{ transform: `translate(${camera.x}px, ${camera.y}px) scale(${camera.zoom})` }}
    >
      <div
        ref={list}
        role="listbox"
        tabIndex={0}
        aria-label={words.board.panels}
        aria-multiselectable="true"
        aria-activedescendant={selection.active ? `panel-${selection.active}` : undefined}
        className="outline-none"
      >
        {board.panels.map((panel, i) => (
          <div
            key={panel.id}
            id={`panel-${panel.id}`}
            role="option"
            aria-selected={selection.ids.includes(panel.id)}
            aria-label={words.board.panel(i + 1, panel.caption, panel.image !== null)}
            aria-posinset={i + 1}
            aria-setsize={board.panels.length}
            className="absolute"
            style={placeStyle(rects.get(panel.id) ?? { x: 0, y: 0, width: 0, height: 0 })}
          />
        ))}
      </div>
      {here.map((job) => {
        const fresh = rects.get(job.id)
        const rect = fresh ?? (job.kind !== 'continue' && job.state !== 'done' && job.panelId ? rects.get(job.panelId) : undefined)
        return rect && <JobCard key={job.id} job={job} rect={rect} fresh={fresh !== undefined} />
      })}
      {newRect && !hideNew && !still && <NewPlace rect={newRect} />}
      {edited && editedRect && <CaptionEditor key={edited.id} panel={edited} number={editedIndex + 1} card={editedRect} list={list} />}
    </div>
  )
}

/** The empty place at the end of the board. */
function NewPlace({ rect }: { rect: Rect }) {
  const add = () => {
    const { board, change, select, edit } = appStore.getState()
    const panel = emptyPanel()
    change({ type: 'insert', index: board?.panels.length ?? 0, panels: [panel] })
    select(selectOnly(panel.id))
    edit(panel.id)
  }
  return (
    <button
      type="button"
      onClick={add}
      style={placeStyle(rect)}
      className="absolute flex flex-col items-center justify-center gap-2 rounded-xl border border-dashed border-edge/60 text-soft transition-colors hover:border-lead hover:text-lead"
    >
      <Plus size={20} strokeWidth={1.75} aria-hidden="true" />
      <span className="flex items-center gap-2">
        {words.board.newPanel} <Keys keys="N" />
      </span>
    </button>
  )
}
