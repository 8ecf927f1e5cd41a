import { continueStory } from '../../models/emu/continue-story.ts'
import type { StoryPanel } from '../../models/emu/continue-story.ts'
import { generateImage } from '../../models/emu/generate-image.ts'
import type { Model } from '../../models/emu/model.ts'
import type { RgbImage } from '../../models/numerics/rgb-image.ts'
import { interleave, ratioOf, spreadOf, trial } from './measure.ts'
import type { Rounds, Trial } from './measure.ts'
import { SEED } from './prompts.ts'
import type { Group } from './table.ts'

const ROUNDS: Rounds = { warmups: 1, rounds: 15 }
const SHORT = 5
const LONG = 25
const TARGET = { at: 'most', ratio: 1.3 } as const
const CAPTIONS = ['a fox in a meadow', 'an owl comes along', 'they are now on the beach']

/** The next panel of a short and of a long board that has grown by one panel since it was last continued. */
export async function measureStory(model: Model): Promise<Group> {
  const { image } = await generateImage(model, [{ type: 'text', text: CAPTIONS[0]! }], { seed: SEED })
  const { ours, peer } = await interleave(grownBoard(model, image, LONG), grownBoard(model, image, SHORT), ROUNDS)
  return {
    title: 'A story that grows',
    about:
      `The panel after a board of ${LONG} against the panel after a board of ${SHORT}, each with its caption given, drawn by the ` +
      'same open model. Before each time the board without its last panel was continued, so all but one panel was just ' +
      'read; the last panel’s picture is a new one every time.',
    rows: [
      {
        name: `panel ${LONG + 1}`,
        ours: spreadOf(ours),
        peer: spreadOf(peer),
        peerName: `panel ${SHORT + 1}`,
        unit: 'ms',
        ratio: ratioOf(ours, peer),
        ratioName: 'long / short',
        target: TARGET,
      },
    ],
  }
}

function grownBoard(model: Model, image: RgbImage, length: number): Trial {
  const board = Array.from({ length: length - 1 }, (_, i) => toPanel(i, repaint(image, i)))
  let turn = length
  const next = (panels: readonly StoryPanel[]) =>
    continueStory(model, panels, { seed: SEED, write: 'picture', caption: CAPTIONS[1]! })
  return trial(
    () => next([...board, toPanel(length, repaint(image, turn++))]),
    () => next(board),
  )
}

const toPanel = (i: number, image: RgbImage): StoryPanel => ({ caption: CAPTIONS[i % CAPTIONS.length]!, image })

/** A picture of its own bytes for each number below 2^16, so that nothing remembered by content is found again. */
function repaint({ width, height, rgb }: RgbImage, number: number): RgbImage {
  const repainted = Uint8Array.from(rgb)
  repainted.set([number & 255, number >> 8])
  return { width, height, rgb: repainted }
}
