import { CircleAlert, RotateCcw, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Job } from '../../electron/contract/jobs.ts'
import type { Rect } from '../canvas/camera.ts'
import { useApp } from '../store/app-store.ts'
import { isBroken } from '../store/jobs.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { Feather } from '../ui/feather.tsx'
import { words } from '../ui/words.ts'
import { placeStyle } from './overlay.tsx'

type Props = { job: Job; rect: Rect; fresh: boolean }

/** A job in the place where its result will be: a card of its own for a new panel, a veil over a panel that is there. */
export function JobCard({ job, rect, fresh }: Props) {
  return (
    <section
      aria-label={words.jobs.title[job.kind]}
      style={placeStyle(rect)}
      className={classNames(
        'absolute flex flex-col overflow-hidden rounded-xl p-2',
        fresh ? 'animate-appear bg-raised shadow-card outline -outline-offset-1 outline-line' : 'bg-raised outline-2 -outline-offset-1 outline-lead',
      )}
    >
      {isBroken(job) ? <Broken job={job} /> : <Working job={job} />}
    </section>
  )
}

function Working({ job }: { job: Job }) {
  const reads = useApp((s) => s.contexts[job.id] ?? 0)
  const cancelJob = useApp((s) => s.cancelJob)
  const sent = useApp((s) => s.engine !== null || !s.requests[job.id])
  const stage = job.state === 'queued' ? (sent ? words.jobs.queued : words.jobs.notSent) : words.jobs.stage(job, reads)
  const part = job.state === 'running' && job.stage === 'decode' && job.steps > 0 ? job.step / job.steps : null
  return (
    <>
      <div className="relative grid aspect-square w-full place-items-center overflow-hidden rounded-md bg-sunken">
        <Feather className={classNames('size-10 text-edge/50', job.state === 'running' && 'animate-breathe')} />
        {job.preview && <Preview sha256={job.preview} />}
        <div className="absolute top-2 right-2 rounded-lg bg-raised/90 shadow-card">
          <IconButton label={words.jobs.cancel} keys="Shift+X" onClick={() => void cancelJob(job.id)}>
            <X size={16} aria-hidden="true" />
          </IconButton>
        </div>
      </div>
      <div
        role="progressbar"
        aria-label={stage}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={part === null ? undefined : Math.round(part * 100)}
        className="mx-1.5 mt-3 h-1 shrink-0 overflow-hidden rounded-full bg-sunken"
      >
        {part !== null && <div className="h-full rounded-full bg-lead transition-[width] duration-200" style={{ width: `${part * 100}%` }} />}
        {part === null && job.state === 'running' && <div className="h-full w-1/3 animate-sweep rounded-full bg-lead" />}
      </div>
      <p className="mt-1.5 px-1.5 text-sm text-soft tabular-nums">{stage}</p>
      <p className="line-clamp-2 px-1.5 text-base text-strong">{job.text}</p>
    </>
  )
}

/** The small pictures come one after another; each fades in over the one before, so that the drawing seems to grow. */
function Preview({ sha256 }: { sha256: string }) {
  const [under, setUnder] = useState<string | null>(null)
  const [ready, setReady] = useState<string | null>(null)
  useEffect(() => () => setUnder(sha256), [sha256])
  const source = (hash: string) => `plumage://preview/${hash}`
  return (
    <>
      {under && <img src={source(under)} alt="" className="absolute inset-0 size-full object-contain" />}
      <img
        key={sha256}
        src={source(sha256)}
        alt=""
        onLoad={() => setReady(sha256)}
        className={classNames(
          'absolute inset-0 size-full object-contain transition-opacity duration-200',
          ready === sha256 ? 'opacity-100' : 'opacity-0',
        )}
      />
    </>
  )
}

function Broken({ job }: { job: Job }) {
  const retryJob = useApp((s) => s.retryJob)
  const dismissJob = useApp((s) => s.dismissJob)
  const interrupted = job.state === 'interrupted'
  return (
    <div className="flex grow flex-col p-2">
      <CircleAlert size={20} className={interrupted ? 'text-caution' : 'text-alarm'} aria-hidden="true" />
      <h3 className="mt-3 text-lg font-semibold text-strong">{interrupted ? words.jobs.interruptedTitle : words.jobs.failed}</h3>
      <p data-words className="mt-1 min-h-0 overflow-y-auto text-base text-body">
        {job.failure?.sentence ?? words.jobs.interrupted}
      </p>
      {job.failure && <p data-words className="mt-2 text-xs text-soft tabular-nums">{words.jobs.log(job.failure.ref)}</p>}
      <div className="mt-auto flex gap-2 pt-3">
        <Button look="lead" icon={<RotateCcw size={14} aria-hidden="true" />} onClick={() => void retryJob(job.id)}>
          {words.jobs.retry}
        </Button>
        <Button look="quiet" onClick={() => void dismissJob(job.id)}>
          {words.jobs.dismiss}
        </Button>
      </div>
    </div>
  )
}
