import type { Device } from '../../contract/packs.ts'
import { type CommonOptions, present } from '../run-options.ts'
import { openStudio } from '../studio.ts'
import type { Terminal } from '../terminal.ts'

export interface DevicesOptions extends CommonOptions {
  /** Try each device anew. */
  probe?: boolean
  /** With which they are tried, or of which is told. */
  pack?: string
}

/** `plumage devices` */
export async function showDevices({ probe, pack, ...options }: DevicesOptions, terminal: Terminal): Promise<void> {
  await using studio = await openStudio(options, terminal)
  const { models } = studio.engine
  const { signal } = terminal
  if (probe) terminal.note('Trying each device with the model. This can take minutes.\n')
  const wanted = present({ pack })
  const devices = await (probe ? models.probeDevices(wanted, { signal }) : models.devices(wanted, { signal }))
  if (options.json) return terminal.print(`${JSON.stringify({ devices })}\n`)
  const width = Math.max(...devices.map(({ id }) => id.length))
  for (const device of devices) terminal.print(`${device.id.padEnd(width)}  ${describeDevice(device)}\n`)
}

/** Its state in one word, how many times as fast as the processor it is, and why in a sentence. */
export function describeDevice({ name, usable, sentence, verdict, speed }: Device): string {
  const state = verdict ?? (usable ? 'untried' : 'unusable')
  const times = speed === null ? '' : `${speed < 0.1 ? speed.toPrecision(1) : speed.toFixed(1)} ×`
  return `${state.padEnd(8)}  ${times.padStart(7)}  ${name}. ${sentence}`
}
