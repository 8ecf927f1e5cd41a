import type { PackReport, PackSummary } from '../../contract/packs.ts'
import { CommandFailure } from '../failures.ts'
import type { CommonOptions } from '../run-options.ts'
import { openStudio } from '../studio.ts'
import type { Terminal } from '../terminal.ts'

/** `plumage packs list` */
export async function listPacks(options: CommonOptions, terminal: Terminal): Promise<void> {
  await using studio = await openStudio(options, terminal)
  const packs = await studio.engine.models.packs(undefined, { signal: terminal.signal })
  if (options.json) return terminal.print(`${JSON.stringify({ packs })}\n`)
  for (const pack of packs) terminal.print(`${describePack(pack)}\n`)
  if (packs.length === 0) terminal.note('No pack is installed.\n')
}

function describePack({ id, name, version, licence, sizeBytes, width, height, hash, problem }: PackSummary): string {
  if (problem !== null) return `${id}  cannot be used: ${problem}`
  return `${id}  ${name} ${version}, ${licence}, ${(sizeBytes / 1e6).toFixed(0)} MB, draws ${width} × ${height}, ${hash?.slice(0, 12)}`
}

/** `plumage packs verify`: fails when a pack is not what it should be. */
export async function verifyPacks(pack: string | null, options: CommonOptions, terminal: Terminal): Promise<void> {
  await using studio = await openStudio(options, terminal)
  const { models } = studio.engine
  const { signal } = terminal // every byte of a large pack is read: that takes minutes
  const ids = pack === null ? (await models.packs(undefined, { signal })).map(({ id }) => id) : [pack]
  const reports: PackReport[] = []
  for (const id of ids) {
    const report = await models.verify({ pack: id }, { signal })
    reports.push(report)
    if (!options.json) terminal.print(describeReport(report))
  }
  const bad = reports.filter((report) => !report.ok)
  if (bad.length > 0)
    throw new CommandFailure('bad-pack', bad.map((report) => report.sentence).join('\n'), {
      results: { packs: reports },
    })
  if (options.json) terminal.print(`${JSON.stringify({ packs: reports })}\n`)
}

function describeReport({ id, ok, sentence, files }: PackReport): string {
  if (ok) return `${id}  ${sentence}\n`
  const wrong = files.filter((file) => file.state !== 'ok').map((file) => `  ${file.state}  ${file.path}\n`)
  return `${id}  not usable\n${wrong.join('')}`
}
