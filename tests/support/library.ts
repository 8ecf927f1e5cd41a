import Sqlite from 'better-sqlite3'
import { join } from 'node:path'
import { z } from 'zod'
import { PromptPart } from '../../electron/contract/prompt.ts'
import { libraryPaths } from '../../electron/service/paths.ts'

/** Where the app in this folder (see app.ts) keeps its library. */
export const libraryOf = (folder: string) => libraryPaths(join(folder, 'library'))

const Row = z.object({
  caption: z.string(),
  image: z.string().nullable(),
  job: z.string().nullable(),
  seed: z.int().nullable(),
  pack: z.string().nullable(),
  packHash: z.string().nullable(),
  prompt: z
    .string()
    .transform((text) => z.array(PromptPart).parse(JSON.parse(text)))
    .nullable(),
})
export type PanelRow = z.infer<typeof Row>

/** The panels of the board that was changed last, read from the database file itself, beside the running app. */
export function panelRows(folder: string): PanelRow[] {
  const db = new Sqlite(libraryOf(folder).database, { readonly: true, timeout: 10_000 })
  try {
    const query = `SELECT panels.caption, panels.image_sha256 AS image, generations.job_id AS job, seed, pack,
        pack_hash AS packHash, prompt
      FROM panels LEFT JOIN generations ON generations.id = panels.generation_id
      WHERE storyboard_id = (SELECT id FROM storyboards ORDER BY updated_at_ms DESC, id DESC LIMIT 1)
      ORDER BY position`
    return z.array(Row).parse(db.prepare(query).all())
  } finally {
    db.close()
  }
}
