import { spawnSync } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const bin = join(import.meta.dirname, '../../../electron/cli/bin.mjs')

it.runIf(process.platform === 'linux')('a result that nobody can take is a failure with a sentence', () => {
  const full = openSync('/dev/full', 'w')
  const { status, stderr } = spawnSync(process.execPath, [bin, '--version'], { stdio: ['ignore', full, 'pipe'] })
  closeSync(full)
  expect(stderr.toString()).toBe('The result could not be written to standard output: the disk is full.\n')
  expect(status).toBe(1)
})
