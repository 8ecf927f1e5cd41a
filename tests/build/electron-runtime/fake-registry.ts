import { execFileSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { integrityOf, type RegistryRuntime } from '../../../build/electron-runtime/registry-runtime.ts'
import { zipOf } from '../../support/zip.ts'

/** Electron's mark before its fuses, then version 1, nine fuses, each on ('1') or off ('0'). */
const fuses = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\u0001\u0009111111111'

/** A packaged app as the registry's package has it, only smaller. */
const packagedApp = zipOf([
  { name: 'Bird/Bird', content: `an executable with ${fuses} in it`, mode: 0o100755 },
  { name: 'Bird/v8_context_snapshot.bin', content: 'plain snapshot' },
  { name: 'Bird/browser_v8_context_snapshot.bin', content: 'snapshot of the packaged app' },
  { name: 'Bird/resources/app/package.json', content: '{}' },
  { name: 'Bird/resources/app.asar', content: 'the packaged app' },
  { name: 'Bird/locales/en-US.pak', content: 'words' },
  { name: 'README.txt', content: 'outside of the folder' },
])

export interface FakeRegistry extends AsyncDisposable {
  /** A project whose electron package has fetched nothing yet. */
  root: string
  runtime: RegistryRuntime
  zip: string
  /** With an `npm` on PATH that hands out the package's archive. */
  env: NodeJS.ProcessEnv
  /** What npm does from now on. */
  npmDoes(script: string): Promise<void>
}

export async function createFakeRegistry(content: Buffer = packagedApp): Promise<FakeRegistry> {
  const folder = await mkdtemp(join(tmpdir(), 'plumage-registry-'))
  const path = (...parts: string[]) => join(folder, ...parts)
  await mkdir(path('bin'))
  await mkdir(path('package'))
  await mkdir(path('root/node_modules/electron'), { recursive: true })
  await writeFile(path('root/node_modules/electron/package.json'), '{"version":"45.0.0"}')
  await writeFile(path('package/Bird.zip'), content)
  execFileSync('tar', ['-czf', path('bird.tgz'), '-C', folder, 'package'])
  const registry: FakeRegistry = {
    root: path('root'),
    zip: path('package/Bird.zip'),
    runtime: {
      spec: 'bird@1.0.0',
      integrity: await integrityOf(path('bird.tgz')),
      zip: 'Bird.zip',
      folder: 'Bird',
      executable: 'Bird',
      electronVersion: '1.2.3',
      sizeMb: 1,
    },
    env: { PATH: [path('bin'), process.env['PATH']].join(delimiter) },
    async npmDoes(script) {
      await writeFile(path('bin/npm'), `#!/bin/sh\n${script}\n`)
      await chmod(path('bin/npm'), 0o755)
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
  // npm pack <spec> --pack-destination <folder>
  await registry.npmDoes(`cp ${path('bird.tgz')} "$4/bird-1.0.0.tgz"`)
  return registry
}
