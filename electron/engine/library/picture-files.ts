import { readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { Sha256 } from '../../contract/values.ts'
import { type AssetEnding, assetEndings, type LibraryPaths } from '../../service/paths.ts'

/** A file in the folder of pictures. `sha256` is null for one that has not the name of a picture. */
export type PictureFile = { name: string } & ({ sha256: Sha256; ending: AssetEnding } | { sha256: null; ending: null })

/** Every file among the pictures, by its name inside the library folder. One folder is held in memory at a time. */
export async function* listPictureFiles({ assets, library }: LibraryPaths): AsyncGenerator<PictureFile> {
  const entries = await readdir(assets, { withFileTypes: true }).catch(() => [])
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(assets, entry.name)
    if (!entry.isDirectory()) yield { name: relative(library, path), sha256: null, ending: null }
    else
      for (const name of (await readdir(path, { recursive: true })).toSorted())
        yield toPictureFile(entry.name, name, relative(library, join(path, name)))
  }
}

function toPictureFile(folder: string, file: string, name: string): PictureFile {
  const [stem = '', last] = file.split('.', 2)
  const sha256 = Sha256.safeParse(stem).data
  const ending = assetEndings.find((each) => each === last)
  const isPicture = sha256 !== undefined && ending !== undefined && file === `${sha256}.${ending}`
  if (!isPicture || !sha256.startsWith(folder)) return { name, sha256: null, ending: null }
  return { name, sha256, ending }
}
