import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openAll, Session } from '../../../models/runtime/session.ts'
import { emptyTensor, float32, int64, readFloats } from '../../../models/runtime/tensor.ts'
import { expectModelError } from '../support/expect-model-error.ts'
import { type Graph, writeOnnx } from '../support/onnx.ts'
import { inFloat16 } from '../support/tiny-precisions.ts'

const options = { device: 'cpu', threads: 1 }

/** As many zeros as it is asked for. */
const zeros: Graph = {
  inputs: { shape: { type: 'int64', shape: [1] } },
  outputs: { zeros: { type: 'float32', shape: ['n'] } },
  constants: {},
  nodes: [{ op: 'ConstantOfShape', inputs: ['shape'], outputs: ['zeros'] }],
}
/** What it has seen so far, and twice what it is given. */
const doubling: Graph = {
  inputs: { x: { type: 'float32', shape: ['S', 2] }, past: { type: 'float32', shape: ['P', 2] } },
  outputs: { doubled: { type: 'float32', shape: ['S', 2] }, present: { type: 'float32', shape: ['T', 2] } },
  constants: {},
  nodes: [
    { op: 'Add', inputs: ['x', 'x'], outputs: ['doubled'] },
    { op: 'Concat', inputs: ['past', 'x'], outputs: ['present'], attributes: { axis: 0 } },
  ],
}

let folder: string
const pathOf = (name: string) => join(folder, `${name}.onnx`)
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumage-session-'))
  await writeFile(pathOf('zeros'), writeOnnx(zeros))
  await writeFile(pathOf('half'), writeOnnx(inFloat16(doubling)))
  await writeFile(pathOf('damaged'), 'not a graph')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

it('says that there is not enough memory when there is not, and works on', async () => {
  await using session = await Session.open('zeros', pathOf('zeros'), options)
  // 256 TiB: more than an address can name, so that no machine has it.
  await expectModelError(session.run({ shape: int64([2 ** 46], [1]) }), 'out-of-memory', /not enough memory.*zeros/)
  const { zeros: few } = await session.run({ shape: int64([3], [1]) })
  expect(readFloats(few!, 'zeros')).toEqual(new Float32Array(3))
})

it('takes floats where the graph wants halves, and hands its halves on unchanged', async () => {
  await using session = await Session.open('half', pathOf('half'), options)
  const past = session.inputs.find(({ name }) => name === 'past')!
  const nothing = emptyTensor(past, [0, 2])
  expect(nothing.type).toBe('float16')
  const first = await session.run({ x: float32(Float32Array.of(1.0001, -3), [1, 2]), past: nothing })
  expect(first['present']!.type).toBe('float16')
  const second = await session.run({ x: float32(Float32Array.of(0.1, 2 ** -24), [1, 2]), past: first['present']! })
  expect(readFloats(second['present']!, 'present')).toEqual(Float32Array.of(1, -3, 0.0999755859375, 2 ** -24))
  expect(readFloats(second['doubled']!, 'doubled')).toEqual(Float32Array.of(0.199951171875, 2 ** -23))
})

it('refuses halves that overflowed, by the name of the output', async () => {
  await using session = await Session.open('half', pathOf('half'), options)
  const past = emptyTensor(session.inputs[1]!, [0, 2])
  const outputs = await session.run({ x: float32(Float32Array.of(40_000, 1), [1, 2]), past })
  expect(() => readFloats(outputs['doubled']!, 'doubled')).toThrow(/doubled holds a number that is not finite/)
})

it('names a graph that cannot be read and an input that is missing', async () => {
  const paths = new Map([
    ['zeros', pathOf('zeros')],
    ['damaged', pathOf('damaged')],
  ])
  await expectModelError(openAll(paths, options), 'bad-pack', /graph damaged/)
  await using session = await Session.open('zeros', pathOf('zeros'), options)
  await expectModelError(session.run({}), 'bad-shape', /zeros wants an input shape/)
})
