import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { completeLockfile, platformOf } from '../../build/lockfile.ts'

const lockOf = (packages: Record<string, unknown>) => JSON.stringify({ lockfileVersion: 3, packages })

describe('platformOf', () => {
  it.each([
    ['@swc/core-darwin-arm64', { cpu: ['arm64'], os: ['darwin'] }],
    ['@x/binding-linux-arm-gnueabihf', { libc: ['glibc'], cpu: ['arm'], os: ['linux'] }],
    ['@x/binding-linux-riscv64-musl', { libc: ['musl'], cpu: ['riscv64'], os: ['linux'] }],
    ['@x/binding-win32-ia32-msvc', { cpu: ['ia32'], os: ['win32'] }],
    ['@x/oxide-wasm32-wasi', { cpu: ['wasm32'] }],
    ['fsevents', null],
    ['@x/linux-tools', null],
  ])('tells it from the name %s', (name, platform) => expect(platformOf(name)).toEqual(platform))
})

describe('completeLockfile', () => {
  const asking = {
    version: '1.0.0',
    dev: true,
    optionalDependencies: { '@x/darwin-arm64': '1.2.3', fsevents: '~2.3.3' },
  }

  it('adds the binaries that npm left out, and leaves out what may really be absent', () => {
    const { text, added } = completeLockfile(lockOf({ '': {}, 'node_modules/x': asking }))
    expect(added).toEqual(['@x/darwin-arm64'])
    expect(JSON.parse(text)).toEqual({
      lockfileVersion: 3,
      packages: {
        '': {},
        'node_modules/@x/darwin-arm64': { version: '1.2.3', dev: true, optional: true, cpu: ['arm64'], os: ['darwin'] },
        'node_modules/x': asking,
      },
    })
    expect(completeLockfile(text)).toEqual({ text, added: [] })
  })

  it('keeps an entry that npm knows more about', () => {
    const known = { version: '1.2.3', integrity: 'sha512-x' }
    const nested = { 'node_modules/x': asking, 'node_modules/x/node_modules/@x/darwin-arm64': known }
    expect(completeLockfile(lockOf(nested)).added).toEqual([])
  })

  it('does not guess a version', () => {
    const vague = { ...asking, optionalDependencies: { '@x/darwin-arm64': '^1.0.0' } }
    expect(() => completeLockfile(lockOf({ 'node_modules/x': vague }))).toThrow('"^1.0.0", which is no exact version')
  })
})

describe('package-lock.json', async () => {
  const text = await readFile('package-lock.json', 'utf8')

  it('is complete, or npm ci would refuse it', () => expect(completeLockfile(text).added).toEqual([]))

  it('names no registry, so that npm uses the one it is set up with', () => expect(text).not.toContain('"resolved"'))
})
