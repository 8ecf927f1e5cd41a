import { readFileSync } from 'node:fs'

/** Answers of Pillow and diffusers; made by tests/fixtures/numerics/make.py. */
interface Golden {
  readonly resize: readonly { from: readonly number[]; to: readonly number[]; sha256: string }[]
  readonly eulerDiscrete: readonly {
    steps: number
    timesteps: readonly number[]
    sigmas: readonly number[]
    initNoiseSigma: number
    inputs: readonly (readonly number[])[]
    samples: readonly (readonly number[])[]
  }[]
  readonly flowMatching: readonly { steps: number; shift: number; sigmas: readonly number[] }[]
}

export const golden = readGolden('golden.json') as Golden

/** What a script beside the file wrote: its words are taken for its types. */
export function readGolden(file: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../fixtures/numerics/${file}`, import.meta.url), 'utf8')) as unknown
}
