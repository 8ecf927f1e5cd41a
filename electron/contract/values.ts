import { z } from 'zod'

/** UUIDv7, made by whoever starts the action, so a retry after a lost connection is the same request. Id order is time order. */
export const Id = z.uuidv7()
export type Id = z.infer<typeof Id>

/** Name of a picture on disk and in every message: pixels never travel over a port. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hexadecimal digits')
export type Sha256 = z.infer<typeof Sha256>

/** Below 2^53, so that a JavaScript number holds it exactly. */
export const Seed = z.int().min(0).max(Number.MAX_SAFE_INTEGER)

/** Milliseconds since 1970. */
export const TimeMs = z.int().min(0)

/** How much of a thing one request may hold: bounds on what a mistake can cost, beyond what anybody has use for. */
export const limits = {
  textCharacters: 20_000,
  nameCharacters: 100,
  parts: 512,
  marks: 64,
  frames: 5000,
  shownFrames: 512,
  pictures: 64,
  blended: 16,
  labels: 200,
  /** With vectors of 1792 numbers, those of Emu2, the answer is still a small part of what a port takes. */
  embedded: 128,
  stopTexts: 16,
  stopCharacters: 200,
} as const

export const Text = z.string().max(limits.textCharacters)
