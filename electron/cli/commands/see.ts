import type { SeenPrompt, SeeQuery } from '../../contract/inference.ts'
import type { Sha256 } from '../../contract/values.ts'
import { CommandFailure } from '../failures.ts'
import { askModel } from '../follow-job.ts'
import { checkParts } from '../prompt/check-parts.ts'
import { toPrompt } from '../prompt/to-prompt.ts'
import { contentOf, type TypedPart } from '../prompt/typed-parts.ts'
import { present, type RunOptions, settingsOf } from '../run-options.ts'
import { openStudio, type Studio } from '../studio.ts'
import type { Terminal } from '../terminal.ts'

export interface SeeOptions extends RunOptions {
  parts: readonly TypedPart[]
  task: SeeQuery['task']
  grounded?: boolean
}

/** `plumage see`: the sequence as the model sees it, and how much of its window is left. Fails for one that is too long. */
export async function see({ parts, task, grounded, ...options }: SeeOptions, terminal: Terminal): Promise<void> {
  await checkParts(parts, 'see')
  await using studio = await openStudio(options, terminal)
  if (contentOf(parts).some(({ type }) => type !== 'text')) await studio.mustBeWritable() // pictures come into the library
  const names = new Map<Sha256, string>()
  const prompt = await toPrompt(parts, {
    async importPicture(picture) {
      const sha256 = await studio.importPicture(picture)
      names.set(sha256, typeof picture === 'string' ? picture : picture.name)
      return sha256
    },
  })
  const query = present({ prompt, task, grounded, settings: settingsOf(options) })
  const seen = await askModel({ studio, terminal }, (models, stop) => models.see(query, stop))
  const { problem, ...sequence } = withFiles(seen, studio, names)
  if (!options.json) terminal.print(describe(sequence))
  if (problem) throw new CommandFailure(problem.code, problem.sentence, { ref: problem.ref, results: sequence })
  if (options.json) terminal.print(`${JSON.stringify(sequence)}\n`)
}

type SeenPart = SeenPrompt['parts'][number] & { file?: string | undefined }

/** Each picture as a file to look at: what was painted or drawn for the model, else what was typed. */
function withFiles({ parts, ...seen }: SeenPrompt, { previewFile }: Studio, names: ReadonlyMap<Sha256, string>) {
  const shown = parts.map((part): SeenPart => {
    if (part.type !== 'picture') return part
    const file = part.preview === null ? names.get(part.sha256 ?? '') : previewFile(part.preview)
    return present({ ...part, file })
  })
  return { ...seen, parts: shown }
}

function describe({ parts, used, reserved, room, total }: Omit<SeenPrompt, 'problem'>): string {
  const width = Math.max(...parts.map(({ length }) => String(length).length))
  const lines = parts.map((part) => `${String(part.length).padStart(width)}  ${describePart(part)}\n`)
  const left = room < 0 ? `${-room} too many` : `room for ${room} more`
  return `${lines.join('')}${used} of ${total} positions, ${reserved} kept for what is made, ${left}\n`
}

function describePart(part: SeenPart): string {
  if (part.type === 'control') return part.token
  if (part.type === 'text') return JSON.stringify(part.text)
  return `<${part.role}> ${part.file ?? ''}`
}
