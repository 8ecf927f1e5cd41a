import type { StateCreator } from 'zustand'
import type { Job, JobRequest } from '../../electron/contract/jobs.ts'
import type { Storyboard } from '../../electron/contract/storyboard.ts'
import { words } from '../ui/words.ts'
import type { AppState, Surroundings } from './app-store.ts'
import { isLostConnection, toFailure } from './failure.ts'
import { selectOnly } from './selection.ts'
import { readUnsent } from './unsent.ts'

type Given = { reads: number; words: string }

export type JobsSlice = {
  /** What runs, waits, or has failed and not been dismissed. */
  jobs: Readonly<Record<string, Job>>
  /** Asked for and not confirmed by the engine yet; asked again when it is back. */
  requests: Readonly<Record<string, JobRequest>>
  /** What jobs started on this page were given: how many panels to read, and words to draw. Shown on their cards. */
  given: Readonly<Record<string, Given>>
  startJob(request: JobRequest): void
  cancelJob(id: string): Promise<void>
  retryJob(id: string): Promise<void>
  dismissJob(id: string): Promise<void>
  receiveJob(job: Job): void
  /** A finished job keeps its place until its panel is there; then it goes. */
  forgetShownJobs(): void
  sendRequests(): Promise<void>
}

export const isBusy = (job: Job) => job.state === 'queued' || job.state === 'running'
export const isBroken = (job: Job) => job.state === 'failed' || job.state === 'interrupted'

/** Oldest first. Ids are UUIDv7, so id order is time order. */
export const inOrder = (jobs: Readonly<Record<string, Job>>): Job[] =>
  Object.values(jobs).toSorted((a, b) => (a.id < b.id ? -1 : 1))

const without = <T>(record: Readonly<Record<string, T>>, id: string): Record<string, T> =>
  Object.fromEntries(Object.entries(record).filter(([key]) => key !== id))

function queuedJob(request: JobRequest, nowMs: number): Job {
  const onBoard = 'storyboardId' in request
  return {
    id: request.jobId,
    kind: request.kind,
    state: 'queued',
    storyboardId: onBoard ? request.storyboardId : null,
    panelId: request.kind === 'continue' ? request.newPanelId : onBoard ? request.panelId : null,
    afterPanelId: request.kind === 'continue' ? request.afterPanelId : null,
    stage: null,
    step: 0,
    steps: 0,
    preview: null,
    text: '',
    seed: request.seed,
    failure: null,
    generationIds: [],
    createdAtMs: nowMs,
    finishedAtMs: null,
  }
}

function givenTo(request: JobRequest, board: Storyboard | null): Given {
  if (request.kind === 'continue') return { reads: request.context.length, words: request.caption ?? '' }
  const before = request.kind === 'retell' ? (board?.panels.findIndex((panel) => panel.id === request.panelId) ?? 0) : 0
  return { reads: Math.max(0, before), words: '' }
}

/** What an earlier page asked for and could not hand over waits here in the same place. */
function waiting(requests: Readonly<Record<string, JobRequest>>, nowMs: number) {
  const each = <T>(of: (request: JobRequest) => T) =>
    Object.fromEntries(Object.entries(requests).map(([id, request]) => [id, of(request)]))
  return { requests, jobs: each((r) => queuedJob(r, nowMs)), given: each((r) => givenTo(r, null)) }
}

