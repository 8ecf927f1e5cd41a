import { Plus } from 'lucide-react'
import type { RefObject } from 'react'
import type { Rect } from '../canvas/camera.ts'
import { appStore, useApp } from '../store/app-store.ts'
import { inOrder } from '../store/jobs.ts'
import { NOTHING } from '../store/selection.ts'
import { layoutOf } from '../store/view.ts'
import { Keys } from '../ui/keys.tsx'
import { words } from '../ui/words.ts'
import { CaptionEditor } from './caption-editor.tsx'
import { runCommand } from './commands.ts'
import { JobCard } from './job-card.tsx'
import { PanelList } from './panel-list.tsx'
import { placeStyle } from './place-style.ts'

type Props = { list: RefObject<HTMLDivElement | null>; hideNew: boolean; still: boolean }

/** What lies over the drawn panels as real elements, moved with the camera. */
export function Overlay({ list, hideNew, still }: Props) {
  const camera = useApp((s) => s.camera)
  const opened = useApp((s) => s.board !== null)
  if (!opened) return null
  return (
    <div
      className="absolute top-0 left-0 origin-top-left"
      style={{ transform: `translate(${camera.x}px, ${camera.y}px) scale(${camera.zoom})` }}
    >
      <PanelList list={list} />
      <Jobs />
      {!hideNew && !still && <NewPlace />}
      <Editor list={list} />
    </div>
  )
}

function Jobs() {
  const jobs = useApp((s) => s.jobs)
  const board = useApp((s) => s.board)
  const layout = useApp(layoutOf)
  const rects = new Map(layout.slots.map((slot, i) => [slot.id, layout.rects[i]!]))
  return inOrder(jobs)
    .filter((job) => job.storyboardId === board?.id)
    .map((job) => {
      const fresh = rects.get(job.id)
      const over = job.kind !== 'continue' && job.state !== 'done' && job.panelId ? rects.get(job.panelId) : undefined
      const rect = fresh ?? over
      const pictured = board?.panels.some((panel) => panel.id === job.panelId && panel.image)
      return rect && <JobCard key={job.id} job={job} rect={rect} fresh={!pictured} />
    })
}

function Editor({ list }: Pick<Props, 'list'>) {
  const board = useApp((s) => s.board)
  const editing = useApp((s) => s.editing)
  const layout = useApp(layoutOf)
  const index = board?.panels.findIndex((panel) => panel.id === editing) ?? -1
  const panel = board?.panels[index]
  const rect: Rect | undefined = layout.rects[layout.slots.findIndex((slot) => slot.id === editing)]
  return panel && rect && <CaptionEditor key={panel.id} panel={panel} number={index + 1} card={rect} list={list} />
}

/** The empty place at the end of the board. */
function NewPlace() {
  const rect = useApp((s) => layoutOf(s).rects.at(-1))
  if (!rect) return null
  const add = () => {
    appStore.getState().select(NOTHING) // with nothing selected, a new panel goes to the end
    runCommand(appStore, 'newPanel')
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
