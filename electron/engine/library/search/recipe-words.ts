import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import { textsOf } from '../../../contract/prompt.ts'
import type { FoundRecipe } from '../../../contract/recipe.ts'
import { Asset } from '../../../contract/storyboard.ts'
import { Id, type Sha256 } from '../../../contract/values.ts'

/** A stranger's file must not make the library large. */
const longest = 50_000

/** By which words a picture is found that was brought in with a recipe in its file. What is not wanted in it is none. */
export function putRecipeWords(db: Database, sha256: Sha256, found: FoundRecipe): void {
  const { prompt, recipe } = wordsOf(found)
  db.prepare(
    `INSERT INTO search_recipes (doc_id, prompt, recipe)
     SELECT id, :prompt, :recipe FROM search_docs WHERE thing = 'picture' AND source_id = :sha256
     ON CONFLICT (doc_id) DO NOTHING`,
  ).run({ sha256, prompt: prompt.slice(0, longest), recipe: recipe.slice(0, longest) })
}

function wordsOf(found: FoundRecipe): { prompt: string; recipe: string } {
  if (found.found === 'nothing') return { prompt: '', recipe: '' }
  if (found.found === 'foreign') {
    const { form, prompt, seed, sampler, model } = found.recipe
    return { prompt: prompt ?? '', recipe: said(form, model, sampler, seed && `seed ${seed}`) }
  }
  const { recipe } = found
  const more = recipe.kind === 'generate' ? recipe.completion : recipe.kind === 'blend' ? null : recipe.text
  return {
    prompt: [...textsOf(recipe.prompt), more ?? ''].filter((text) => text !== '').join('\n'),
    recipe: said(recipe.kind, recipe.pack, `seed ${recipe.seed}`, recipe.device),
  }
}

const said = (...words: (string | null)[]) => words.filter((word) => word !== null && word !== '').join(' ')

const Unread = Asset.extend({ importId: Id })

/** Pictures whose files were not read for a recipe yet, the last brought in first; from one import back. */
export function listWithoutRecipe(db: Database, before: Id | null, limit: number): z.infer<typeof Unread>[] {
  const query = `SELECT i.id AS importId, a.sha256, a.mime, a.width, a.height, a.size_bytes AS sizeBytes
    FROM imports i JOIN assets a ON a.sha256 = i.sha256
    JOIN search_docs d ON d.thing = 'picture' AND d.source_id = i.sha256
    WHERE i.id < coalesce(:before, 'g') AND NOT EXISTS (SELECT 1 FROM search_recipes r WHERE r.doc_id = d.id)
    ORDER BY i.id DESC LIMIT :limit`
  return z.array(Unread).parse(db.prepare(query).all({ before, limit }))
}
