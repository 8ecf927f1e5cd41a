import { mkdir, writeFile } from 'node:fs/promises'
import { nodeCommand, root, run } from './processes.ts'
import { reportsFolder } from './reports.ts'

interface Step {
  name: string
  command: [string, string[]]
}

/** The longest first, since two run at a time. */
const steps: Step[] = [
  { name: 'unit tests', command: nodeCommand('vitest/vitest.mjs', 'run', '--project', 'unit') },
  { name: 'types', command: nodeCommand('typescript/bin/tsc', '-b') },
  { name: 'lint', command: nodeCommand('oxlint/bin/oxlint') },
  { name: 'format', command: nodeCommand('oxfmt/bin/oxfmt', '--check') },
  { name: 'boundaries', command: [process.execPath, ['build/boundaries/run.ts']] },
  { name: 'unused code', command: nodeCommand('knip/bin/knip.js') },
]

/** Everything that can be said about the tree without opening a window. */
export async function check(): Promise<number> {
  const waiting = [...steps]
  const failed: string[] = []
  const worker = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) if (!(await passes(step))) failed.push(step.name)
  }
  await Promise.all([worker(), worker()])
  await mkdir(reportsFolder, { recursive: true })
  await writeFile(
    `${reportsFolder}/check.json`,
    JSON.stringify({ failed: failed.filter((name) => name !== 'unit tests') }),
  )
  console.log(failed.length ? `check: ${failed.join(', ')} failed` : 'check: all good')
  return failed.length ? 1 : 0
}

async function passes({ name, command: [command, args] }: Step): Promise<boolean> {
  const startedMs = performance.now()
  const { code, output } = await run(command, args, { cwd: root, env: { ...process.env, FORCE_COLOR: '0' } })
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1)
  console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`)
  if (code !== 0) console.log(output.trimEnd())
  return code === 0
}

export async function format(): Promise<number> {
  const { code, output } = await run(...nodeCommand('oxfmt/bin/oxfmt', '--write'))
  if (code !== 0) console.error(output)
  return code ?? 1
}
