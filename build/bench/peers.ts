import { generateImage } from '../../models/emu/generate-image.ts'
import type { GeneratedImage } from '../../models/emu/generate-image.ts'
import { generateText } from '../../models/emu/generate-text.ts'
import type { Model } from '../../models/emu/model.ts'
import { compilePrompt } from '../../models/emu/prompt/compile-prompt.ts'
import { defaultThreads } from '../../models/runtime/providers.ts'
import { packFolder, versionOf } from './machine.ts'
import { interleave, quantile, ratioOf, spreadOf, trial } from './measure.ts'
import type { Pairs, Rounds, Trial } from './measure.ts'
import { chooseTextPrompt, MOST_TOKENS, PICTURE_PROMPT, SEED } from './prompts.ts'
import type { Group, Measured, Row } from './table.ts'
import { TorchPeer } from './torch-peer.ts'
import { TransformersPeer } from './transformers-peer.ts'
import { readWrittenIds } from './written-ids.ts'

const ROUNDS: Rounds = { warmups: 2, rounds: 25 }
const TARGET = { at: 'least', ratio: 1.5 } as const
const NO_TORCH = 'no PyTorch here (PLUMAGE_BENCH_PYTHON names a Python that has it)'

const ABOUT =
  'Greedy text from the same ids, the same ids out (checked on every turn by PyTorch, once by transformers.js); and one ' +
  'picture from words in the pack’s steps, alike within a step of 255 on average. transformers.js runs the pack’s ' +
  'three language graphs joined into one, as its own exports are, in the same onnxruntime, with as many threads as ours. ' +
  'PyTorch is eager, in inference mode, on the weights read out of the pack, with as many threads as ours or with one, ' +
  'whichever is faster. Neither tokenizes, and PyTorch’s noise is made beforehand; ours is counted with both.'

/** Our generation against others with the same weights, on the same ids, once they are seen to give the same. */
export async function measurePeers(model: Model): Promise<Group> {
  const rows = [...(await compareText(model)), await comparePicture(model)]
  return { title: 'Beside others with the same weights', about: ABOUT, rows }
}

async function compareText(model: Model): Promise<Row[]> {
  const prompt = await chooseTextPrompt(model)
  const { prompt: ids, written } = await readWrittenIds(model, prompt)
  const ours = trial(() => generateText(model, prompt.parts, { task: 'continue', maxTokens: MOST_TOKENS }))
  const name = `text, ${written.length} tokens`
  const forbidden = [...model.tokenizer.controls.keys()]
  return [
    await compareTransformers(model, name, ours, ids, written),
    await compareTorch(name, ours, async (peer) => {
      const answer = await peer.text({ ids, tokens: written.length, forbidden })
      checkIds('PyTorch', answer.ids, written)
      return answer.ms
    }),
  ]
}

async function compareTransformers(
  model: Model,
  name: string,
  ours: Trial,
  ids: readonly number[],
  written: readonly number[],
): Promise<Row> {
  await using peer = await TransformersPeer.open(model)
  checkIds('transformers.js', await peer.write(ids, written.length), written)
  const theirs = trial(() => peer.write(ids, written.length))
  const pairs = await interleave(ours, theirs, ROUNDS)
  return toRow(name, `transformers.js ${await versionOf('@huggingface/transformers')}`, pairs)
}

async function comparePicture(model: Model): Promise<Row> {
  const options = { seed: SEED, complete: false, guidance: 1, mode: 'parallel' } as const
  const drawn = await generateImage(model, PICTURE_PROMPT, options)
  const { ids } = compilePrompt(model, PICTURE_PROMPT, 'image')
  const request = { ids, seed: SEED, steps: drawn.steps, side: drawn.image.width }
  let seen = false
  return compareTorch(
    'picture from words',
    trial(() => generateImage(model, PICTURE_PROMPT, options)),
    async (peer) => {
      const answer = await peer.picture({ ...request, show: !seen })
      if ('why' in answer) return answer.why
      const { ms, rgb } = answer
      if (rgb !== undefined) checkPicture(drawn, Buffer.from(rgb, 'base64'))
      seen = true
      return ms
    },
  )
}

/** `work` asks the peer for one trial and answers with the time it took there, or why it cannot be done. */
async function compareTorch(
  name: string,
  ours: Trial,
  work: (peer: TorchPeer) => Promise<number | string>,
): Promise<Row> {
  const peerName = 'PyTorch eager'
  await using wide = await TorchPeer.open(packFolder, defaultThreads())
  if (!wide) return { name: `${name} (${peerName})`, why: NO_TORCH }
  const first = await work(wide)
  if (typeof first === 'string') return { name: `${name} (${peerName})`, why: first }
  const time = async (peer: TorchPeer) => Number(await work(peer)) // a number after the first one was
  await using narrow = await TorchPeer.open(packFolder, 1)
  const peer = narrow && (await isFaster(narrow, wide, time)) ? narrow : wide
  const pairs = await interleave(ours, () => time(peer), ROUNDS)
  const threads = peer.threads === 1 ? '1 thread' : `${peer.threads} threads`
  return toRow(name, `${peerName} ${peer.version}, ${threads}`, pairs)
}

async function isFaster(a: TorchPeer, b: TorchPeer, work: (peer: TorchPeer) => Promise<number>): Promise<boolean> {
  const tries = await interleave(
    () => work(a),
    () => work(b),
    { warmups: 1, rounds: 4 },
  )
  return quantile(tries.ours, 0.5) < quantile(tries.peer, 0.5)
}

function toRow(name: string, peerName: string, { ours, peer }: Pairs): Measured {
  return {
    name,
    ours: spreadOf(ours),
    peer: spreadOf(peer),
    peerName,
    unit: 'ms',
    ratio: ratioOf(peer, ours),
    ratioName: 'theirs / ours',
    target: TARGET,
  }
}

function checkIds(peer: string, theirs: readonly number[], ours: readonly number[]): void {
  if (theirs.join() === ours.join()) return
  throw new Error(`${peer} writes other ids, so its time says nothing: ${theirs.join()} is not ${ours.join()}`)
}

function checkPicture({ image }: GeneratedImage, theirs: Uint8Array): void {
  const difference = image.rgb.reduce((sum, byte, i) => sum + Math.abs(byte - theirs[i]!), 0) / image.rgb.length
  if (theirs.length === image.rgb.length && difference <= 1) return
  throw new Error(`PyTorch draws another picture (${difference} of 255 apart on average), so its time says nothing`)
}
