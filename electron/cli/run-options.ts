import type { Generation } from '../contract/jobs.ts'
import type { DrawSettings } from '../contract/prompt.ts'

/** What every command takes. */
export interface CommonOptions {
  library?: string
  json?: boolean
}

export interface RunOptions extends CommonOptions {
  pack?: string
  device?: string
}

export function settingsOf({
  pack,
  device,
  steps,
  guidance,
}: RunOptions & { steps?: number; guidance?: number }): DrawSettings {
  const settings: DrawSettings = {}
  if (pack !== undefined) settings.pack = pack
  if (device !== undefined) settings.device = device
  if (steps !== undefined) settings.steps = steps
  if (guidance !== undefined) settings.guidance = guidance
  return settings
}

/** What all results of one job have in common, for --json. */
export const toJsonRun = ({ pack, packHash, device, steps, guidance, versions }: Generation) => ({
  pack,
  packHash,
  device,
  steps,
  guidance,
  versions,
})

/** One line on what it was made with: enough to make it again. */
export function describeRun({ seed, pack, device, timingsMs }: Generation): string {
  const seconds = Object.values(timingsMs).reduce((sum, ms) => sum + ms, 0) / 1000
  return `seed ${seed}, ${pack} on ${device}, ${seconds.toFixed(1)} s`
}
