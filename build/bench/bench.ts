import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openModel } from '../../models/emu/model.ts'
import type { Model } from '../../models/emu/model.ts'
import { Complaint } from '../complaint.ts'
import { root } from '../processes.ts'
import { measureGuidance } from './guidance.ts'
import { describeMachine, packFolder } from './machine.ts'
import { measureMemory } from './memory.ts'
import { measureOverhead } from './overhead.ts'
import { measurePeers } from './peers.ts'
import { measureSearch } from './search.ts'
import { measureSteps } from './steps.ts'
import { measureStory } from './story.ts'
import { toSection, withSection } from './table.ts'
import type { Group, Table } from './table.ts'

interface Benchmark {
  readonly measure: (model: Model) => Promise<Group | Table>
  /** Whether the model may remember what it has read. Where the same work is done again and again it must not. */
  readonly remembers?: true
}

const benchmarks: Readonly<Record<string, Benchmark>> = {
  overhead: { measure: measureOverhead },
  peers: { measure: measurePeers },
  story: { measure: measureStory, remembers: true },
  guidance: { measure: measureGuidance },
  steps: { measure: measureSteps },
  memory: { measure: measureMemory },
  search: { measure: measureSearch },
}

const FORGETFUL = { pictureBytes: 0, prefixBytes: 0 }

const resultsFile = join(root, 'build', 'bench', 'results.md')

/**
 * Runs every benchmark, or those that are named. All of them together are written to results.md; a few are only printed,
 * since a table is of one run on one machine. With --keep they take the place of their sections there and say when they ran.
 */
export async function bench(args: readonly string[]): Promise<number> {
  const names = args.filter((arg) => arg !== '--keep')
  const chosen = names.length > 0 ? names : Object.keys(benchmarks)
  const unknown = chosen.find((name) => !benchmarks[name])
  if (unknown !== undefined) {
    throw new Complaint(`There is no benchmark "${unknown}". There are: ${Object.keys(benchmarks).join(', ')}.`)
  }
  const machine = await describeMachine()
  const sections: string[] = []
  for (const name of chosen) {
    const { measure, remembers } = benchmarks[name]!
    await using model = await openModel(packFolder, { device: 'cpu', ...(remembers ? {} : { memory: FORGETFUL }) })
    const alone = args.includes('--keep') && names.length > 0 ? byItself(machine) : ''
    const section = toSection(await measure(model), alone)
    console.log(section)
    sections.push(section)
  }
  if (names.length === 0) await writeFile(resultsFile, toDocument(machine, sections))
  else if (args.includes('--keep'))
    await writeFile(resultsFile, sections.reduce(withSection, await readFile(resultsFile, 'utf8')))
  return 0
}

const byItself = (machine: readonly string[]) =>
  `Run by itself, later than the rest: ${machine.map((line) => line.replace(/^- /, '')).join('; ')}.`

function toDocument(machine: readonly string[], sections: readonly string[]): string {
  return [
    '# Benchmarks',
    '',
    'Made by `npm run bench`; not edited by hand. Both sides of every line ran in turns on the same machine, in the same',
    'minutes. A number is the median, in brackets the quartiles; a ratio is the median of the ratios of each turn.',
    '',
    ...machine,
    '',
    ...sections,
  ].join('\n')
}
