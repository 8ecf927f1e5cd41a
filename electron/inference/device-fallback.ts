import { ModelError } from '../../models/emu/model-error.ts'
import type { Report } from './progress.ts'

const reasons: Partial<Record<ModelError['code'], string>> = {
  'out-of-memory': 'ran out of memory',
  'device-unavailable': 'stopped working',
}

/**
 * Works on the device, and if that runs out of memory or goes away, from the beginning on the processor, which is said.
 * Any other failure would be the same there, and so would a failure of the processor itself.
 */
export async function withFallback<Result>(
  device: string,
  report: Report,
  work: (device: string) => Promise<Result>,
): Promise<Result> {
  try {
    return await work(device)
  } catch (error) {
    const reason = error instanceof ModelError && reasons[error.code]
    if (device === 'cpu' || !reason) throw error
    const sentence = `The device "${device}" ${reason}, so this was done on the processor.`
    report({ type: 'notice', sentence, beginsAnew: true })
    return work('cpu')
  }
}
