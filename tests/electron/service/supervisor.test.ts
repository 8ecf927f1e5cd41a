import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connect, type Link } from '../../../electron/contract/link.ts'
import type { FromService } from '../../../electron/contract/service.ts'
import type { ServiceState } from '../../../electron/contract/shell.ts'
import { launchService, type ServiceProcess } from '../../../electron/service/launcher.ts'
import { silentLog } from '../../../electron/service/log.ts'
import { limits, Supervisor } from '../../../electron/service/supervisor.ts'
import { createFakeClock } from './fake-clock.ts'
import { testContract, type TestContract } from './services/test-contract.ts'

// Real processes, injected time: nothing here waits for a clock on the wall.
const entry = (service: string) => join(import.meta.dirname, 'services', `${service}.ts`)

let library: string
const supervisors: Supervisor[] = []

beforeEach(() => {
  library = mkdtempSync(join(tmpdir(), 'plumage-supervisor-'))
})
afterEach(async () => {
  await Promise.all(supervisors.splice(0).map((supervisor) => supervisor.stop()))
  rmSync(library, { recursive: true, force: true })
})

function supervise(services: string[]) {
  const clock = createFakeClock()
  const processes: ServiceProcess[] = []
  let saysBusy = () => {}
  const busy = new Promise<void>((resolve) => (saysBusy = resolve))
  const heard = (message: FromService) => message.type === 'busy' && saysBusy()
  const launch = (): ServiceProcess => {
    const service = services[Math.min(processes.length, services.length - 1)] ?? ''
    const process = launchService({ name: 'echo', entry: entry(service), env: { PLUMAGE_LIBRARY: library } })
    processes.push(process)
    return { ...process, listen: (hear) => process.listen((message) => (hear(message), heard(message))) }
  }
  const supervisor = new Supervisor({ name: 'engine', launch, logFile: 'engine.log', log: silentLog, clock })
  supervisors.push(supervisor)
  return { supervisor, clock, processes, busy, until: (state: ServiceState['state']) => untilState(supervisor, state) }
}

function untilState(supervisor: Supervisor, state: ServiceState['state']): Promise<ServiceState> {
  return new Promise((resolve) => {
    const unwatch = supervisor.watch((now) => {
      if (now.state !== state) return
      resolve(now)
      queueMicrotask(() => unwatch())
    })
  })
}

const clientOf = async (supervisor: Supervisor) => connect(testContract, await supervisor.connect('page'))

