import { chmod, mkdir, mkdtemp, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { z } from 'zod'

/** Written last, so a folder that has it was once whole; the sizes tell whether it still is. */
const Receipt = z.strictObject({ recipe: z.string(), sizes: z.record(z.string(), z.int()) })
const receiptName = 'plumage-receipt.json'

/** Whether a folder is what `fillFolder` left there under this recipe, with no file missing or cut short. */
export async function isWhole(folder: string, recipe: string): Promise<boolean> {
  try {
    const receipt = Receipt.parse(JSON.parse(await readFile(join(folder, receiptName), 'utf8')))
    const entries = Object.entries(receipt.sizes)
    const sizes = await Promise.all(entries.map(async ([path]) => (await stat(join(folder, path))).size))
    return receipt.recipe === recipe && entries.length > 0 && entries.every(([, size], i) => size === sizes[i])
  } catch {
    return false // no receipt, or one that cannot be read, or a file of it that is gone: not whole
  }
}

/**
 * Fills a folder all or nothing: in a temporary one beside it, renamed at the end. Another process that does the same
 * at the same time is no harm; whoever renames second keeps what the first put there.
 */
export async function fillFolder(folder: string, recipe: string, fill: (into: string) => Promise<void>): Promise<void> {
  await mkdir(dirname(folder), { recursive: true })
  const working = await mkdtemp(`${folder}.`)
  try {
    await fill(working)
    await writeFile(join(working, receiptName), JSON.stringify({ recipe, sizes: await sizesIn(working) }))
    if (await isWhole(folder, recipe)) return
    await rm(folder, { recursive: true, force: true })
    await chmod(working, 0o755) // mkdtemp makes it for its owner alone
    await rename(working, folder)
  } catch (error) {
    if (!(await isWhole(folder, recipe))) throw error
  } finally {
    await rm(working, { recursive: true, force: true })
  }
}

async function sizesIn(folder: string): Promise<Record<string, number>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return Object.fromEntries(
    await Promise.all(files.map(async (path) => [relative(folder, path), (await stat(path)).size] as const)),
  )
}
