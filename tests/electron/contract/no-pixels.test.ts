import { getEventIteratorSchemaDetails, isContractProcedure } from '@orpc/contract'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { engineContract } from '../../../electron/contract/engine.ts'
import { inferenceContract } from '../../../electron/contract/inference.ts'
import { shellContract } from '../../../electron/contract/shell.ts'

// Invariant 7: pixels never travel over a port. What JSON Schema cannot describe (bytes, files, blobs) is in no contract.
const schemas = [engineContract, inferenceContract, shellContract].flatMap((contract) => schemasOf(contract, []))

it.each(schemas)('%s is plain JSON', (_method, schema) => {
  expect(() => z.toJSONSchema(schema, { io: 'input' })).not.toThrow()
})

it('looks at every method', () => expect(schemas.length).toBeGreaterThan(30))

function schemasOf(part: unknown, path: string[]): [string, z.ZodType][] {
  if (!isContractProcedure(part)) {
    return Object.entries(part as object).flatMap(([key, below]: [string, unknown]) => schemasOf(below, [...path, key]))
  }
  const { inputSchema, outputSchema } = part['~orpc'] as { inputSchema?: unknown; outputSchema?: z.ZodType }
  const stream = getEventIteratorSchemaDetails(outputSchema)
  const all = stream ? [inputSchema, stream.yields, stream.returns] : [inputSchema, outputSchema]
  return all.filter((schema) => schema instanceof z.ZodType).map((schema) => [path.join('.'), schema])
}
