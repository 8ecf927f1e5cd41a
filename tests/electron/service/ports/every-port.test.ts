import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MessageChannel as ThreadChannel, Worker } from 'node:worker_threads'
import { afterAll, describe, it, vi } from 'vitest'
import { browserPort, type Port } from '../../../../electron/contract/port.ts'
import { launchService } from '../../../../electron/service/launcher.ts'
import { silentLog } from '../../../../electron/service/log.ts'
import { pipe } from '../../../../electron/service/ports.ts'
import { serve } from '../../../../electron/service/serve.ts'
import { testContract, testHandlers } from '../services/test-contract.ts'
import { invariants, type PortKind } from './invariants.ts'

// Electron's own ports are checked by the same list in tests/e2e/electron-ports.spec.ts.
const cleanups: (() => unknown)[] = []
afterAll(async () => {
  for (const clean of cleanups) await clean()
})

/** The same kind of port that two pages, or a page and a worker, have between them. */
function messageChannel(): PortKind {
  let there: Port | null = null
  return {
    async open() {
      const { port1, port2 } = new MessageChannel()
      there = browserPort(port1)
      serve(testContract, testHandlers(), there, { log: silentLog })
      return browserPort(port2)
    },
    closeThere: () => there?.close(),
  }
}

function workerThread(): PortKind {
  const worker = new Worker(new URL('../services/worker.ts', import.meta.url))
  cleanups.push(() => worker.terminate())
  return {
    async open() {
      const { port1, port2 } = new ThreadChannel()
      worker.postMessage(port1, [port1])
      return browserPort(port2)
    },
    closeThere: () => worker.postMessage('close'),
    kill: async () => void (await worker.terminate()),
  }
}

function childProcess(): PortKind {
  const library = mkdtempSync(join(tmpdir(), 'plumage-ports-'))
  const entry = join(import.meta.dirname, '..', 'services', 'echo.ts')
  const child = launchService({ name: 'echo', entry, env: { PLUMAGE_LIBRARY: library } })
  cleanups.push(async () => {
    child.kill()
    await child.exited
    rmSync(library, { recursive: true, force: true })
  })
  return { open: async () => child.open('page'), kill: () => child.kill() }
}

/** As between a page and an engine in a child process: main passes the messages on. */
function passedOn(): PortKind {
  const child = childProcess()
  let between: MessagePort | null = null
  return {
    async open() {
      const { port1, port2 } = new MessageChannel()
      between = port1
      pipe(browserPort(port1), await child.open())
      return browserPort(port2)
    },
    closeThere: () => between?.close(),
    ...(child.kill ? { kill: child.kill } : {}),
  }
}

describe.each([
  ['MessageChannel', messageChannel],
  ['MessageChannel to a worker thread', workerThread],
  ['child process', childProcess],
  ['MessageChannel passed on to a child process', passedOn],
])('%s', (_name, kind) => {
  // Anything that escapes the ports would end a service: none may.
  const escaped = vi.fn()
  process.on('unhandledRejection', escaped)
  let shared: PortKind | null = null
  for (const { name, needs, check } of invariants) {
    it(name, async ({ skip, expect }) => {
      const over = needs === 'kill' ? kind() : (shared ??= kind())
      if (needs && !over[needs]) skip('not possible over this port')
      await check(over)
      expect(escaped).not.toHaveBeenCalled()
    })
  }
})