export const createJobsSlice =
  ({ storage, now }: Surroundings): StateCreator<AppState, [], [], JobsSlice> =>
  (set, get) => {
    const put = (job: Job) => set((s) => ({ jobs: { ...s.jobs, [job.id]: job } }))
    const drop = (id: string) =>
      set((s) => ({ jobs: without(s.jobs, id), requests: without(s.requests, id), given: without(s.given, id) }))
    const forget = (id: string) => set((s) => ({ requests: without(s.requests, id) }))

    /** What was written for a job is not thrown away with it: it goes back to where it was written. */
    const takeBack = (id: string) => {
      const { jobs, given, board, prompt, setPrompt } = get()
      if (!prompt && given[id]?.words && jobs[id]?.storyboardId === board?.id) setPrompt(given[id].words)
    }

    /** Those the engine may have heard of. */
    const sent = new Set<string>()

    const send = async (request: JobRequest) => {
      const { engine, requests } = get()
      if (!engine || !requests[request.jobId]) return // it may have been cancelled while it waited for what comes first
      sent.add(request.jobId)
      try {
        const job = await engine.jobs.start(request)
        forget(request.jobId)
        if (get().jobs[job.id]?.state === 'queued') get().receiveJob(job) // events may have told more already
      } catch (error) {
        const failure = toFailure(error)
        const job = get().jobs[request.jobId]
        if (!isLostConnection(failure) && job) put({ ...job, state: 'failed', failure, finishedAtMs: now() })
      }
    }

    /** The person who continues a story goes on from the panel that has just come, but is not torn from writing. */
    const follow = (job: Job) => {
      const { selection, board, editing, writing } = get()
      if (selection.active === editing || selection.active === writing) return
      if (job.kind !== 'continue' || !job.panelId || board?.id !== job.storyboardId) return
      if (selection.active && selection.active === job.afterPanelId) get().select(selectOnly(job.panelId))
    }

    const call = async (id: string, work: (engine: NonNullable<AppState['engine']>) => Promise<void>) => {
      const { engine } = get()
      if (!engine) return get().note(words.status.engineAway)
      try {
        await work(engine)
      } catch (error) {
        if (toFailure(error).code === 'not-found') drop(id)
        else get().fail(error)
      }
    }

    return {
      ...waiting(readUnsent(storage).requests, now()),
      startJob(request) {
        get().flushCaptions()
        set((s) => ({
          jobs: { ...s.jobs, [request.jobId]: queuedJob(request, now()) },
          requests: { ...s.requests, [request.jobId]: request },
          given: { ...s.given, [request.jobId]: givenTo(request, s.board) },
        }))
        if (request.kind === 'continue') get().revealPanel(request.newPanelId)
        // The engine reads the storyboard when it gets the job: what was typed must be there first.
        void get()
          .sendUnsent()
          .then(() => send(request))
      },
      async cancelJob(id) {
        if (get().requests[id] && (!get().engine || !sent.has(id))) {
          takeBack(id)
          return drop(id)
        }
        await call(id, async (engine) => get().receiveJob(await engine.jobs.cancel({ jobId: id })))
      },
      async retryJob(id) {
        const request = get().requests[id]
        if (request) {
          put(queuedJob(request, now()))
          return send(request)
        }
        await call(id, async (engine) => get().receiveJob(await engine.jobs.retry({ jobId: id })))
      },
      async dismissJob(id) {
        takeBack(id)
        if (get().requests[id]) return drop(id)
        await call(id, async (engine) => {
          await engine.jobs.dismiss({ jobId: id })
          drop(id)
        })
      },
      receiveJob(job) {
        const before = get().jobs[job.id]
        forget(job.id)
        if (job.state === 'cancelled') takeBack(job.id)
        if (job.state === 'cancelled' || (job.state === 'done' && !before)) return drop(job.id)
        put(job)
        if (job.state === 'running' && job.stage !== before?.stage) {
          const stage = words.jobs.stage({ ...job, steps: 0 }, get().given[job.id]?.reads ?? 0) // each step would be too much
          get().announce(words.jobs.progressAloud(words.jobs.title[job.kind], stage))
        }
        if (before?.state === job.state) return
        if (isBroken(job)) get().announce(words.jobs.brokenAloud(job.failure?.sentence ?? words.jobs.interrupted))
        if (job.state !== 'done') return
        get().announce(words.jobs.doneAloud(job.kind))
        get().forgetShownJobs()
      },
      forgetShownJobs() {
        const { jobs, board } = get()
        const shown = (job: Job) =>
          job.kind !== 'continue' ||
          job.storyboardId !== board?.id ||
          board.panels.some((panel) => panel.id === job.panelId)
        const kept = Object.entries(jobs).filter(([, job]) => job.state !== 'done' || !shown(job))
        if (kept.length === Object.keys(jobs).length) return
        for (const job of Object.values(jobs)) if (job.state === 'done' && shown(job)) queueMicrotask(() => follow(job))
        set({ jobs: Object.fromEntries(kept) })
      },
      async sendRequests() {
        for (const request of Object.values(get().requests)) {
          if (get().jobs[request.jobId]?.state === 'queued') await send(request) // not one that was refused
        }
      },
    }
  }
