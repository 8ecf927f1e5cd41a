import { drawEmbeddings } from '../../../models/emu/decoder.ts'
import { readPrompt } from '../../../models/emu/language.ts'
import { openModel } from '../../../models/emu/model.ts'
import { compilePrompt } from '../../../models/emu/prompt.ts'
import { regressEmbeddings } from '../../../models/emu/regression.ts'
import { startRun } from '../../../models/emu/run.ts'
import { nanoFolder } from '../../models/support/nano.ts'

/** What nano makes of a prompt on one device, stage after stage. */
export interface Apple {
  readonly hidden: Float32Array
  readonly embeddings: Float32Array
  readonly rgb: Uint8Array
}

// A process of its own, forked with the device's name: the driver's environment has to be there when it starts.
if (process.send) {
  await using model = await openModel(nanoFolder, { device: process.argv[2] ?? 'cpu' })
  const run = startRun({})
  const prompt = compilePrompt(model, [{ type: 'text', text: 'a red apple on a blue background' }], 'image')
  const reading = await readPrompt(model, prompt, [], run)
  const embeddings = await regressEmbeddings(model, reading, 'parallel', run)
  const { rgb } = await drawEmbeddings(model, embeddings, { seed: 7, steps: 1, guidance: 1 }, run)
  process.send({ hidden: reading.hidden, embeddings, rgb } satisfies Apple)
  process.disconnect()
}
