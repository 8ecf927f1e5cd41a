import { AppError } from '../contract/failure.ts'
import type { Port } from '../contract/port.ts'
import { type FromService, type PortRole, protocol } from '../contract/service.ts'
import type { ServiceName, ServiceState } from '../contract/shell.ts'
import type { Exit, ServiceProcess } from './launcher.ts'
import type { Log } from './log.ts'

export interface SupervisorSpec {
  name: ServiceName
  launch: () => ServiceProcess
  /** Where the service writes its log, to be shown to the person. */
  logFile: string
  /** The log of this process. */
  log: Log
  clock?: Clock
}

export interface Clock {
  now: () => number
  /** Gives a function that takes it back. */
  after: (ms: number, act: () => void) => () => void
}

export const limits = {
  helloWithinMs: 10_000,
  pingEveryMs: 5000,
  /** So many pings without any word from it and a service counts as hung, unless it has said that it is busy. */
  missedPings: 3,
  restartAfterMs: [250, 1000, 4000],
  /** So many crashes within the window and it is not started again by itself. */
  crashes: 3,
  windowMs: 60_000,
  stopWithinMs: 4000,
} as const

const spoken: Record<ServiceName, string> = { engine: 'The engine', inference: 'The model process' }

const systemClock: Clock = {
  now: () => performance.now(),
  after(ms, act) {
    const timer = setTimeout(act, ms)
    return () => clearTimeout(timer)
  },
}

/**
 * Keeps one service running. A generation is one process of it; everything that holds a port of an old generation is
 * told by the port closing, and gets a new one by `onReady` or `connect`.
 *
 * Hung means: no hello in time, or three pings without a word although it did not say it is busy. A service that is busy
 * blocks its only thread in native code for as long as a big model takes, so then only the person can give up on it
 * (`restart`).
 */
export class Supervisor {
  readonly #spec: SupervisorSpec
  readonly #clock: Clock
  readonly #watchers = new Set<(state: ServiceState) => void>()
  readonly #readyListeners = new Set<(process: ServiceProcess) => void>()
  #state: ServiceState
  #process: ServiceProcess | null = null
  /** When the process before has gone: two of them would fight over the library. */
  #ended: Promise<unknown> = Promise.resolve()
  #crashedAt: number[] = []
  /** Crashes since a process last lived for a whole window: how long to wait before the next start. */
  #inARow = 0
  #startedAt = 0
  /** Counted in pings, not in time, so that a computer that slept does not wake to a hung service. */
  #missed = 0
  #busy = false
  #stopping = false
  #cancelTimer = () => {}

  constructor(spec: SupervisorSpec) {
    this.#spec = spec
    this.#clock = spec.clock ?? systemClock
    this.#state = { service: spec.name, state: 'starting', sentence: null, logFile: spec.logFile }
    this.#start()
  }

  get state(): ServiceState {
    return this.#state
  }

  /** The present generation, once it has said hello. */
  get process(): ServiceProcess | null {
    return this.#state.state === 'ready' ? this.#process : null
  }

