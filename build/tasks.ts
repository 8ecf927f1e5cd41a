import { delimiter, dirname } from 'node:path'
import { Complaint } from './complaint.ts'

/** What `npm run <name>` does. Each answers with the exit code; imported late, since most need what others do not. */
const tasks: Record<string, (args: readonly string[]) => Promise<number>> = {
  start: async (args) => (await import('./start.ts')).start(args),
  build: async () => (await import('./bundle.ts')).bundle().then(() => 0),
  check: async () => (await import('./check.ts')).check(),
  test: async () => (await import('./test.ts')).test(),
  format: async () => (await import('./check.ts')).format(),
  bench: async (args) => (await import('./bench/bench.ts')).bench(args),
  crash: async (args) => (await import('./crash.ts')).crash(args),
  screenshot: async () => (await import('./screenshot.ts')).takeScreenshots().then(() => 0),
  count: async ([testStatus]) => (await import('./reports.ts')).printTally(testStatus),
}

/** Runs a task. What a person can act on is printed as a sentence, anything else with its stack. */
export async function runTask(name: string | undefined, args: readonly string[]): Promise<number> {
  // commands that find their Node by PATH must find this one, whatever npm has put there
  process.env['PATH'] = [dirname(process.execPath), process.env['PATH']].join(delimiter)
  const task = tasks[name ?? '']
  if (!task) {
    console.error(`There is no task "${name}". There are: ${Object.keys(tasks).join(', ')}.`)
    return 1
  }
  try {
    return await task(args)
  } catch (error) {
    console.error(error instanceof Complaint ? error.message : error)
    return 1
  }
}
