import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readDriverVersion } from '../../../electron/inference/device-driver.ts'

it('changes when the Vulkan driver that is used changes, and with nothing else', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plumage-driver-'))
  const manifest = join(folder, 'icd.json')
  const read = (env = { VK_DRIVER_FILES: manifest }) => readDriverVersion(env, 'linux')
  writeFileSync(manifest, '{"ICD": {"api_version": "1.3.0"}}')
  const before = read()
  expect(before).toContain('icd.json')
  expect(read()).toBe(before)
  writeFileSync(manifest, '{"ICD": {"api_version": "1.3.10"}}')
  expect(read()).not.toBe(before)
  expect(read({ VK_DRIVER_FILES: join(folder, 'gone.json') })).not.toContain('gone.json')
  rmSync(folder, { recursive: true })
})

it.each(['win32', 'darwin'])('is the version of the system on %s', (platform) => {
  expect(readDriverVersion({}, platform)).toMatch(new RegExp(`^${platform} \\S+ .+`))
})
