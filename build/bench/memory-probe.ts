/**
 * A fresh process that does one thing and says how much memory it took at most, in bytes: `memory-probe.ts base` loads the
 * runtime alone, `memory-probe.ts work <pack>` opens a pack, draws a picture and captions it.
 */
import { readFileSync } from 'node:fs'
import { platform, resourceUsage } from 'node:process'
import { generateImage } from '../../models/emu/generate-image.ts'
import { generateText } from '../../models/emu/generate-text.ts'
import { openModel } from '../../models/emu/model.ts'
import { listDevices } from '../../models/runtime/providers.ts'
import { PICTURE_PROMPT, SEED } from './prompts.ts'

const [, , what, pack] = process.argv

if (what === 'work' && pack !== undefined) {
  await using model = await openModel(pack, { device: 'cpu' })
  const { image } = await generateImage(model, PICTURE_PROMPT, { seed: SEED })
  await generateText(model, [{ type: 'image', image }], { task: 'caption' })
} else {
  listDevices() // the native library is loaded, and asked, once
}

console.log(peakBytes())

/**
 * Linux counts into maxRSS what the parent held when it started this process (setmax_mm_hiwater_rss in the kernel's exec);
 * VmHWM is of this process alone. Both are in KiB, maxRSS on every system.
 */
function peakBytes(): number {
  if (platform !== 'linux') return resourceUsage().maxRSS * 1024
  const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))
  if (!peak) throw new Error('this system does not say how much memory a process has taken (VmHWM)')
  return Number(peak[1]) * 1024
}
