import type { Generation } from '../contract/jobs.ts'
import { DrawSettings, type WriteSettings } from '../contract/prompt.ts'
import { CommandFailure } from './failures.ts'

/** What every command takes. */
export interface CommonOptions {
  library?: string
  json?: boolean
}

export interface RunOptions extends CommonOptions {
  pack?: string
  device?: string
}

export interface DrawingOptions extends RunOptions {
  steps?: number
  guidance?: number
  solver?: Solver
}
type Solver = NonNullable<DrawSettings['solver']>

export const solvers: readonly Solver[] = DrawSettings.shape.solver.unwrap().options

export const settingsOf = ({ pack, device, steps, guidance, solver }: DrawingOptions): DrawSettings =>
  present({ pack, device, steps, guidance, solver })

export interface WritingOptions {
  temperature?: number
  topK?: number
  topP?: number
  minP?: number
  repetitionPenalty?: number
  beams?: number
  lengthPenalty?: number
  minTokens?: number
  maxTokens?: number
  stop?: string[]
  grounded?: boolean
}

export function writingOf(options: WritingOptions): WriteSettings {
  const { temperature, topK, topP, minP, repetitionPenalty, beams, lengthPenalty } = options
  const { minTokens, maxTokens, stop, grounded } = options
  if (minTokens !== undefined && maxTokens !== undefined && minTokens > maxTokens)
    throw new CommandFailure('wrong-usage', '--min-tokens is more than --max-tokens.')
  checkBeams(options)
  const choice = { temperature, topK, topP, minP, repetitionPenalty, beams, lengthPenalty }
  return present({ ...choice, minTokens, maxTokens, stop, grounded })
}

/** A choice at random has no place among beams; one that is off may be named. */
function checkBeams({ beams = 1, lengthPenalty, temperature = 0, topK = 0, topP = 1, minP = 0 }: WritingOptions): void {
  if (beams === 1 && lengthPenalty !== undefined)
    throw new CommandFailure('wrong-usage', '--length-penalty chooses among texts: say with --beams among how many.')
  const random = { '--temperature': temperature > 0, '--top-k': topK > 0, '--top-p': topP < 1, '--min-p': minP > 0 }
  const chosen = Object.entries(random).find(([, isOn]) => isOn)
  if (beams === 1 || !chosen) return
  const sentence = `--beams look for the likeliest text and ${chosen[0]} for a surprising one. Choose one of the two.`
  throw new CommandFailure('wrong-usage', sentence)
}

/** Without what was left out: in a request `undefined` would be a value, and two equal requests would differ. */
export function present<T extends object>(options: T): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T // all were optional
}

/** What all results of one job have in common, for --json. */
export const toJsonRun = ({ pack, packHash, device, steps, guidance, versions }: Generation) => ({
  pack,
  packHash,
  device,
  steps,
  guidance,
  versions,
})

/** One line on what it was made with: enough to make it again. */
export function describeRun({ seed, pack, device, timingsMs }: Generation): string {
  const seconds = Object.values(timingsMs).reduce((sum, ms) => sum + ms, 0) / 1000
  return `seed ${seed}, ${pack} on ${device}, ${seconds.toFixed(1)} s`
}
