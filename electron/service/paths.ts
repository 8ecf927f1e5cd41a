import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import type { Sha256 } from '../contract/values.ts'

type Env = Record<string, string | undefined>

/** The kinds of picture the library keeps, by the ending of their files. */
export const assetEndings = ['png', 'jpg', 'webp', 'gif', 'avif'] as const
export type AssetEnding = (typeof assetEndings)[number]

/** Where a person's work is: never inside the app, so that an update cannot touch it. */
export function libraryFolder(
  env: Env = process.env,
  platform: string = process.platform,
  home: string = homedir(),
): string {
  if (env['PLUMAGE_LIBRARY']) return resolve(env['PLUMAGE_LIBRARY'])
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Plumage')
  if (platform === 'win32') return join(env['APPDATA'] || join(home, 'AppData', 'Roaming'), 'Plumage')
  return join(env['XDG_DATA_HOME'] || join(home, '.local', 'share'), 'plumage')
}

/** The layout of a library. Nobody else joins these paths. */
export function libraryPaths(library: string = libraryFolder()) {
  return {
    library,
    database: join(library, 'plumage.db'),
    assets: join(library, 'assets'),
    incoming: join(library, 'incoming'),
    outgoing: join(library, 'outgoing'),
    previews: join(library, 'previews'),
    logs: join(library, 'logs'),
    deviceVerdicts: join(library, 'devices.json'),
    owners: join(library, 'owners'),
    backups: join(library, 'backups'),
    assetFile: (sha256: Sha256, ending: AssetEnding) =>
      join(library, 'assets', sha256.slice(0, 2), `${sha256}.${ending}`),
    incomingFile: (id: string) => join(library, 'incoming', id),
    outgoingFile: (id: string) => join(library, 'outgoing', id),
    previewFile: (sha256: Sha256) => join(library, 'previews', `${sha256}.png`),
    backupFile: (name: string) => join(library, 'backups', name),
    ownerFile: (name: string) => join(library, 'owners', `${name}.lock`),
    logFile: (process: string) => join(library, 'logs', `${process}.log`),
  }
}
export type LibraryPaths = ReturnType<typeof libraryPaths>

/** Model packs: PLUMAGE_PACKS, else `models/packs` in the nearest folder above this code that has one. */
export function packsFolder(env: Env = process.env, from: string = import.meta.dirname): string {
  if (env['PLUMAGE_PACKS']) return resolve(env['PLUMAGE_PACKS'])
  for (let folder = from; ; folder = dirname(folder)) {
    const packs = join(folder, 'models', 'packs')
    if (existsSync(packs)) return packs
    if (dirname(folder) === folder) return join(from, 'models', 'packs')
  }
}
