import { join } from 'node:path'
import type { Model } from '../../models/emu/model.ts'
import type { Pack } from '../../models/emu/pack.ts'
import { root, run } from '../processes.ts'
import { packFolder } from './machine.ts'
import { spreadOf } from './measure.ts'
import type { Group, Measured, Target } from './table.ts'

const ROUNDS = 5
const TARGET: Target = { at: 'most', ratio: 2.5 }
const MB = 1e6

const ABOUT =
  'Peak resident memory of a fresh process that opens the pack, draws one picture and captions it, against the graphs ' +
  'and constants on disk. The second line is the first without what an empty Node with onnxruntime takes, which stands in ' +
  'the third. On disk large weights are int8; in memory they are float32, four times that.'

export async function measureMemory({ pack }: Model): Promise<Group> {
  const weights = sizeOfWeights(pack)
  const empty: number[] = []
  const whole: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    empty.push(await peakOf('base'))
    whole.push(await peakOf('work', packFolder))
  }
  const onTop = whole.map((peak, round) => peak - empty[round]!)
  const toRow = (name: string, values: readonly number[], target: Target | null): Measured => ({
    name,
    ours: spreadOf(values),
    peer: spreadOf([weights]),
    peerName: 'weights on disk',
    unit: 'MB',
    ratio: spreadOf(values.map((value) => value / weights)),
    ratioName: 'memory / weights',
    target,
  })
  const rows = [
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
