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
  /** A process inside a driver's call may not even be killed: it is waited for so long, then left to itself. */
  leaveAfterMs?: number
}

type Failed = Extract<Verdict, { verdict: 'failed' }>

const usualLimitMs = 15 * 60_000
const usualLeaveAfterMs = 10_000

/**
 * Tries devices for the inference process, each in a process that is ended afterwards, whatever came of it: a driver that
 * crashes, hangs or spoils the memory harms nothing else.
 */
export function createProber(spec: ProberSpec): Handlers<ProberContract> {
  const { launch, log } = spec
  return {
    async probe(request, { signal }) {
      const child = launch()
      try {
        const verdict = await probe(request, child, { ...spec, signal })
        log.info('device-probed', { device: request.device, ...verdict })
        return verdict
      } finally {
        await end(child, spec)
      }
    },
  }
}

async function probe(
  request: ProbeRequest,
  child: ServiceProcess,
  { limitMs = usualLimitMs, signal }: { limitMs?: number | undefined; signal: AbortSignal },
): Promise<Verdict> {
  const begun = new AbortController()
  return await Promise.race([
    measure(child, request, begun),
    child.exited.then((exit) => (begun.signal.aborted ? toCrash(exit) : mustHaveBegun(exit))),
    aborted(AbortSignal.timeout(limitMs)).then(() =>
      failed('hung', `It gave no answer within ${describeSpan(limitMs)}.`),
    ),
    aborted(signal).then(() => {
      throw new AppError('cancelled', 'Cancelled.')
    }),
  ])
}

/** The verdict stands, whatever the process does now: it is not waited for longer than it should take to die. */
async function end(child: ServiceProcess, { log, leaveAfterMs = usualLeaveAfterMs }: ProberSpec): Promise<void> {
  child.kill()
  const limit = new AbortController()
  const timer = setTimeout(() => limit.abort(), leaveAfterMs)
  await Promise.race([child.exited, aborted(limit.signal)])
  clearTimeout(timer)
  if (limit.signal.aborted) log.error('probe-left', { pid: child.pid })
}

async function measure(child: ServiceProcess, request: ProbeRequest, begun: AbortController): Promise<Verdict> {
  await new Promise<void>((resolve) => child.listen(({ type }) => type === 'hello' && resolve()))
  begun.abort()
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

/** A process that somebody else has killed was most likely too large for the memory: that may be otherwise next time. */
const toCrash = ({ reason, wasKilled }: Exit): Failed =>
  wasKilled
    ? failed('out-of-memory', 'The process that tried it was killed, most likely for want of memory.')
    : failed('crashed', `The process that tried it crashed (${reason}). A newer driver may help.`)

/** It never came as far as the device, which is not to blame. */
function mustHaveBegun({ reason }: Exit): never {
  const sentence = `No device can be tried now: the process to try it in did not start (${reason}). Try again.`
  throw new AppError('device-unavailable', sentence)
}

const failed = (why: Failed['why'], sentence: string): Failed => ({ verdict: 'failed', why, sentence })

const describeSpan = (ms: number) => (ms < 60_000 ? `${Math.ceil(ms / 1000)} s` : `${Math.round(ms / 60_000)} minutes`)

const aborted = (signal: AbortSignal) => new Promise<void>((resolve) => whenAborted(signal, resolve))
