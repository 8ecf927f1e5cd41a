/**
 * A fresh process that does one thing and says how much memory it took at most, in bytes: `memory-probe.ts base` loads the
 * runtime alone, `memory-probe.ts work <pack>` opens a pack, draws a picture and captions it.
 */
import { resourceUsage } from 'node:process'
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

// maxRSS is in KiB on every system: libuv makes it so
console.log(resourceUsage().maxRSS * 1024)
