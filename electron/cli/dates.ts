import { InvalidArgumentError } from 'commander'

const rule = 'A time is a day, like 2026-11-25, or a day and a time of day, like 2026-11-25T14:30.'
const dayMs = 86_400_000

/** A moment of the clock on this machine. */
export const readFrom = (typed: string): number => readTime(typed).ms

/** The moment up to which is meant: of a day its end. */
export function readTo(typed: string): number {
  const { ms, isDay } = readTime(typed)
  if (!isDay) return ms
  const next = new Date(ms + 1.5 * dayMs) // a day may have 23 or 25 hours
  return new Date(next.getFullYear(), next.getMonth(), next.getDate()).getTime()
}

function readTime(typed: string): { ms: number; isDay: boolean } {
  const [, day, time] = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?))?$/.exec(typed.trim()) ?? []
  const ms = new Date(`${day}T${time ?? '00:00'}`).getTime()
  // 31 February is read as March: what comes out must be what went in.
  if (!day || Number.isNaN(ms) || ms < 0 || !sayTime(ms).startsWith(day)) throw new InvalidArgumentError(rule)
  return { ms, isDay: time === undefined }
}

/** 2026-11-25 14:30, by the clock on this machine. */
export function sayTime(ms: number): string {
  const date = new Date(ms)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`
}
