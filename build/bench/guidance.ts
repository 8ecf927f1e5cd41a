import type { Batching } from '../../models/emu/decoder.ts'
import { generateImage } from '../../models/emu/generate-image.ts'
import type { Model } from '../../models/emu/model.ts'
import { interleave, ratioOf, spreadOf, trial } from './measure.ts'
import type { Rounds, Trial } from './measure.ts'
import { PICTURE_PROMPT, SEED } from './prompts.ts'
import type { Group } from './table.ts'

const ROUNDS: Rounds = { warmups: 2, rounds: 25 }

/** A picture under guidance: prompt and empty prompt as two rows of each run of the decoder, or as two runs. */
export async function measureGuidance(model: Model): Promise<Group> {
  const { ours, peer } = await interleave(drawGuided(model, 'one-run'), drawGuided(model, 'two-runs'), ROUNDS)
  return {
    title: 'Guidance in one run',
    about:
      'One picture from words with guidance 2, the words not completed: both rows of the decoder in one run, as the engine ' +
      'does where memory allows, against one run for each row.',
    rows: [
      {
        name: 'picture with guidance, in one run',
        ours: spreadOf(ours),
        peer: spreadOf(peer),
        peerName: 'in two runs',
        unit: 'ms',
        ratio: ratioOf(ours, peer),
        ratioName: 'one run / two runs',
        target: null,
      },
    ],
  }
}

function drawGuided(model: Model, batching: Batching): Trial {
  const options = { seed: SEED, guidance: 2, complete: false, batching } as const
  return trial(() => generateImage(model, PICTURE_PROMPT, options))
}
