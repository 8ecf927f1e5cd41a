import { expect, it } from 'vitest'
import { recordRuns, replayRuns } from '../../../build/bench/bare-runs.ts'
import type { Recording } from '../../../build/bench/bare-runs.ts'
import { generateText } from '../../../models/emu/generate-text.ts'
import { openModel } from '../../../models/emu/model.ts'
import { writeTinyPack } from '../../models/support/tiny-pack.ts'

const describeRuns = ({ runs }: Recording) =>
  runs.map(({ session, feeds }) => ({
    session,
    feeds: Array.from(feeds, ([name, source]) =>
      source.from === 'run'
        ? [name, source]
        : [name, source.tensor.dims, Array.from(source.tensor.data as ArrayLike<unknown>)],
    ),
  }))

it('a replay runs the same sessions on the same numbers, keys and values handed on from run to run', async () => {
  await using pack = await writeTinyPack()
  await using model = await openModel(pack.folder, { device: 'cpu' })
  const write = () => generateText(model, [{ type: 'text', text: 'abc' }], { task: 'continue', maxTokens: 3 })
  const recording = await recordRuns(write)
  expect(new Set(recording.runs.map(({ session }) => session)).size).toBeGreaterThan(1)
  const handedOn = recording.runs.flatMap(({ feeds }) => [...feeds.values()]).filter(({ from }) => from === 'run')
  expect(handedOn.length).toBeGreaterThan(0)

  const replayed = await recordRuns(() => replayRuns(recording))
  expect(describeRuns(replayed)).toEqual(describeRuns(recording))
  // and the engine is left as it was: nothing is recorded when nobody asked
  const before = recording.runs.length
  await write()
  expect(recording.runs.length).toBe(before)
})

it('work that fails while it is recorded fails as it would, and leaves nothing behind', async () => {
  await using pack = await writeTinyPack()
  await using model = await openModel(pack.folder, { device: 'cpu' })
  const failing = recordRuns(() => generateText(model, [], { task: 'continue' }))
  await expect(failing).rejects.toThrow(/prompt is empty/)
  const { runs } = await recordRuns(() => Promise.resolve())
  expect(runs).toEqual([])
})
