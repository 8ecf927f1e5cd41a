import { CircleCheck, CloudOff, LoaderCircle } from 'lucide-react'
import type { ComponentProps } from 'react'
import type { ServiceState } from '../../electron/contract/shell.ts'
import { useApp } from '../store/app-store.ts'
import { classNames } from '../ui/class-names.ts'
import { Tip } from '../ui/tip.tsx'
import { words } from '../ui/words.ts'

/** One quiet line: is my work safe, what is running, is the model well. */
export function StatusLine() {
  return (
    <footer
      aria-label={words.status.region}
      className="flex h-7 shrink-0 items-center gap-4 border-t border-line bg-surface px-4 text-sm text-soft tabular-nums"
    >
      <Saved />
      <Work />
      <div className="grow" />
      <Service service="engine" />
      <Service service="inference" />
    </footer>
  )
}

function Saved() {
  const waiting = useApp((s) => s.outbox.length + Object.keys(s.drafts).length)
  const engine = useApp((s) => s.engine)
  const started = useApp((s) => s.started)
  const library = useApp((s) => s.library)
  if (library && library.state !== 'ready')
    return <span className="truncate text-caution">{library.sentence ?? words.status.readOnly}</span>
  if (!engine && !started) return <span>{words.status.connecting}</span>
  if (!engine) {
    return (
      <span className="flex items-center gap-1.5 truncate text-caution">
        <CloudOff size={14} aria-hidden="true" /> {waiting ? words.status.kept(waiting) : words.status.engineAway}
      </span>
    )
  }
  return (
    <span className="flex w-20 shrink-0 items-center gap-1.5">
      {waiting ? (
        <LoaderCircle size={14} className="animate-spin" aria-hidden="true" />
      ) : (
        <CircleCheck size={14} className="text-lead" aria-hidden="true" />
      )}
      {waiting ? words.status.saving : words.status.saved}
    </span>
  )
}

function Work() {
  const arriving = useApp((s) => s.arriving)
  const running = useApp((s) => Object.values(s.jobs).filter((job) => job.state === 'running').length)
  const waiting = useApp((s) => Object.values(s.jobs).filter((job) => job.state === 'queued').length)
  if (arriving) return <span>{words.drop.arriving(arriving)}</span>
  return running + waiting ? <span>{words.jobs.running(running, waiting)}</span> : null
}

const dots: Record<ServiceState['state'], string> = {
  starting: 'bg-caution animate-breathe',
  ready: 'bg-lead',
  restarting: 'bg-caution animate-breathe',
  stopped: 'bg-alarm',
}

/** The engine is only spoken of when it is not well; the model always, for everyone waits for it now and then. */
function Service({ service }: { service: 'engine' | 'inference' }) {
  const now = useApp((s) => s.services[service])
  const packs = useApp((s) => s.packs)
  const restartService = useApp((s) => s.restartService)
  const showLog = useApp((s) => s.showLog)
  if (!now || (service === 'engine' && now.state === 'ready')) return null
  const name = service === 'engine' ? words.status.engine(now.state) : words.status.model(now.state)
  const pack = packs.find((each) => !each.problem)
  const unusable = now.state === 'ready' && packs.length > 0 && !pack
  const said =
    now.state !== 'ready'
      ? (now.sentence ?? name)
      : unusable
        ? words.status.noModel
        : pack
          ? words.status.modelOf(pack.name)
          : name
  return (
    <span role="status" className="flex min-w-0 items-center gap-2">
      <span
        aria-hidden="true"
        className={classNames('size-2 shrink-0 rounded-full', unusable ? dots.stopped : dots[now.state])}
      />
      <span className="truncate">{said}</span>
      {now.state === 'stopped' && (
        <>
          <LineButton onClick={() => void restartService(service)}>{words.status.restart}</LineButton>
          <Tip label={now.logFile} side="top">
            <LineButton onClick={() => void showLog(service)}>{words.status.showLog}</LineButton>
          </Tip>
        </>
      )}
    </span>
  )
}

function LineButton({ className, ...rest }: ComponentProps<'button'>) {
  return (
    <button
      type="button"
      className={classNames('shrink-0 rounded-sm font-medium text-lead underline-offset-2 hover:underline', className)}
      {...rest}
    />
  )
}
