import { readFile } from 'node:fs/promises'
import { expect } from '@playwright/test'
import { z } from 'zod'
import type { ServiceName } from '../../electron/contract/shell.ts'
import type { RunningApp } from './app.ts'
import { libraryOf } from './library.ts'

const Hello = z.object({ event: z.literal('hello'), pid: z.int() })

/** The processes of a service since its library was made, the present one last: each begins its log with a hello. */
async function pidsOf(app: RunningApp, service: ServiceName): Promise<number[]> {
  const log = await readFile(libraryOf(app.folder).logFile(service), 'utf8').catch(() => '')
  return log
    .trim()
    .split('\n')
    .filter((line) => line.includes('"hello"'))
    .map((line) => Hello.parse(JSON.parse(line)).pid)
}

/** The running process of a service: the first that `before` does not have. */
export async function pidOf(app: RunningApp, service: ServiceName, before: readonly number[] = []): Promise<number> {
  let pid: number | undefined
  await expect
    .poll(async () => (pid = (await pidsOf(app, service)).findLast((each) => !before.includes(each))))
    .toBeGreaterThan(0)
  return pid ?? 0
}

/** Ends every process of the app at once, as a power cut would: none of them can say or save anything any more. */
export async function killAll(app: RunningApp): Promise<void> {
  const main = app.electron.process()
  const gone = new Promise((resolve) => main.once('exit', resolve))
  const own = await app.electron.evaluate(({ app }) => app.getAppMetrics().map((process) => process.pid))
  const services = [await pidOf(app, 'engine'), await pidOf(app, 'inference')]
  for (const pid of new Set([...own, ...services])) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // it went with the one before
    }
  }
  await gone
}
