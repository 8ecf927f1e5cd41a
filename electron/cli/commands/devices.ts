import type { CommonOptions } from '../run-options.ts'
import { openStudio } from '../studio.ts'
import type { Terminal } from '../terminal.ts'

/** `plumage devices` */
export async function showDevices(options: CommonOptions, terminal: Terminal): Promise<void> {
  await using studio = await openStudio(options, terminal)
  const devices = await studio.engine.models.devices(undefined, { signal: terminal.signal })
  if (options.json) return terminal.print(`${JSON.stringify({ devices })}\n`)
  const width = Math.max(...devices.map(({ id }) => id.length))
  for (const { id, name, usable, sentence } of devices) {
    terminal.print(`${id.padEnd(width)}  ${usable ? 'usable  ' : 'unusable'}  ${name}. ${sentence}\n`)
  }
}
