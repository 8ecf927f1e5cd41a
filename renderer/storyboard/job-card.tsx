import { CircleAlert, RotateCcw, X } from 'lucide-react'
import type { Job } from '../../electron/contract/jobs.ts'
import type { Rect } from '../canvas/camera.ts'
import { useApp } from '../store/app-store.ts'
import { isBroken } from '../store/jobs.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { Feather } from '../ui/feather.tsx'
import { words } from '../ui/words.ts'
import { placeStyle } from './place-style.ts'
import { GrowingPreview } from './growing-preview.tsx'

type Props = { job: Job; rect: Rect; fresh: boolean }

/**
 * A job in the place where its result will be. Where there is no picture yet (`fresh`) it is a card of its own; over a
 * picture it covers only the words, and the picture once there is a new one to see.
 */
export function JobCard({ job, rect, fresh }: Props) {
  return (
    <section
      aria-label={words.jobs.title[job.kind]}
      style={placeStyle(rect)}
      className={classNames(
        'absolute flex flex-col overflow-hidden rounded-xl p-2',
        fresh ? 'animate-appear bg-raised shadow-card outline -outline-offset-1 outline-line' : 'pointer-events-none',
      )}
    >
      {isBroken(job) ? <Broken job={job} fresh={fresh} /> : <Working job={job} fresh={fresh} />}
    </section>
  )
}

function Working({ job, fresh }: { job: Job; fresh: boolean }) {
  const given = useApp((s) => s.given[job.id])
  const cancelJob = useApp((s) => s.cancelJob)
  const sent = useApp((s) => s.engine !== null || !s.requests[job.id])
  const stage =
    job.state === 'queued' ? (sent ? words.jobs.queued : words.jobs.notSent) : words.jobs.stage(job, given?.reads ?? 0)
  const part = job.state === 'running' && job.stage === 'decode' && job.steps > 0 ? job.step / job.steps : null
  return (
    <>
      <div
        className={classNames(
          'relative grid aspect-square w-full shrink-0 place-items-center overflow-hidden rounded-md',
          fresh && 'bg-sunken',
        )}
      >
        {fresh && (
          <Feather className={classNames('size-10 text-edge/50', job.state === 'running' && 'animate-breathe')} />
        )}
        {job.preview && <GrowingPreview sha256={job.preview} />}
        <div className="pointer-events-auto absolute top-2 right-2 rounded-lg bg-raised/90 shadow-card">
          <IconButton label={words.jobs.cancel} keys="Shift+X" onClick={() => void cancelJob(job.id)}>
            <X size={16} aria-hidden="true" />
          </IconButton>
        </div>
      </div>
      <div className="min-h-0 grow bg-raised px-1.5 pt-3">
        <div
          role="progressbar"
          aria-label={stage}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={part === null ? undefined : Math.round(part * 100)}
          className="h-1 overflow-hidden rounded-full bg-sunken"
        >
          {part !== null && (
            <div
              className="h-full rounded-full bg-lead transition-[width] duration-200"
              style={{ width: `${part * 100}%` }}
            />
          )}
          {part === null && job.state === 'running' && (
            <div className="h-full w-1/3 animate-sweep rounded-full bg-lead" />
          )}
        </div>
        <p className="mt-1 truncate text-sm text-soft tabular-nums">{stage}</p>
        <p className="line-clamp-2 text-base text-strong">{job.text || given?.words}</p>
      </div>
    </>
  )
}

function Broken({ job, fresh }: { job: Job; fresh: boolean }) {
  const retryJob = useApp((s) => s.retryJob)
  const dismissJob = useApp((s) => s.dismissJob)
  const interrupted = job.state === 'interrupted'
  return (
    <div
      className={classNames(
        'pointer-events-auto flex flex-col p-2',
        fresh ? 'grow' : 'absolute inset-x-2 bottom-2 max-h-full rounded-md bg-raised shadow-card outline outline-line',
      )}
    >
      <CircleAlert
        size={20}
        className={classNames('shrink-0', interrupted ? 'text-caution' : 'text-alarm')}
        aria-hidden="true"
      />
      <h3 className="mt-2 text-lg font-semibold text-strong">
        {interrupted ? words.jobs.interruptedTitle : words.jobs.failed}
      </h3>
      <p data-words className="mt-1 min-h-0 overflow-y-auto text-base text-body">
        {job.failure?.sentence ?? words.jobs.interrupted}
      </p>
      {job.failure && !interrupted && (
        <p data-words className="mt-2 text-xs text-soft tabular-nums">
          {words.jobs.log(job.failure.ref)}
        </p>
      )}
      <div className={classNames('flex gap-2 pt-3', fresh && 'mt-auto')}>
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
