import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { makeFolder } from '../../../electron/service/make-folder.ts'
import { canMount, mountTmpfs } from '../../support/mount.ts'

let base: string
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'plumage-folder-'))
})
afterEach(() => rmSync(base, { recursive: true, force: true }))

it('makes a folder and those above it, and says which was the first', () => {
  expect(makeFolder(join(base, 'a', 'b', 'c'))).toBe(join(base, 'a'))
  expect(existsSync(join(base, 'a', 'b', 'c'))).toBe(true)
  expect(makeFolder(join(base, 'a', 'b', 'c'))).toBeUndefined()
})

it('says that a file is in the way', () => {
  writeFileSync(join(base, 'file'), '')
  expect(() => makeFolder(join(base, 'file', 'b'))).toThrow(expect.objectContaining({ code: 'ENOTDIR' }))
})

it.skipIf(!canMount)('says that a disk is read-only, however deep the folder would be', () => {
  using disk = mountTmpfs(join(base, 'disk'), 'size=64k')
  disk.remount('ro')
  for (const folder of ['a', join('a', 'b', 'c')])
    expect(() => makeFolder(join(disk.folder, folder))).toThrow(expect.objectContaining({ code: 'EROFS' }))
})
