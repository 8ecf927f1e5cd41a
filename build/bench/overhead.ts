import { generateImage } from '../../models/emu/generate-image.ts'
import { generateText } from '../../models/emu/generate-text.ts'
import { openModel } from '../../models/emu/model.ts'
import type { Model } from '../../models/emu/model.ts'
import { recordRuns, replayRuns } from './bare-runs.ts'
import { interleave, ratioOf, spreadOf, trial } from './measure.ts'
import type { Rounds } from './measure.ts'
import { chooseTextPrompt, MOST_TOKENS, PICTURE_PROMPT, SEED } from './prompts.ts'
import type { Group, Measured } from './table.ts'
import { WIDE_MB, writeWidePack } from './wide-pack.ts'

const ROUNDS: Rounds = { warmups: 2, rounds: 25 }
/** What the engine may cost on top of what it asks of onnxruntime. */
const TARGET = { at: 'most', ratio: 1.05 } as const

/** Our generation against onnxruntime alone on the same feeds, in the same sessions, one `run` after another. */
export async function measureOverhead(model: Model): Promise<Group> {
  const text = await chooseTextPrompt(model)
  const { image } = await generateImage(model, PICTURE_PROMPT, { seed: SEED })
  const edit = [{ type: 'image', image } as const, { type: 'text', text: 'make it night' } as const]
  await using folder = await writeWidePack()
  await using wide = await openModel(folder.folder, { device: 'cpu', memory: { pictureBytes: 0, prefixBytes: 0 } })
  const rows = [
    await compare(`text, 16 tokens, a language model of ${WIDE_MB.toFixed(0)} MB`, () =>
      generateText(wide, PICTURE_PROMPT, { task: 'continue', minTokens: 16, maxTokens: 16 }),
    ),
    await compare('picture from words', () => generateImage(model, PICTURE_PROMPT, { seed: SEED })),
    await compare('picture from a picture and words', () => generateImage(model, edit, { seed: SEED })),
    await compare(`text, ${text.tokens} tokens`, () =>
      generateText(model, text.parts, { task: 'continue', maxTokens: MOST_TOKENS }),
    ),
  ]
  return {
    title: 'On top of onnxruntime',
    about:
      'The whole call, words to pixels or words to words, against the bare `InferenceSession.run` calls it makes: the ' +
      'same sessions, recorded feeds, nothing between them. Settings are the pack’s own; text is greedy; nothing is ' +
      'remembered from one time to the next. The first line is of a pack made on the spot, random weights in the shapes of a ' +
      'transformer: what the engine costs where a token takes milliseconds, as with every pack but the smallest.',
    rows,
  }
}

async function compare(name: string, work: () => Promise<unknown>): Promise<Measured> {
  const recording = await recordRuns(work)
  const { ours, peer } = await interleave(
    trial(work),
    trial(() => replayRuns(recording)),
    ROUNDS,
  )
  const { runs } = await recordRuns(work)
  if (runs.length !== recording.runs.length) throw new Error(`${name} did not stay the same work while it was measured`)
  return {
    name,
    ours: spreadOf(ours),
    peer: spreadOf(peer),
    peerName: `${runs.length} bare runs`,
    unit: 'ms',
    ratio: ratioOf(ours, peer),
    ratioName: 'ours / bare',
    target: TARGET,
  }
}
