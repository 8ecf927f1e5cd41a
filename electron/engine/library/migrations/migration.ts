import type { Database } from 'better-sqlite3'

/** One step of the schema. Never edited once released: a change of the schema is a new step. */
export interface Migration {
  version: number
  up(db: Database): void
}
