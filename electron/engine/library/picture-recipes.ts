import { lstat, readFile } from 'node:fs/promises'
import type { Database } from 'better-sqlite3'
import { AppError } from '../../contract/failure.ts'
import type { PictureToRead, ReadRecipe } from '../../contract/pictures.ts'
import { picturesOf, picturesOfSource } from '../../contract/prompt.ts'
import type { FoundRecipe, Recipe } from '../../contract/recipe.ts'
import type { Asset } from '../../contract/storyboard.ts'
import type { Sha256 } from '../../contract/values.ts'
import type { LibraryPaths } from '../../service/paths.ts'
import { readRecipe } from '../../recipe/read-recipe.ts'
import { toRecipe } from '../../recipe/to-recipe.ts'
import { findAsset, hasAsset } from './assets.ts'
import { maxFileBytes } from './check-picture.ts'
import { listGenerationsOf, newestWith } from './generations.ts'
import { findJob } from './jobs.ts'
import { endingOf } from './picture-kind.ts'

/** What a page takes at once beside everything else; a prompt of a person has some thousand characters. */
const shownCharacters = 8_000_000

/** What the file of a picture says, or where an older file says nothing, the history. */
export async function readPictureRecipe(
  db: Database,
  paths: LibraryPaths,
  picture: PictureToRead,
): Promise<ReadRecipe> {
  const found = 'sha256' in picture ? await findOf(db, paths, picture.sha256) : await findIn(paths, picture.incoming)
  return { found, missing: found.found === 'recipe' ? missingOf(db, found.recipe) : [] }
}

/** The pictures that a recipe was made from and that are not in the library. */
export function missingOf(db: Database, recipe: Recipe): Sha256[] {
  return [...new Set(picturesNamed(recipe))].filter((sha256) => !hasAsset(db, sha256))
}

async function findOf(db: Database, paths: LibraryPaths, sha256: Sha256): Promise<FoundRecipe> {
  const asset = findAsset(db, sha256)
  if (!asset) throw new AppError('not-found', 'This picture is not in the library.')
  const said = await findInFile(paths, asset)
  if (said.found !== 'nothing') return said
  const kept = recipeFromHistory(db, sha256)
  return kept ? shown({ found: 'recipe', recipe: kept }) : said
}

async function findIn(paths: LibraryPaths, incoming: string): Promise<FoundRecipe> {
  const file = paths.incomingFile(incoming)
  const found = await lstat(file).catch(() => null)
  if (!found?.isFile()) throw new AppError('not-found', 'The picture did not arrive. Add it again.')
  if (found.size > maxFileBytes) return { found: 'nothing', reason: 'The file is too large for a picture.' }
  return shown(readRecipe(await readFile(file)))
}

/** What the file of a picture says. */
export async function findInFile(paths: LibraryPaths, asset: Asset): Promise<FoundRecipe> {
  return shown(readRecipe(await readAssetFile(paths, asset)))
}

/** The file of a picture, as it was kept. */
export async function readAssetFile(paths: LibraryPaths, { sha256, mime }: Asset): Promise<Uint8Array> {
  return await readFile(paths.assetFile(sha256, endingOf(mime))).catch((cause: unknown) => {
    throw new AppError('not-found', 'The file of this picture cannot be read. Add the picture again.', { cause })
  })
}

/** What is too large for a message is not shown; it stays in the file. */
function shown(found: FoundRecipe): FoundRecipe {
  if (JSON.stringify(found).length <= shownCharacters) return found
  return { found: 'nothing', reason: 'The recipe in this picture is too large to be shown.' }
}

/** Of a picture that was made here before files carried it. */
export function recipeFromHistory(db: Database, sha256: Sha256): Recipe | null {
  const generation = newestWith(db, sha256)
  const request = generation && findJob(db, generation.jobId)?.request
  if (!generation || !request) return null
  const all = listGenerationsOf(db, generation.jobId)
  const before = all[all.findIndex(({ id }) => id === generation.id) - 1]
  return toRecipe({ generation, request, wordsBefore: before?.text ?? '' })
}

/** Every picture that a recipe was made from. */
function picturesNamed(recipe: Recipe): Sha256[] {
  const sources = recipe.kind === 'generate' && recipe.source ? picturesOfSource(recipe.source) : []
  return [...picturesOf(recipe.prompt), ...sources]
}
