import type { Database } from 'better-sqlite3'
import { z } from 'zod'

/** Where the person was. Kept as the page gave it. */
export function getView(db: Database, key: string): z.core.util.JSONType | null {
  const value = z
    .string()
    .nullable()
    .parse(db.prepare('SELECT value FROM view WHERE key = ?').pluck().get(key) ?? null)
  return value === null ? null : z.json().parse(JSON.parse(value))
}

export function putView(db: Database, key: string, value: z.core.util.JSONType): void {
  const put = 'INSERT INTO view (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value'
  db.prepare(put).run(key, JSON.stringify(value))
}
