import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { tallyFolder, tallyOf } from '../../build/reports.ts'

const vitest = (numPassedTests: number, numFailedTests: number, success = numFailedTests === 0) => ({
  numPassedTests,
  numFailedTests,
  success,
})
const playwright = (expected: number, unexpected: number, flaky = 0, errors: unknown[] = []) => ({
  stats: { expected, unexpected, flaky },
  errors,
})

it.each([
  ['what vitest says', vitest(5, 2), { passed: 5, failed: 2 }],
  ['a test file that could not be loaded', vitest(5, 0, false), { passed: 5, failed: 1 }],
  ['what Playwright says', playwright(3, 1, 1), { passed: 4, failed: 1 }],
  ['a Playwright that could not start', playwright(0, 0, 0, [{}]), { passed: 0, failed: 1 }],
  ['the steps of the check that failed', { failed: ['lint', 'types'] }, { passed: 0, failed: 2 }],
])('counts %s', (_, report, tally) => expect(tallyOf(report)).toEqual(tally))

it('adds up all reports, and takes one that is missing or unreadable for a failure', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'plumage-reports-'))
  const write = (name: string, report: unknown) => writeFile(join(folder, `${name}.json`), JSON.stringify(report))
  try {
    expect(await tallyFolder(folder)).toEqual({ passed: 0, failed: 4 })
    await write('unit', vitest(10, 0))
    await write('check', { failed: [] })
    await write('e2e', playwright(2, 0))
    await writeFile(join(folder, 'integration.json'), '{"numPassed')
    expect(await tallyFolder(folder)).toEqual({ passed: 12, failed: 1 })
    await write('integration', vitest(4, 1))
    expect(await tallyFolder(folder)).toEqual({ passed: 16, failed: 1 })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
