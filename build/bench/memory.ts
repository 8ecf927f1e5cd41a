import { join } from 'node:path'
import type { Model } from '../../models/emu/model.ts'
import { readPack } from '../../models/emu/pack.ts'
import type { Pack } from '../../models/emu/pack.ts'
import { root, run } from '../processes.ts'
import { packFolder } from './machine.ts'
import { spreadOf } from './measure.ts'
import type { Group, Measured, Target } from './table.ts'
import { writeWidePack } from './wide-pack.ts'

const ROUNDS = 5
const TARGET: Target = { at: 'most', ratio: 2.5 }
const MB = 1e6

const ABOUT =
  'Peak resident memory of a fresh process that opens the pack, draws one picture and captions it, against the graphs ' +
  'and constants on disk. The first line is of a pack made on the spot, random float32 weights in the shapes of a ' +
  'transformer; the others are of nano, which is smaller than the program that runs it: as it is, without what an empty ' +
  'Node with onnxruntime takes, and that by itself. On disk nano’s large weights are int8; in memory they are float32, ' +
  'four times that.'

export async function measureMemory({ pack }: Model): Promise<Group> {
  const weights = sizeOfWeights(pack)
  await using wide = await writeWidePack()
  const wideWeights = sizeOfWeights(await readPack(wide.folder))
  const empty: number[] = []
  const whole: number[] = []
  const heavy: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    empty.push(await peakOf('base'))
    whole.push(await peakOf('work', packFolder))
    heavy.push(await peakOf('work', wide.folder))
  }
  const onTop = whole.map((peak, round) => peak - empty[round]!)
  const toRow = (name: string, values: readonly number[], target: Target | null, size = weights): Measured => ({
    name,
    ours: spreadOf(values),
    peer: spreadOf([size]),
    peerName: 'weights on disk',
    unit: 'MB',
    ratio: spreadOf(values.map((value) => value / size)),
    ratioName: 'memory / weights',
    target,
  })
  const rows = [
    toRow('whole process, a language model of real weight', heavy, TARGET, wideWeights),
    toRow('whole process', whole, TARGET),
    toRow('on top of an empty process', onTop, TARGET),
    toRow('an empty process', empty, null),
  ]
  return { title: 'Memory', about: ABOUT, rows }
}

/** Graphs and constants, in MB: no tokenizer, no model card. */
function sizeOfWeights({ manifest: { graphs, constants, files } }: Pack): number {
  const weightFiles = new Set([...Object.values(graphs), constants])
  return files.filter(({ path }) => weightFiles.has(path)).reduce((sum, { bytes }) => sum + bytes, 0) / MB
}

/** In MB. */
async function peakOf(...args: readonly string[]): Promise<number> {
  const { code, output } = await run(process.execPath, [join(root, 'build', 'bench', 'memory-probe.ts'), ...args])
  const bytes = Number(output)
  if (code !== 0 || !(bytes > 0)) throw new Error(`the memory probe failed: ${output}`)
  return bytes / MB
}
