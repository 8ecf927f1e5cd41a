import type { Box } from '../../contract/prompt.ts'
import { limits } from '../../contract/values.ts'
import { CommandFailure } from '../failures.ts'
import { askModel } from '../follow-job.ts'
import { checkFile, checkText } from '../prompt/check-parts.ts'
import { present, type RunOptions, settingsOf } from '../run-options.ts'
import { openStudio } from '../studio.ts'
import type { Terminal } from '../terminal.ts'

export interface ClassifyOptions extends RunOptions {
  files: readonly string[]
  labels: string[]
  box?: Box
}

/** `plumage classify`: which of some labels a picture fits, likeliest first. */
export async function classify(options: ClassifyOptions, terminal: Terminal): Promise<void> {
  const { files, labels, box } = options
  const [file] = files
  if (file === undefined || files.length > 1 || labels.length < 2 || labels.length > limits.labels)
    throw new CommandFailure('wrong-usage', `Name one picture, and two to ${limits.labels} labels to choose from.`)
  for (const label of labels) checkText(label)
  await checkFile(file)
  await using studio = await openStudio(options, terminal)
  await studio.mustBeWritable()
  const sha256 = await studio.importPicture(file)
  const query = present({ sha256, box, labels, settings: settingsOf(options) })
  const found = await askModel({ studio, terminal }, (models, stop) => models.classify(query, stop))
  if (options.json) return terminal.print(`${JSON.stringify({ labels: found })}\n`)
  for (const { label, probability } of found) terminal.print(`${probability.toFixed(3)}  ${label}\n`)
}
