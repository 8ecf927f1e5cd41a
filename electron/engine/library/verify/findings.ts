import type { Finding, FindingKind, VerifyReport } from '../../../contract/upkeep.ts'

/** A library that has lost everything must still give a report that fits on a screen and through a port. */
const listedOfEachKind = 100

const notes: ReadonlySet<FindingKind> = new Set<FindingKind>(['older-schema', 'spare-picture', 'stray-file'])

/** What a check of a library has found so far, and how much it has looked at. */
export interface Findings {
  readonly checked: VerifyReport['checked']
  add(kind: FindingKind, subject: string, sentence: string): void
  report(schemaVersion: number | null): VerifyReport
}

export function createFindings(): Findings {
  const checked = { rows: 0, references: 0, pictures: 0, pictureBytes: 0, backups: 0 }
  const findings: Finding[] = []
  const counts: VerifyReport['counts'] = {}
  return {
    checked,
    add(kind, subject, sentence) {
      const count = (counts[kind] ?? 0) + 1
      counts[kind] = count
      if (count > listedOfEachKind) return
      findings.push({ kind, weight: notes.has(kind) ? 'note' : 'problem', subject, sentence })
    },
    report(schemaVersion) {
      const problems = findings.filter(({ weight }) => weight === 'problem').length
      const sentence =
        problems === 0
          ? 'The library is whole: every row, every picture and every name agree.'
          : 'The library is not whole. What was found is listed, with what to do about it.'
      return { clean: problems === 0, sentence, schemaVersion, checked, findings, counts }
    },
  }
}
