import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Copies a database into a temporary folder with its log, for a library that may not be written to: SQLite wants to write
 * beside a WAL database even to read it. Gives what `open` makes of the copy; the folder goes with `remove`, and at once
 * when opening fails.
 */
export function openTemporaryCopy<Opened>(
  file: string,
  open: (copy: string) => Opened,
): { opened: Opened; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'plumage-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    const copy = join(folder, 'plumage.db')
    for (const suffix of ['', '-wal']) if (existsSync(file + suffix)) copyFileSync(file + suffix, copy + suffix)
    return { opened: open(copy), remove }
  } catch (error) {
    remove()
    throw error
  }
}