  /** Told the state now and at every change. Gives a function that ends it. */
  watch(watcher: (state: ServiceState) => void): () => void {
    this.#watchers.add(watcher)
    watcher(this.#state)
    return () => void this.#watchers.delete(watcher)
  }

  /** Told of every generation that has said hello, beginning with the present one. */
  onReady(listener: (process: ServiceProcess) => void): () => void {
    this.#readyListeners.add(listener)
    if (this.process) listener(this.process)
    return () => void this.#readyListeners.delete(listener)
  }

  /** A port to the present generation, or to the next one if none is ready. */
  connect(role: PortRole): Promise<Port> {
    return new Promise((resolve, reject) => {
      let done = false
      const settle = (state: ServiceState) => {
        if (done || (state.state !== 'ready' && state.state !== 'stopped')) return
        done = true
        queueMicrotask(() => unwatch())
        if (state.state === 'ready' && this.#process) resolve(this.#process.open(role))
        else reject(new AppError('service-stopped', state.sentence ?? `${spoken[this.#spec.name]} is not running.`))
      }
      const unwatch = this.watch(settle)
    })
  }

  /** At the person's wish: forgets the crashes, ends the present process and starts a new one. */
  async restart(): Promise<void> {
    if (this.#stopping) return
    this.#crashedAt = []
    this.#inARow = 0
    const old = this.#drop()
    this.#become('restarting', `${spoken[this.#spec.name]} is being started again.`)
    old?.kill()
    await this.#ended
    if (!this.#stopping && !this.#process) this.#start()
  }

  /** Asks the service to finish, kills it if it takes too long. It is not started again. */
  async stop(): Promise<void> {
    this.#stopping = true
    const process = this.#drop()
    if (process) {
      process.send({ type: 'stop' })
      const cancel = this.#clock.after(limits.stopWithinMs, () => process.kill())
      void process.exited.then(cancel)
    }
    await this.#ended
    this.#become('stopped', null)
  }

  #start(): void {
    this.#cancelTimer()
    const process = this.#launch()
    if (!process) return
    this.#process = process
    this.#busy = false
    this.#missed = 0
    this.#startedAt = this.#clock.now()
    process.listen((message) => process === this.#process && this.#receive(message))
    void process.exited.then((exit) => process === this.#process && this.#crashed(exit))
    this.#in(limits.helloWithinMs, () => this.#hung('no hello in time'))
  }

  #launch(): ServiceProcess | null {
    try {
      return this.#spec.launch()
    } catch (error) {
      this.#spec.log.error('service-not-started', { service: this.#spec.name, error })
      this.#giveUp('could not be started. The log of the app says why.')
      return null
    }
  }

  #receive(message: FromService): void {
    this.#missed = 0
    if (message.type === 'busy') this.#busy = message.busy
    if (message.type !== 'hello' || this.#state.state === 'ready' || !this.#process) return
    const { pid, node, napi } = message
    this.#spec.log.info('service-ready', { service: this.#spec.name, pid, node, napi })
    if (message.protocol !== protocol)
      return this.#giveUp('comes from another version of Plumage. Install Plumage again.')
    this.#become('ready', null)
    for (const listener of this.#readyListeners) listener(this.#process)
    this.#watchPulse(0)
  }

  #watchPulse(count: number): void {
    this.#process?.send({ type: 'ping', count })
    this.#in(limits.pingEveryMs, () => {
      if (++this.#missed >= limits.missedPings && !this.#busy) this.#hung(`${this.#missed} pings without an answer`)
      else this.#watchPulse(count + 1)
    })
  }

  #hung(why: string): void {
    this.#spec.log.error('service-hung', { service: this.#spec.name, why })
    this.#process?.kill() // its exit is the crash
  }

  #crashed({ reason, lastWords }: Exit): void {
    const now = this.#clock.now()
    this.#drop()
    this.#spec.log.error('service-crashed', { service: this.#spec.name, reason, lastWords })
    this.#crashedAt = [...this.#crashedAt.filter((at) => now - at < limits.windowMs), now]
    this.#inARow = now - this.#startedAt >= limits.windowMs ? 1 : this.#inARow + 1
    if (this.#crashedAt.length >= limits.crashes) {
      return this.#giveUp('stopped three times within a minute and is not started again by itself. Its log says why.')
    }
    this.#become('restarting', `${spoken[this.#spec.name]} stopped and is being started again.`)
    this.#in(limits.restartAfterMs[Math.min(this.#inARow, 3) - 1] ?? 0, () => this.#start())
  }

  #giveUp(why: string): void {
    this.#drop()?.kill()
    this.#become('stopped', `${spoken[this.#spec.name]} ${why}`)
  }

  /** Forgets the present process, so that its end is no crash. */
  #drop(): ServiceProcess | null {
    this.#cancelTimer()
    const process = this.#process
    this.#process = null
    if (process) this.#ended = process.exited
    return process
  }

  /** One timer at a time: for the hello, the next ping, or the next start. */
  #in(ms: number, act: () => void): void {
    this.#cancelTimer()
    this.#cancelTimer = this.#clock.after(ms, act)
  }

  #become(state: ServiceState['state'], sentence: string | null): void {
    if (state === this.#state.state && sentence === this.#state.sentence) return
    this.#state = { ...this.#state, state, sentence }
    for (const watcher of this.#watchers) watcher(this.#state)
  }
}
