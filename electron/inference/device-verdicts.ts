import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { Verdict } from '../contract/probe.ts'
import { Sha256, TimeMs } from '../contract/values.ts'
import type { Log } from '../service/log.ts'
import { writeWhole } from './write-file.ts'

/** What a verdict was reached with; another driver, runtime or pack needs another verdict. */
const Subject = z.strictObject({ device: z.string(), driver: z.string(), onnxruntime: z.string(), packHash: Sha256 })
export type Subject = z.infer<typeof Subject>

const Entry = z.strictObject({ ...Subject.shape, verdict: Verdict, probedAtMs: TimeMs })
type Entry = z.infer<typeof Entry>
const VerdictsFile = z.strictObject({ format: z.literal(1), verdicts: z.array(Entry) })

/** What is known of devices, so that each is tried once. */
export interface DeviceVerdicts {
  find(subject: Subject): Promise<Verdict | null>
  keep(subject: Subject, verdict: Verdict): Promise<void>
}

/**
 * Verdicts in a file of the library, written whole or not at all. The app and the command line may both write: what one
 * loses of the other's is only tried again. A file that is damaged or from another version is as good as none.
 *
 * A verdict 'out-of-memory' is of its moment: it lasts as long as this process and is not written.
 */
export function openDeviceVerdicts(
  file: string,
  { log, now = Date.now }: { log: Log; now?: () => number },
): DeviceVerdicts {
  let lasting: Entry[] = []
  const read = async (): Promise<Entry[]> => {
    const text = await readFile(file, 'utf8').catch(() => null)
    if (text === null) return []
    try {
      return VerdictsFile.parse(JSON.parse(text)).verdicts
    } catch (error) {
      log.warn('device-verdicts-unreadable', { error })
      return []
    }
  }
  return {
    async find(subject) {
      const known = [...lasting, ...(await read())].filter((entry) => isSame(entry, subject))
      return known.toSorted((a, b) => b.probedAtMs - a.probedAtMs)[0]?.verdict ?? null
    },
    async keep(subject, verdict) {
      const entry = { ...subject, verdict, probedAtMs: now() }
      lasting = [entry, ...lasting.filter((other) => !isReplaced(other, subject))]
      if (verdict.verdict === 'failed' && verdict.why === 'out-of-memory') return
      const verdicts = [entry, ...(await read()).filter((other) => !isReplaced(other, subject))]
      const bytes = new TextEncoder().encode(`${JSON.stringify({ format: 1, verdicts }, null, 2)}\n`)
      // A library that cannot be written to costs a probe at the next start, and no job.
      await writeWhole(file, bytes).catch((error: unknown) => log.warn('device-verdicts-unwritten', { error }))
    },
  }
}

const isSame = (a: Subject, b: Subject): boolean =>
  isReplaced(a, b) && a.driver === b.driver && a.onnxruntime === b.onnxruntime

/** A driver or a runtime that was replaced does not come back: one entry for each device and pack is enough. */
const isReplaced = (a: Subject, b: Subject): boolean => a.device === b.device && a.packHash === b.packHash
