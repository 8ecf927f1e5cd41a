import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { root } from './processes.ts'

export const reportsFolder = `${root}/test-results/reports`

/** The runners that leave a report there. One that left none did not get as far as running, which is a failure. */
const runners = ['unit', 'integration', 'e2e'] as const

const VitestReport = z.object({ numPassedTests: z.int(), numFailedTests: z.int(), success: z.boolean() })
const PlaywrightReport = z.object({
  stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int() }),
  errors: z.array(z.unknown()),
})
const CheckReport = z.object({ failed: z.array(z.string()) })

export interface Tally {
  passed: number
  failed: number
}

/** How many tests of a report passed and failed. A runner that failed outside of any test counts as one failure. */
export function tallyOf(report: unknown): Tally {
  const vitest = VitestReport.safeParse(report)
  if (vitest.success) {
    const { numPassedTests: passed, numFailedTests: failed, success } = vitest.data
    return { passed, failed: failed || (success ? 0 : 1) }
  }
  const playwright = PlaywrightReport.safeParse(report)
  if (playwright.success) {
    const { stats, errors } = playwright.data
    return { passed: stats.expected + stats.flaky, failed: stats.unexpected || (errors.length > 0 ? 1 : 0) }
  }
  return { passed: 0, failed: CheckReport.parse(report).failed.length }
}

/** The sum over all reports of a folder; what is not there or cannot be read is one failure. */
export async function tallyFolder(folder: string): Promise<Tally> {
  const tallies = await Promise.all(
    [...runners, 'check'].map(async (name) => {
      try {
        return tallyOf(JSON.parse(await readFile(`${folder}/${name}.json`, 'utf8')))
      } catch {
        return { passed: 0, failed: 1 }
      }
    }),
  )
  return tallies.reduce((sum, { passed, failed }) => ({ passed: sum.passed + passed, failed: sum.failed + failed }))
}

/** Prints the sum as the last line. `testStatus` is the exit code of the run that left the reports. */
export async function printTally(testStatus: string | undefined): Promise<number> {
  const sum = await tallyFolder(reportsFolder)
  const failed = sum.failed || (testStatus === '0' ? 0 : 1)
  console.log(`${sum.passed} passed, ${failed} failed`)
  return failed > 0 || sum.passed === 0 ? 1 : 0
}
