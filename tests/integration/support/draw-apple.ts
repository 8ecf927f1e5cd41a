import { generateImage } from '../../../models/emu/generate-image.ts'
import { embedTokens, emptyPrefix, readOn } from '../../../models/emu/language.ts'
import { openModel } from '../../../models/emu/model.ts'
import { startRun } from '../../../models/emu/run.ts'
import { nanoFolder } from '../../models/support/nano.ts'

/** What nano makes of a prompt on one device: states of the language model, a picture's embeddings, its pixels. */
export interface Apple {
  readonly hidden: Float32Array
  readonly embeddings: Float32Array
  readonly rgb: Uint8Array
}

// A process of its own, forked with the device's name: the driver's environment has to be there when it starts.
if (process.send) {
  await using model = await openModel(nanoFolder, { device: process.argv[2] ?? 'cpu' })
  const run = startRun({})
  const text = 'a red apple on a blue background'
  const embeds = await embedTokens(model, model.tokenizer.encode([{ text }]), run)
  const { hidden } = await readOn(model, emptyPrefix(model), embeds, run)
  const drawn = await generateImage(model, [{ type: 'text', text }], {
    seed: 7,
    steps: 1,
    guidance: 1,
    complete: false,
  })
  process.send({ hidden, embeddings: drawn.embeddings, rgb: drawn.image.rgb } satisfies Apple)
  process.once('disconnect', () => process.exit()) // stays until it has been heard
}
