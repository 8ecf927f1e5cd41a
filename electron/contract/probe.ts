import { z } from 'zod'
import { base } from './inference.ts'

/** What is tried: one device with one pack. */
export const ProbeRequest = z.strictObject({
  device: z.string().min(1),
  /** The pack's folder: both ends are processes of ours on this machine. */
  folder: z.string().min(1),
})
export type ProbeRequest = z.infer<typeof ProbeRequest>

export const Measured = z.strictObject({
  /** How many pictures the device draws while the processor draws one. */
  speed: z.number().positive(),
  /** The largest difference from the processor's numbers, as a share of the largest number of that output. */
  difference: z.number().min(0),
})
export type Measured = z.infer<typeof Measured>

export const Verdict = z.discriminatedUnion('verdict', [
  z.strictObject({ verdict: z.literal('proven'), ...Measured.shape, sentence: z.string().min(1) }),
  z.strictObject({
    verdict: z.literal('failed'),
    why: z.enum(['crashed', 'hung', 'wrong', 'out-of-memory', 'unavailable']),
    sentence: z.string().min(1),
  }),
])
export type Verdict = z.infer<typeof Verdict>

/** prober → the throw-away process. Fails as a job would: 'bad-shape' means that the numbers are wrong. */
export const probeContract = { measure: base.input(ProbeRequest).output(Measured) }

/** inference → whoever started it, which alone can start a process everywhere. Fails when the pack is at fault, or no process starts. */
export const proberContract = { probe: base.input(ProbeRequest).output(Verdict) }
export type ProberContract = typeof proberContract
