import type { Reading } from './language.ts'
import type { Model } from './model.ts'
import type { Run } from './run.ts'
import type { TextLimits, Writing } from './write-text.ts'

export interface BeamSettings extends TextLimits {
  readonly beams: number
  readonly lengthPenalty: number
  readonly repetitionPenalty: number
  readonly onText: (delta: string) => void
}

export async function writeBeams(
  _model: Model,
  _start: Reading,
  _settings: BeamSettings,
  _run: Run,
): Promise<Omit<Writing, 'reading'> & { readonly score: number }> {
  throw new Error('wip')
}
