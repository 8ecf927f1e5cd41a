import { clone, create } from '@bufbuild/protobuf'
import { GraphProtoSchema, ModelProtoSchema } from 'onnx-buf'
import type { GraphProto, ModelProto, OperatorSetIdProto } from 'onnx-buf'
import { Complaint } from '../complaint.ts'

/** A graph of its own that becomes part of a larger one. */
export interface GraphPart {
  /** Put before every name inside the graph, so that parts cannot collide; no two parts share one. */
  readonly prefix: string
  readonly model: ModelProto
  /** Inputs and outputs that go by another name in the joined graph; the others keep theirs. */
  readonly renamed?: Readonly<Record<string, string>>
}

/**
 * Joins graphs end to end: an output of one part that has the name of an input of a later one feeds it, and is no longer
 * seen from outside. Parts come in the order in which they are computed.
 *
 * Errors   Complaint if two parts name different versions of the file format or of the same operators, or if one holds
 *          graphs within nodes. Operators that only one part uses (onnxruntime's own, say) are no difference.
 */
export function joinGraphs(name: string, parts: readonly GraphPart[]): ModelProto {
  const versions = agreeOnVersions(parts.map(({ model }) => model))
  const graphs = parts.map(renameGraph)
  const produced = new Set(graphs.flatMap(({ output }) => output.map((value) => value.name)))
  const consumed = new Set(graphs.flatMap(({ input }) => input.map((value) => value.name)))
  const graph = create(GraphProtoSchema, {
    name,
    node: graphs.flatMap(({ node }) => node),
    initializer: graphs.flatMap(({ initializer }) => initializer),
    input: graphs.flatMap(({ input }) => input.filter((value) => !produced.has(value.name))),
    output: graphs.flatMap(({ output }) => output.filter((value) => !consumed.has(value.name))),
  })
  return create(ModelProtoSchema, { ...versions, graph })
}

function agreeOnVersions(models: readonly ModelProto[]): Pick<ModelProto, 'irVersion' | 'opsetImport'> {
  const irVersion = models[0]!.irVersion
  const operators = new Map<string, OperatorSetIdProto>()
  for (const model of models) {
    if (model.irVersion !== irVersion) throw differ(`IR ${irVersion}`, `IR ${model.irVersion}`)
    for (const used of model.opsetImport) {
      const known = operators.get(used.domain) ?? used
      if (known.version !== used.version) throw differ(describeOperators(known), describeOperators(used))
      operators.set(used.domain, used)
    }
  }
  return { irVersion, opsetImport: [...operators.values()] }
}

const describeOperators = ({ domain, version }: OperatorSetIdProto): string => `${domain || 'ai.onnx'} ${version}`

const differ = (one: string, other: string) =>
  new Complaint(`These graphs cannot be joined: ${one} and ${other} differ.`)

function renameGraph({ prefix, model, renamed = {} }: GraphPart): GraphProto {
  const graph = clone(GraphProtoSchema, model.graph ?? create(GraphProtoSchema))
  const outer = new Set([...graph.input, ...graph.output].map(({ name }) => name))
  const rename = (name: string): string => {
    if (name === '') return name // an optional input that is left out
    return outer.has(name) ? (renamed[name] ?? name) : prefix + name
  }
  for (const node of graph.node) {
    if (node.attribute.some(({ g, graphs }) => g ?? graphs.length > 0)) {
      throw new Complaint(`${prefix}${node.name} holds a graph of its own; such graphs cannot be joined.`)
    }
    node.name = prefix + node.name
    node.input = node.input.map(rename)
    node.output = node.output.map(rename)
  }
  for (const value of [...graph.input, ...graph.output, ...graph.initializer]) value.name = rename(value.name)
  return graph
}
