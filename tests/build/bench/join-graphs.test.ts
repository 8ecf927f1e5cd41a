import { create, toBinary } from '@bufbuild/protobuf'
import { AttributeProtoSchema, GraphProtoSchema, ModelProtoSchema, TensorProto_DataType } from 'onnx-buf'
import type { ModelProto } from 'onnx-buf'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { describe, expect, it } from 'vitest'
import { Complaint } from '../../../build/complaint.ts'
import { joinGraphs } from '../../../build/bench/join-graphs.ts'

const floats = (name: string) => ({
  name,
  type: {
    value: {
      case: 'tensorType' as const,
      value: {
        elemType: TensorProto_DataType.FLOAT,
        shape: { dim: [{ value: { case: 'dimValue' as const, value: 2n } }] },
      },
    },
  },
})

/** `output = input opType constant`, through a value named `inner` and a weight named `weight`, as any graph may have. */
function graphOf(opType: string, constant: number, input: string, output: string, opset = 17n): ModelProto {
  const weight = { name: 'weight', dataType: TensorProto_DataType.FLOAT, dims: [2n], floatData: [constant, constant] }
  return create(ModelProtoSchema, {
    irVersion: 8n,
    opsetImport: [{ version: opset }],
    graph: {
      name: opType,
      node: [
        { opType, name: 'node', input: [input, 'weight'], output: ['inner'] },
        { opType: 'Identity', name: 'last', input: ['inner'], output: [output] },
      ],
      initializer: [weight],
      input: [floats(input)],
      output: [floats(output)],
    },
  })
}

describe('joined graphs', () => {
  it('compute what they compute one after another, though their inner names are the same', async () => {
    const joined = joinGraphs('both', [
      { prefix: 'first/', model: graphOf('Add', 3, 'x', 'y'), renamed: { y: 'between' } },
      { prefix: 'second/', model: graphOf('Mul', 10, 'z', 'result'), renamed: { z: 'between' } },
    ])
    const session = await InferenceSession.create(toBinary(ModelProtoSchema, joined))
    expect([session.inputNames, session.outputNames]).toEqual([['x'], ['result']])
    const { result } = await session.run({ x: new Tensor('float32', [1, -2], [2]) })
    expect([...(result!.data as Float32Array)]).toEqual([40, 10])
    await session.release()
  })

  it('keep inputs and outputs that feed no other part, and leave the parts as they were', () => {
    const first = graphOf('Add', 3, 'x', 'y')
    const joined = joinGraphs('side by side', [
      { prefix: 'first/', model: first },
      { prefix: 'second/', model: graphOf('Mul', 10, 'a', 'b') },
    ])
    expect(joined.graph?.input.map(({ name }) => name)).toEqual(['x', 'a'])
    expect(joined.graph?.output.map(({ name }) => name)).toEqual(['y', 'b'])
    expect(first).toEqual(graphOf('Add', 3, 'x', 'y'))
  })

  it('speak one version of ONNX', () => {
    const parts = [
      { prefix: 'first/', model: graphOf('Add', 3, 'x', 'y') },
      { prefix: 'second/', model: graphOf('Mul', 10, 'y', 'z', 18n) },
    ]
    expect(() => joinGraphs('both', parts)).toThrow(Complaint)
    expect(() => joinGraphs('both', parts)).toThrow(/ai\.onnx 17.*ai\.onnx 18/)
  })

  it('may use operators of their own, which the joined graph then knows', async () => {
    const doubled = graphOf('Mul', 2, 'y', 'z')
    const own = { domain: 'com.microsoft', version: 1n }
    const first = create(ModelProtoSchema, {
      irVersion: 8n,
      opsetImport: [...doubled.opsetImport, own],
      graph: {
        name: 'silu',
        node: [{ opType: 'QuickGelu', domain: own.domain, name: 'silu', input: ['x'], output: ['y'] }],
        input: [floats('x')],
        output: [floats('y')],
      },
    })
    const joined = joinGraphs('both', [
      { prefix: 'first/', model: first },
      { prefix: 'second/', model: doubled },
    ])
    const session = await InferenceSession.create(toBinary(ModelProtoSchema, joined))
    const { z } = await session.run({ x: new Tensor('float32', [0, 20], [2]) })
    expect([...(z!.data as Float32Array)]).toEqual([0, 40])
    await session.release()
  })

  it('hold no graphs within nodes, which would have names of their own', () => {
    const model = graphOf('Add', 3, 'x', 'y')
    model.graph!.node[0]!.attribute = [create(AttributeProtoSchema, { name: 'body', g: create(GraphProtoSchema) })]
    expect(() => joinGraphs('one', [{ prefix: 'p/', model }])).toThrow(Complaint)
  })
})
