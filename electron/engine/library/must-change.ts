import type { RunResult } from 'better-sqlite3'

/** A write that was to touch exactly one row did. Anything else is a bug, and the transaction around it is undone. */
export function mustChangeOne(result: RunResult): void {
  if (result.changes !== 1) throw new Error(`expected to write 1 row, wrote ${result.changes}`)
}
