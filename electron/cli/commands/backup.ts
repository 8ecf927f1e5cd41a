import type { Backup, BackupKind, BackupsState } from '../../contract/upkeep.ts'
import { openDesk } from '../desk.ts'
import type { CommonOptions } from '../run-options.ts'
import type { Terminal } from '../terminal.ts'

/** `plumage backup list`: newest first. */
export async function listBackups(options: CommonOptions, terminal: Terminal): Promise<void> {
  await using desk = await openDesk(options, terminal)
  const state = await desk.engine.backups.list()
  if (options.json) return terminal.print(`${JSON.stringify(state)}\n`)
  for (const line of describeState(state)) terminal.print(`${line}\n`)
  if (state.backups.length === 0) terminal.note('There is no backup yet.\n')
  if (state.sentence) terminal.note(`${state.sentence}\n`)
}

/** `plumage backup make` */
export async function makeBackup(options: CommonOptions, terminal: Terminal): Promise<void> {
  await using desk = await openDesk(options, terminal)
  const backup = await desk.engine.backups.make(undefined, { signal: terminal.signal })
  terminal.print(options.json ? `${JSON.stringify({ backup })}\n` : `${backup.name}\n`)
}

const kinds: Record<BackupKind, string> = {
  timed: 'by itself',
  migration: 'before an update of the tables',
  restore: 'before a restore',
  person: 'asked for',
}

function describeState({ backups, damaged }: BackupsState): string[] {
  const lines = backups.map(describeBackup)
  const width = Math.max(0, ...backups.map(({ name }) => name.length))
  return [
    ...lines.map(([name = '', ...rest]) => [name.padEnd(width), ...rest].join('  ')),
    ...damaged.map(({ name, sizeBytes }) => `${name}  ${toMb(sizeBytes)}  damaged, kept aside`),
  ]
}

const describeBackup = ({ name, kind, sizeBytes }: Backup): string[] => [name, toMb(sizeBytes).padStart(9), kinds[kind]]

const toMb = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`
