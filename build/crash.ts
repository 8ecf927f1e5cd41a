import { parseArgs } from 'node:util'
import { Complaint } from './complaint.ts'
import { nodeCommand, run } from './processes.ts'

const nightlyRounds = 500

/**
 * The tests that kill engines, fill disks and flip bytes, so many rounds as a night has room for. What is chosen comes
 * from the seed; a failure says with which rounds and seed it is met again.
 */
export async function crash(args: readonly string[]): Promise<number> {
  const { rounds, seed } = readOptions(args)
  console.log(`${rounds} rounds with seed ${seed}`)
  const env = { ...process.env, PLUMAGE_CRASH_ROUNDS: String(rounds), PLUMAGE_CRASH_SEED: seed }
  const command = nodeCommand('vitest/vitest.mjs', 'run', '--project', 'integration', 'tests/integration/crash/')
  return (await run(...command, { env, stdio: ['ignore', 'inherit', 'inherit'] })).code ?? 1
}

function readOptions(args: readonly string[]): { rounds: number; seed: string } {
  const usage = 'Usage: node build/run.mjs crash [--rounds 500] [--seed words]'
  try {
    const options = { rounds: { type: 'string' }, seed: { type: 'string' } } as const
    const { values } = parseArgs({ args: [...args], options, strict: true })
    const rounds = Number(values.rounds ?? nightlyRounds)
    if (!Number.isInteger(rounds) || rounds < 1) throw new Complaint(`--rounds takes a whole number. ${usage}`)
    return { rounds, seed: values.seed ?? String(Date.now()) }
  } catch (error) {
    if (error instanceof Complaint) throw error
    throw new Complaint(usage)
  }
}
