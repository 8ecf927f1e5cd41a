import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'

/** A picture of a colour of its own for each number: a disc on a plain ground. */
export function picture(number: number, width = 256, height = 256): Promise<Buffer> {
  const hue = (number * 67) % 360
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <rect width="100%" height="100%" fill="hsl(${hue}, 60%, 80%)"/>
    <circle cx="50%" cy="50%" r="30%" fill="hsl(${(hue + 180) % 360}, 70%, 40%)"/></svg>`
  return sharp(Buffer.from(drawing)).png().toBuffer()
}

export interface FilesFolder extends AsyncDisposable {
  readonly path: string
  /** Writes a file and gives its path. */
  file(name: string, bytes: Uint8Array): Promise<string>
}

/** A folder for files that are to be dropped or chosen. */
export async function filesFolder(): Promise<FilesFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'plumage-files-'))
  return {
    path: folder,
    async file(name, bytes) {
      const path = join(folder, name)
      await writeFile(path, bytes)
      return path
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}
