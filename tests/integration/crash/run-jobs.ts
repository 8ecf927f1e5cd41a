import type { Job, JobRequest } from '../../../electron/contract/jobs.ts'
import { hearBoard } from './edit-boards.ts'
import { isEnded, type JobWish, type KnownJob } from './job-log.ts'
import type { Client } from './processes.ts'
import type { Random } from './random.ts'
import { ask, EngineGone, gone, type Round, type World } from './world.ts'

const mostWaiting = 6

/** Orders work of every kind, takes some of it back and some up again, until the engine is gone. */
export async function runJobs(client: Client, round: Round, random: Random): Promise<never> {
  const { jobs } = round.world.jobs
  for (;;) {
    const open = [...jobs].filter(([, { seen, isDismissed }]) => seen !== null && !isDismissed)
    const over = open.filter(([, known]) => known.seen && isEnded(known.seen))
    const waiting = open.length - over.length
    const choice = random.fraction()
    const tried = over.filter(([, { seen }]) => seen?.state !== 'done')
    if (choice < 0.12 && tried.length > 0) await wish(client, round, { wish: 'retry', jobId: random.pick(tried)[0] })
    else if (choice < 0.2 && over.length > 0)
      await wish(client, round, { wish: 'dismiss', jobId: random.pick(over)[0] })
    else if (choice < 0.35 && open.length > 0)
      await wish(client, round, { wish: 'cancel', jobId: random.pick(open)[0] })
    else if (waiting < mostWaiting && choice < 0.8) await start(client, round, random)
    else await watchOne(client, round, open, random)
  }
}

/** Hears what the engine says to everybody, and reads each result as it comes. */
export async function listen(client: Client, round: Round): Promise<never> {
  const events = await gone(client.events())
  for (;;) {
    const { done, value } = await gone(events.next())
    if (done) throw new EngineGone('the engine has ended its events')
    if (value.type === 'storyboard') hearBoard(round.world, value.storyboard)
    if (value.type === 'job') round.world.jobs.hear(value.job)
    if (value.type === 'job' && value.job.state === 'done') await readResults(client, round.world, value.job)
  }
}

/** A result, once read, never changes. */
export async function readResults(client: Client, { generations }: World, { generationIds }: Job): Promise<void> {
  for (const id of generationIds)
    if (!generations.has(id)) generations.set(id, await gone(client.generations.get({ id })))
}

async function wish(client: Client, round: Round, asked: JobWish): Promise<void> {
  const { jobs } = round.world
  const { jobId } = asked
  jobs.ask(asked)
  const call = async (): Promise<Job | null> => {
    if (asked.wish === 'start') return client.jobs.start(asked.request)
    if (asked.wish !== 'dismiss') return client.jobs[asked.wish]({ jobId })
    await client.jobs.dismiss({ jobId })
    return jobs.jobs.get(jobId)?.seen ?? null
  }
  const job = await ask(round, { about: 'job', asked }, call)
  if (job) jobs.answer(asked, job)
  else jobs.refuse(asked)
}

async function start(client: Client, round: Round, random: Random): Promise<void> {
  const request = chooseRequest(round.world, random)
  if (request) await wish(client, round, { wish: 'start', jobId: request.jobId, request })
}

/** Follows one job for a while: the answers that come with its progress count like any other. */
async function watchOne(client: Client, round: Round, open: [string, KnownJob][], random: Random): Promise<void> {
  const [jobId] = open.length > 0 ? random.pick(open) : []
  if (jobId === undefined) return
  const changes = await gone(client.jobs.watch({ jobId }))
  for (let n = random.below(12); n >= 0; n--) {
    const step = await gone(changes.next())
    if (step.value) round.world.jobs.hear(step.value)
    round.answered()
    if (step.done) return
  }
  await changes.return?.()
}

function chooseRequest(world: World, random: Random): JobRequest | null {
  const board = random.pick([...world.boards.values()]).newest()
  const panels = board.panels
  const common = { jobId: random.id(), seed: random.below(1000), settings: { steps: 1 + random.below(4) } }
  const prompt = promptFor(world, random)
  const kind = random.pick([
    'continue',
    'continue',
    'retell',
    'caption',
    'generate',
    'answer',
    'compose',
    'blend',
  ] as const)
  if (kind === 'generate') return { ...common, kind, prompt, count: 1 + random.below(3) }
  if (kind === 'answer') return { ...common, kind, task: 'ask', prompt, writing: { maxTokens: 4 } }
  if (kind === 'compose') return { ...common, kind, prompt, writing: { maxTokens: 8 }, maxPictures: 2 }
  const pictures = [...world.imports.values()].map(({ asset }) => ({ sha256: asset.sha256, weight: 1 }))
  if (kind === 'blend') return pictures.length > 0 ? { ...common, kind, images: [random.pick(pictures)] } : null
  const target = { ...common, storyboardId: board.id }
  if (kind === 'continue') {
    const afterPanelId = panels.length > 0 && random.chance(0.8) ? random.pick(panels).id : null
    const caption = random.chance(0.8) ? 'a fox' : null
    const context = panels.slice(-1).map(({ id }) => id)
    return { ...target, kind, context, afterPanelId, newPanelId: random.id(), caption }
  }
  return panels.length > 0 ? { ...target, kind, panelId: random.pick(panels).id } : null
}

function promptFor({ imports }: World, random: Random) {
  const words = { type: 'text' as const, text: `fox ${random.below(100)}` }
  const pictures = [...imports.values()]
  if (pictures.length === 0 || random.chance(0.6)) return [words]
  return [{ type: 'image' as const, sha256: random.pick(pictures).asset.sha256 }, words]
}