describe('a supervised service', () => {
  it('is ready once it has said hello, and answers over a port', async () => {
    const { supervisor, processes } = supervise(['echo'])
    expect(supervisor.state.state).toBe('starting')
    const { client } = await clientOf(supervisor)
    expect(await client.echo({ text: 'hello' })).toBe('hello')
    expect(await client.pid()).toBe(processes[0]?.pid)
  })

  it.each(['throw', 'reject', 'exit', 'kill'] as const)(
    'is started again when it dies by %s; pending calls reject',
    async (how) => {
      const { supervisor, clock, until } = supervise(['echo'])
      const { client, closed } = await clientOf(supervisor)
      const pending = client.wait()
      const dying = client.crash({ how })
      await expect(pending).rejects.toMatchObject({ code: 'service-stopped' })
      await expect(dying).rejects.toMatchObject({ code: 'service-stopped' })
      await expect(client.pid()).rejects.toMatchObject({ code: 'service-stopped' })
      expect((await closed).code).toBe('service-stopped')
      await until('restarting')
      expect(clock.waiting()).toEqual([limits.restartAfterMs[0]])
      clock.advance(limits.restartAfterMs[0])
      const next = await clientOf(supervisor)
      expect(await next.client.echo({ text: 'again' })).toBe('again')
    },
  )

  it('is given up after three crashes within a minute, and says where its log is', async () => {
    const { supervisor, clock, until, processes } = supervise(['broken'])
    await until('restarting')
    clock.advance(limits.restartAfterMs[0])
    await processes[1]?.exited
    expect(clock.waiting()).toEqual([limits.restartAfterMs[1]])
    const refused = supervisor.connect('page')
    clock.advance(limits.restartAfterMs[1])
    const state = await until('stopped')
    expect(state).toEqual({
      service: 'engine',
      state: 'stopped',
      sentence: 'The engine stopped three times within a minute and is not started again by itself. Its log says why.',
      logFile: 'engine.log',
    })
    await expect(refused).rejects.toMatchObject({ code: 'service-stopped', message: state.sentence })
    expect(processes).toHaveLength(3)
    expect(clock.waiting()).toEqual([])
    expect(await processes[2]?.exited).toMatchObject({ reason: 'exit code 3', lastWords: 'broken on purpose\n' })
  })

  it('comes back when the person asks for it after it was given up', async () => {
    const { supervisor, clock, until, processes } = supervise(['broken', 'broken', 'broken', 'echo'])
    for (const n of [0, 1, 2]) {
      await processes[n]?.exited
      clock.advance(limits.restartAfterMs[n] ?? 0)
    }
    await until('stopped')
    const restarted = supervisor.restart()
    expect(supervisor.state.state).toBe('restarting')
    await restarted
    const { client } = await clientOf(supervisor)
    expect(await client.echo({ text: 'back' })).toBe('back')
  })

  it('waits longer after each crash that comes soon after a start, and starts anew after a quiet minute', async () => {
    const { supervisor, clock, processes } = supervise(['echo'])
    for (const [n, [livedMs, waitMs]] of [
      [31_000, 250],
      [31_000, 1000],
      [31_000, 4000],
      [31_000, 4000],
      [60_000, 250],
    ].entries()) {
      const { client } = await clientOf(supervisor)
      await live(clock, client, livedMs ?? 0)
      await expect(client.crash({ how: 'exit' })).rejects.toMatchObject({ code: 'service-stopped' })
      await processes[n]?.exited
      expect(clock.waiting()).toEqual([waitMs])
      clock.advance(waitMs ?? 0)
    }
  })

  it('is killed when it does not say hello in time', async () => {
    const { clock, processes, until } = supervise(['mute'])
    clock.advance(limits.helloWithinMs - 1)
    expect(clock.waiting()).toEqual([1])
    clock.advance(1)
    expect(await processes[0]?.exited).toMatchObject({ reason: 'signal SIGKILL' })
    expect(await until('restarting')).toMatchObject({ sentence: 'The engine stopped and is being started again.' })
  })

  it('lives as long as it answers pings', async () => {
    const { supervisor, clock } = supervise(['echo'])
    const { client } = await clientOf(supervisor)
    await live(clock, client, 10 * limits.missedPings * limits.pingEveryMs)
    expect(supervisor.state.state).toBe('ready')
  })

  it('is killed when it stops answering pings', async () => {
    const { supervisor, clock, processes } = supervise(['echo'])
    const { client } = await clientOf(supervisor)
    const blocked = client.block({ ms: 600_000, busy: false })
    clock.advance(limits.missedPings * limits.pingEveryMs)
    await expect(blocked).rejects.toMatchObject({ code: 'service-stopped' })
    expect(await processes[0]?.exited).toMatchObject({ reason: 'signal SIGKILL' })
  })

  it('may stay silent while it has said that it is busy, and is started anew at once when the person has had enough', async () => {
    const { supervisor, clock, processes, busy } = supervise(['echo'])
    const { client } = await clientOf(supervisor)
    const blocked = client.block({ ms: 600_000, busy: true })
    await busy
    clock.advance(100 * limits.pingEveryMs)
    expect(supervisor.state.state).toBe('ready')
    const restarted = supervisor.restart()
    await expect(blocked).rejects.toMatchObject({ code: 'service-stopped' })
    await restarted
    expect(await (await clientOf(supervisor)).client.pid()).toBe(processes[1]?.pid)
  })

  it.each(['restart', 'stop'] as const)(
    'waits for the old process however often the person asks to %s',
    async (wish) => {
      const { supervisor, processes, until } = supervise(['echo'])
      await until('ready')
      let gone = false
      void processes[0]?.exited.then(() => (gone = true))
      const first = supervisor[wish]()
      await supervisor[wish]()
      expect(gone).toBe(true)
      await first
      expect(processes).toHaveLength(wish === 'restart' ? 2 : 1)
    },
  )

  it('is given up when it belongs to another version', async () => {
    const { until, clock } = supervise(['other-version'])
    expect(await until('stopped')).toMatchObject({
      sentence: 'The engine comes from another version of Plumage. Install Plumage again.',
    })
    expect(clock.waiting()).toEqual([])
  })

  it('is given up with a sentence when it cannot be started at all', async () => {
    const launch = () => {
      throw new Error('no Node')
    }
    const supervisor = new Supervisor({
      name: 'inference',
      launch,
      logFile: 'x.log',
      log: silentLog,
      clock: createFakeClock(),
    })
    supervisors.push(supervisor)
    expect(supervisor.state).toMatchObject({
      state: 'stopped',
      sentence: 'The model process could not be started. The log of the app says why.',
    })
  })

  it('tells every listener of each generation', async () => {
    const { supervisor, until } = supervise(['echo'])
    const pids: (number | undefined)[] = []
    supervisor.onReady((process) => pids.push(process.pid))
    await until('ready')
    await supervisor.restart()
    await until('ready')
    expect(new Set(pids).size).toBe(2)
    supervisor.onReady((process) => pids.push(process.pid))
    expect(pids[2]).toBe(pids[1])
  })
})

/** Lets time pass as it does for a healthy process: each ping is answered before the next. */
async function live(
  clock: ReturnType<typeof createFakeClock>,
  client: Link<TestContract>['client'],
  ms: number,
): Promise<void> {
  for (let passed = 0; passed < ms; passed += limits.pingEveryMs) {
    clock.advance(Math.min(limits.pingEveryMs, ms - passed))
    await client.pid() // its answer comes after the pong
  }
}
