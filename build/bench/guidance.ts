import { Tensor } from 'onnxruntime-node'
import { generateImage } from '../../models/emu/generate-image.ts'
import type { Model } from '../../models/emu/model.ts'
import { recordRuns, replayRuns } from './bare-runs.ts'
import type { RecordedRun, Recording, Source } from './bare-runs.ts'
import { interleave, ratioOf, spreadOf, trial } from './measure.ts'
import type { Rounds } from './measure.ts'
import { PICTURE_PROMPT, SEED } from './prompts.ts'
import type { Group } from './table.ts'

const ROUNDS: Rounds = { warmups: 2, rounds: 25 }

/** The decoder under guidance: prompt and empty prompt as two rows of each run, or as two runs. */
export async function measureGuidance(model: Model): Promise<Group> {
  const options = { seed: SEED, guidance: 2, complete: false } as const
  const all = await recordRuns(() => generateImage(model, PICTURE_PROMPT, options))
  const decoding = all.runs.filter(({ feeds }) => feeds.has('encoder_hidden_states'))
  const together = standAlone(decoding)
  const apart = standAlone(decoding.flatMap((run) => [takeRow(run, 0), takeRow(run, 1)]))
  const { ours, peer } = await interleave(
    trial(() => replayRuns(together)),
    trial(() => replayRuns(apart)),
    ROUNDS,
  )
  return {
    title: 'Guidance in one run',
    about:
      'The runs of the decoder for one picture with guidance 2, on recorded feeds: both rows in one run, as the engine does, ' +
      'against one run for each row. What is around the runs costs the same either way.',
    rows: [
      {
        name: 'decoder of one picture',
        ours: spreadOf(ours),
        peer: spreadOf(peer),
        peerName: 'two runs of one row',
        unit: 'ms',
        ratio: ratioOf(ours, peer),
        ratioName: 'one run / two runs',
        target: null,
      },
    ],
  }
}

function standAlone(runs: readonly RecordedRun[]): Recording {
  return { runs, lastReaders: runs.map((_, run) => run) }
}

function takeRow(run: RecordedRun, row: number): RecordedRun {
  return { ...run, feeds: new Map(Array.from(run.feeds, ([name, source]) => [name, rowOf(name, source, row)])) }
}

function rowOf(name: string, source: Source, row: number): Source {
  if (source.from === 'run') throw new TypeError(`${name} is handed on from run to run and cannot be split`)
  const { data, dims } = source.tensor
  if (!(data instanceof Float32Array) || dims[0] !== 2) throw new TypeError(`${name} has no two rows of numbers`)
  const size = data.length / 2
  const values = data.slice(row * size, (row + 1) * size)
  return { from: 'elsewhere', tensor: new Tensor('float32', values, [1, ...dims.slice(1)]) }
}
