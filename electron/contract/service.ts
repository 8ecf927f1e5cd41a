import { z } from 'zod'

/** Grows by one when a message below changes, so that a process left over from an older build is noticed. */
export const protocol = 2

/** What a port is for, seen from the process that gets it: who is at the other end. */
export const PortRole = z.enum(['page', 'engine', 'inference', 'prober'])
export type PortRole = z.infer<typeof PortRole>

const portId = z.int().min(1)

/** Ports inside one child_process channel. A utilityProcess gets real ports instead, attached to `port`. */
export const PortFrame = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('open'), port: portId, role: PortRole }),
  z.strictObject({ type: z.literal('data'), port: portId, message: z.unknown() }),
  z.strictObject({ type: z.literal('close'), port: portId, reason: z.string() }),
])
export type PortFrame = z.infer<typeof PortFrame>

/** main or command line → a service it started. */
export const ToService = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ping'), count: z.int() }),
  z.strictObject({ type: z.literal('port'), role: PortRole }),
  /** Finish and exit. A service that does not is killed. */
  z.strictObject({ type: z.literal('stop') }),
  PortFrame,
])
export type ToService = z.infer<typeof ToService>

/** A service → whoever started it. These are plain messages, not calls: `busy` must leave before a thread blocks. */
export const FromService = z.discriminatedUnion('type', [
  /** The first message of a service, within ten seconds of its start. */
  z.strictObject({
    type: z.literal('hello'),
    name: z.string(),
    protocol: z.int(),
    pid: z.int(),
    node: z.string(),
    napi: z.int(),
  }),
  z.strictObject({ type: z.literal('pong'), count: z.int() }),
  /** While it is busy it need not answer pings: one run of a graph blocks its only thread for as long as it takes. */
  z.strictObject({ type: z.literal('busy'), busy: z.boolean() }),
  PortFrame,
])
export type FromService = z.infer<typeof FromService>
