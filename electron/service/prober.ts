import { AppError } from '../contract/failure.ts'
import { connect } from '../contract/link.ts'
import {
  type Measured,
  probeContract,
  type ProberContract,
  type ProbeRequest,
  type Verdict,
} from '../contract/probe.ts'
import type { Exit, ServiceProcess } from './launcher.ts'
import type { Log } from './log.ts'
import type { Handlers } from './serve.ts'
import { whenAborted } from './when-aborted.ts'

export interface ProberSpec {
  /** Starts the process that is thrown away. */
  launch: () => ServiceProcess
  log: Log
  /** Reading a large pack from a slow disk takes minutes; a driver that hangs takes forever. */
  limitMs?: number
}

type Failed = Extract<Verdict, { verdict: 'failed' }>

const usualLimitMs = 15 * 60_000

/**
 * Tries devices for the inference process, each in a process that is ended afterwards, whatever came of it: a driver that
 * crashes, hangs or spoils the memory harms nothing else.
 */
export function createProber({ launch, log, limitMs = usualLimitMs }: ProberSpec): Handlers<ProberContract> {
  return {
    async probe(request, { signal }) {
      const verdict = await probe(request, { launch, limitMs, signal })
      log.info('device-probed', { device: request.device, ...verdict })
      return verdict
    },
  }
}

async function probe(
  request: ProbeRequest,
  { launch, limitMs, signal }: { launch: () => ServiceProcess; limitMs: number; signal: AbortSignal },
): Promise<Verdict> {
  const child = launch()
  const limit = AbortSignal.timeout(limitMs)
  try {
    return await Promise.race([
      measure(child, request),
      child.exited.then(toCrash),
      aborted(limit).then(() => failed('hung', `It gave no answer within ${describeSpan(limitMs)}.`)),
      aborted(signal).then(() => {
        throw new AppError('cancelled', 'Cancelled.')
      }),
    ])
  } finally {
    child.kill()
    await child.exited
  }
}

async function measure(child: ServiceProcess, request: ProbeRequest): Promise<Verdict> {
  await new Promise<void>((resolve) => child.listen(({ type }) => type === 'hello' && resolve()))
  try {
    return toProven(await connect(probeContract, child.open('prober')).client.measure(request))
  } catch (error) {
    // The port of a process that dies closes too; its exit is about to say more.
    if (error instanceof AppError && error.code === 'service-stopped') return toCrash(await child.exited)
    return toFailed(error)
  }
}

function toProven({ speed, difference }: Measured): Verdict {
  const sentence =
    speed < 1
      ? `Gives the numbers of the processor, which is ${(1 / speed).toFixed(1)} times as fast.`
      : `Gives the numbers of the processor, ${speed.toFixed(1)} times as fast.`
  return { verdict: 'proven', speed, difference, sentence }
}

function toFailed(error: unknown): Failed {
  if (!(error instanceof AppError)) throw error
  if (error.code === 'bad-shape') return failed('wrong', error.message)
  if (error.code === 'out-of-memory') return failed('out-of-memory', error.message)
  if (error.code === 'device-unavailable')
    return failed('unavailable', 'The model cannot run on it here: it has no driver, or lacks what the model needs.')
  throw error
}

const toCrash = ({ reason }: Exit): Failed =>
  failed('crashed', `The process that tried it crashed (${reason}). A newer driver may help.`)

const failed = (why: Failed['why'], sentence: string): Failed => ({ verdict: 'failed', why, sentence })

const describeSpan = (ms: number) => (ms < 60_000 ? `${Math.ceil(ms / 1000)} s` : `${Math.round(ms / 60_000)} minutes`)

const aborted = (signal: AbortSignal) => new Promise<void>((resolve) => whenAborted(signal, resolve))
