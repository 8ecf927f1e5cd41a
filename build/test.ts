import { rm } from 'node:fs/promises'
import { check } from './check.ts'
import { nodeCommand, run } from './processes.ts'
import { reportsFolder } from './reports.ts'

/** Everything: the check, then what needs real processes, then a real window. One failure does not hide the next. */
export async function test(): Promise<number> {
  await rm(reportsFolder, { recursive: true, force: true })
  const codes = [
    await check(),
    await show('vitest/vitest.mjs', 'run', '--project', 'integration'),
    await show('@playwright/test/cli.js', 'test'),
  ]
  return codes.every((code) => code === 0) ? 0 : 1
}

const show = async (script: string, ...args: string[]) =>
  (await run(...nodeCommand(script, ...args), { stdio: ['ignore', 'inherit', 'inherit'] })).code ?? 1
