import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { root, run } from '../../build/processes.ts'
import { isNewEnough, pinnedNode } from '../../electron/cli/pinned-node.mjs'

describe('the Node that runs Plumage', () => {
  it.each([
    ['18.20.4', false],
    ['20.18.1', false],
    ['22.22.0', false],
    ['24.2.0', false],
    ['24.3.0', true],
    ['24.21.0', true],
    ['26.0.0', true],
  ])('%s is new enough: %s', (version, answer) => expect(isNewEnough(version)).toBe(answer))

  it('is looked for where npm puts it, and nowhere else', () => {
    const node = pinnedNode()
    expect(node === null || existsSync(node)).toBe(true)
    expect(pinnedNode('plan9', 'x64')).toBeNull()
  })
})

describe('a task', () => {
  const runTask = (args: string[], env: NodeJS.ProcessEnv = {}) =>
    run(process.execPath, ['build/run.mjs', ...args], { cwd: root, env: { PATH: process.env['PATH'], ...env } })

  it('that does not exist is answered with those that do', async () => {
    expect(await runTask(['deploy'])).toEqual({
      code: 1,
      output:
        'There is no task "deploy". There are: start, build, check, test, format, bench, crash, screenshot, count.\n',
    })
  })

  it.runIf(process.platform === 'linux')('that needs a display says so in one sentence', async () => {
    const { code, output } = await runTask(['start'])
    expect(code).toBe(1)
    expect(output).toMatch(/^Plumage opens a window and there is no display .*\n$/)
  })
})
