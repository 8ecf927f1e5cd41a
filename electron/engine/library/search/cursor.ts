import { AppError } from '../../../contract/failure.ts'
import type { DocId } from './find-words.ts'

/** By which of the lists a thing was found. */
export type Way = 'words' | 'meaning' | 'picture'
const ways: readonly Way[] = ['words', 'meaning', 'picture']

export interface Ranked {
  id: DocId
  foundBy: readonly Way[]
  likeness: number | null
}

/**
 * Where a list of results goes on. Of what fits best the rest of the list itself, so that nothing that is added meanwhile
 * can move it and nothing has to be remembered; of everything by time the last one that was shown.
 */
export type Cursor = { order: 'best'; rest: Ranked[] } | { order: 'newest'; before: DocId }

export function writeCursor(cursor: Cursor): string {
  if (cursor.order === 'newest') return `n${cursor.before}`
  const bytes = cursor.rest.flatMap(({ id, foundBy, likeness }) => {
    const flags = ways.reduce((sum, way, bit) => sum + (foundBy.includes(way) ? 2 ** bit : 0), 0)
    const level = likeness === null ? 0 : Math.round(((Math.max(-1, Math.min(1, likeness)) + 1) / 2) * 65534) + 1
    return [...toVarint(id), flags, level >> 8, level & 255]
  })
  return `b${Buffer.from(bytes).toString('base64url')}`
}

/** Throws a sentence for what was never written here. */
export function readCursor(text: string): Cursor {
  if (/^n\d{1,15}$/.test(text)) return { order: 'newest', before: Number(text.slice(1)) }
  if (!/^b[\w-]*$/.test(text)) throw unreadable()
  const bytes = Buffer.from(text.slice(1), 'base64url')
  const rest: Ranked[] = []
  for (let at = 0; at < bytes.length;) {
    const { value: id, next } = fromVarint(bytes, at)
    const [flags, high, low] = [bytes[next], bytes[next + 1], bytes[next + 2]]
    if (flags === undefined || high === undefined || low === undefined) throw unreadable()
    const level = high * 256 + low
    rest.push({
      id,
      foundBy: ways.filter((_, bit) => (flags & (2 ** bit)) !== 0),
      likeness: level === 0 ? null : ((level - 1) / 65534) * 2 - 1,
    })
    at = next + 3
  }
  return { order: 'best', rest }
}

const unreadable = () => new AppError('bad-message', 'This place in the results cannot be read. Search anew.')

/** Seven bits a byte, the lowest first; all but the last have the eighth set. */
function toVarint(value: number): number[] {
  const bytes: number[] = []
  for (let left = value; ; left = Math.floor(left / 128)) {
    if (left < 128) return [...bytes, left]
    bytes.push((left % 128) + 128)
  }
}

function fromVarint(bytes: Buffer, from: number): { value: number; next: number } {
  let value = 0
  for (let i = 0; i < 7; i++) {
    const byte = bytes[from + i]
    if (byte === undefined) throw unreadable()
    value += (byte % 128) * 128 ** i
    if (byte < 128) return { value, next: from + i + 1 }
  }
  throw unreadable()
}
