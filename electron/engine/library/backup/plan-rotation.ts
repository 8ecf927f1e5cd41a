import type { Backup } from '../../../contract/upkeep.ts'

/** An hour ago, and every hour of a day's work. */
const keptTimed = 24
/**
 * Of each of the last days on which somebody worked the newest. Two weeks: what was lost on the first day of a holiday
 * is missed after it.
 */
const keptDays = 14
/** A library that was opened with a dozen versions has no use for the oldest. */
const keptBeforeMigrations = 5
const keptBeforeRestores = 5

/** The newest ones stay whatever they weigh. */
const keptAnyway = 2
const leastBudgetBytes = 2 ** 30
/** A large library is not kept forty times over. */
const budgetInLibraries = 5

/** Which backups may go now that a newer one is good. Given newest first; those a person asked for stay. */
export function planRotation(backups: readonly Backup[], librarySizeBytes: number): Backup[] {
  const of = (kind: Backup['kind']) => backups.filter((backup) => backup.kind === kind)
  const timed = of('timed')
  const daily = newestOfDays(timed)
  const hourly = new Set(timed.slice(0, keptTimed))
  const kept = timed.filter((backup) => hourly.has(backup) || daily.has(backup))
  const tooMuch = overBudget(kept, daily, Math.max(leastBudgetBytes, budgetInLibraries * librarySizeBytes))
  return [
    ...timed.filter((backup) => !kept.includes(backup) || tooMuch.has(backup)),
    ...of('migration').slice(keptBeforeMigrations),
    ...of('restore').slice(keptBeforeRestores),
  ]
}

function newestOfDays(timed: readonly Backup[]): ReadonlySet<Backup> {
  const days = new Map<string, Backup>()
  for (const backup of timed) {
    const day = new Date(backup.madeAtMs).toDateString() // the person's day, not Greenwich's
    if (!days.has(day)) days.set(day, backup)
  }
  return new Set([...days.values()].slice(0, keptDays))
}

/** First the oldest hours go, then the oldest days. */
function overBudget(kept: readonly Backup[], daily: ReadonlySet<Backup>, budgetBytes: number): ReadonlySet<Backup> {
  let bytes = kept.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  const old = kept.slice(keptAnyway).toReversed()
  const inOrder = [...old.filter((backup) => !daily.has(backup)), ...old.filter((backup) => daily.has(backup))]
  const gone = new Set<Backup>()
  for (const backup of inOrder) {
    if (bytes <= budgetBytes) break
    gone.add(backup)
    bytes -= backup.sizeBytes
  }
  return gone
}
