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

export const Text = z.string().max(20_000)
