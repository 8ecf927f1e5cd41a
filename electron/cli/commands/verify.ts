import type { VerifyProgress, VerifyReport } from '../../contract/upkeep.ts'
import { verifyLibrary } from '../../engine/library/verify/verify-library.ts'
import { libraryOf } from '../desk.ts'
import { CommandFailure } from '../failures.ts'
import { cancelledBy } from '../run-job.ts'
import type { CommonOptions } from '../run-options.ts'
import type { Terminal } from '../terminal.ts'

/** `plumage verify`: opens no engine, which would bring the library up to date or put a damaged one aside. */
export async function verify(options: CommonOptions, terminal: Terminal): Promise<void> {
  const report = await look(libraryOf(options), terminal)
  if (!options.json) for (const line of describeReport(report)) terminal.print(`${line}\n`)
  if (!report.clean) throw new CommandFailure('library-damaged', report.sentence, { results: { report } })
  if (options.json) terminal.print(`${JSON.stringify({ report })}\n`)
}

async function look(folder: string, { signal, openProgress }: Terminal): Promise<VerifyReport> {
  const line = openProgress()
  try {
    return await verifyLibrary(folder, { signal, progress: (step) => line.say(describeStep(step)) })
  } catch (error) {
    throw signal.aborted ? cancelledBy(signal) : error
  } finally {
    line.close()
  }
}

const stageWords: Record<VerifyProgress['stage'], string> = {
  database: 'reading the library file',
  pictures: 'reading the pictures',
  backups: 'reading the backups',
}

const describeStep = ({ stage, done, total }: VerifyProgress) => `${stageWords[stage]} ${done}/${total}`

function describeReport({ clean, sentence, checked, findings, counts }: VerifyReport): string[] {
  const left = Object.entries(counts).flatMap(([kind, count]) => {
    const more = count - findings.filter((finding) => finding.kind === kind).length
    return more > 0 ? [`${kind}  and ${more} more of these`] : []
  })
  const looked = `${checked.rows} rows, ${checked.references} names in prompts, jobs and undo, ${checked.pictures} picture files (${(checked.pictureBytes / 1e6).toFixed(0)} MB), ${checked.backups} backups`
  return [
    ...findings.map(({ kind, weight, sentence: what }) => `${weight === 'note' ? 'note' : kind}  ${what}`),
    ...left,
    ...(clean ? [sentence] : []),
    `Looked at ${looked}.`,
  ]
}
