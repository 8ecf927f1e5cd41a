import { float32, readFloats } from '../runtime/tensor.ts'
import { advance, dropPrefix, embedTokens, goOn, projectUp, readOn } from './language.ts'
import type { Reading } from './language.ts'
import { dimensions } from './model.ts'
import type { Model } from './model.ts'
import type { RegressionMode } from './pack-manifest.ts'
import type { Run } from './run.ts'

/**
 * Predicts the visual embeddings of the picture that continues a prompt ending in [IMG].
 *
 * The state at [IMG] gives embedding 0, the state at the slot of embedding i gives embedding i + 1: so N states are
 * needed and N − 1 slots are read. There is no sampling in it: the same prompt gives the same embeddings.
 *
 * Shapes   `start.hidden` f32 [H] at [IMG]; returns f32 [N, C] in the encoder's own space.
 * Cost     parallel: one run. Autoregressive: N − 1 cached runs; the reference re-runs the prompt N times.
 * Source   baaivision/Emu, Emu2/emu/emu.py, EmuModel.generate_image; models/packs/README.md, "How a picture is written".
 */
export function regressEmbeddings(model: Model, start: Reading, mode: RegressionMode, run: Run): Promise<Float32Array> {
  return mode === 'parallel' ? regressAtOnce(model, start, run) : regressInTurn(model, start, run)
}

/** All at once: mask queries stand where the embeddings would be. The prefix of `start` is left as it was. */
async function regressAtOnce(model: Model, start: Reading, run: Run): Promise<Float32Array> {
  const { N, H } = dimensions(model.pack.manifest)
  const queries = model.constants.maskQueries!.slice(0, (N - 1) * H) // there whenever the pack has this mode
  const states = new Float32Array(N * H)
  states.set(start.hidden)
  if (N > 1) {
    const { hidden, prefix } = await readOn(model, start.prefix, queries, run)
    dropPrefix(prefix)
    states.set(hidden, H)
  }
  return regressStates(model, states, run)
}

/** One after another, each fed back as the encoder's embedding, projected up, and never as the state itself. */
async function regressInTurn(model: Model, start: Reading, run: Run): Promise<Float32Array> {
  const { N, C } = dimensions(model.pack.manifest)
  const embeddings = new Float32Array(N * C)
  using way = goOn(model, start, run)
  for (let slot = 0; slot < N; slot++) {
    const embedding = await regressStates(model, way.reading.hidden, run)
    embeddings.set(embedding, slot * C)
    if (slot < N - 1) await way.read(await projectUp(model, embedding, slot, run))
  }
  return embeddings
}

/** States f32 [S, H] to embeddings f32 [S, C]. */
async function regressStates(model: Model, states: Float32Array, run: Run): Promise<Float32Array> {
  const { H } = dimensions(model.pack.manifest)
  const outputs = await run.graph(model.graphs.regress, { hidden: float32(states, [1, states.length / H, H]) })
  return readFloats(outputs['image_embeds']!, 'image_embeds')
}

/** Reads [IMG] behind what was read: a picture follows. */
export async function openImage(model: Model, { prefix }: Reading, run: Run): Promise<Reading> {
  return advance(model, prefix, await embedTokens(model, [model.pack.manifest.tokens.boi], run), run)
}

/**
 * Lets the sequence go on behind a finished picture: its embeddings and [/IMG] are read, so that the prefix holds what
 * a reader of the picture would have read, whichever way it was written.
 */
export async function closeImage(model: Model, start: Reading, embeddings: Float32Array, run: Run): Promise<Reading> {
  const slots = await projectUp(model, embeddings, 0, run)
  const end = await embedTokens(model, [model.pack.manifest.tokens.eoi], run)
  const embeds = new Float32Array(slots.length + end.length)
  embeds.set(slots)
  embeds.set(end, slots.length)
  return advance(model, start.prefix, embeds, run)
}
