import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { defaultThreads } from '../../models/runtime/providers.ts'
import { root } from '../processes.ts'

export const packFolder = join(root, 'models', 'packs', 'nano')

const Version = z.object({ version: z.string() })

export async function versionOf(dependency: string): Promise<string> {
  const text = await readFile(join(root, 'node_modules', dependency, 'package.json'), 'utf8')
  return Version.parse(JSON.parse(text)).version
}

/** What the numbers depend on, as lines of a Markdown list. To be asked before measuring, which is a load itself. */
export async function describeMachine(): Promise<string[]> {
  const pack = createHash('sha256')
    .update(await readFile(join(packFolder, 'pack.json')))
    .digest('hex')
  return [
    `- processor: ${cpus()[0]?.model.trim() ?? 'unknown'}, ${availableParallelism()} logical cores`,
    `- memory: ${(totalmem() / 2 ** 30).toFixed(1)} GiB; system: ${type()} ${release()}`,
    `- Node ${process.versions.node}, onnxruntime ${await versionOf('onnxruntime-node')}, ${defaultThreads()} threads, on the processor`,
    `- pack: nano, sha256 ${pack.slice(0, 16)}…`,
    `- other work on the machine: a load of ${loadavg()[0]!.toFixed(1)} in the minute before`,
    `- date: ${new Date().toISOString().slice(0, 10)}`,
  ]
}
