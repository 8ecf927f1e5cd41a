import { cutPositions, joinPositions } from '../runtime/key-values.ts'
import { BLOCK_POSITIONS } from './memory/prefix-cache.ts'
import type { BlockValues } from './memory/prefix-cache.ts'
import { advance, dropPrefix, embedTokens, emptyPrefix, projectUp, readOn } from './language.ts'
import type { Prefix, Reading } from './language.ts'
import { dimensions } from './model.ts'
import type { Model } from './model.ts'
import type { CompiledPrompt } from './prompt/compile-prompt.ts'
import type { Run, Stage } from './run.ts'
import { encodePicture, namePicture } from './vision.ts'

/**
 * Reads a prompt from the beginning, or from where it departs from what was read before. Pictures of the remembered part
 * are not even looked at.
 *
 * It is read in blocks counted from position 0 and then what is left, so that a warm start makes the same runs over what
 * is new as a cold one, and gives the same bits: tests/models/emu/memory/warm-start.test.ts.
 *
 * Cost     one run a block that is not known, and one for the rest of 1 to BLOCK_POSITIONS positions.
 */
export async function readPrompt(
  model: Model,
  prompt: CompiledPrompt,
  run: Run,
  stage: Stage = 'read',
): Promise<Reading> {
  const H = dimensions(model.pack.manifest).H
  const names = await nameBlocks(prompt)
  const known = model.memory.prefixes.find(names)
  const first = known.length * BLOCK_POSITIONS
  const embeds = await embedFrom(model, prompt, first, run)
  run.enter(stage)
  let prefix: Prefix = known.length > 0 ? joinBlocks(known) : emptyPrefix(model)
  try {
    for (let i = known.length; i < names.length; i++) {
      const from = (prefix.length - first) * H
      const next = (await readOn(model, prefix, embeds.slice(from, from + BLOCK_POSITIONS * H), run)).prefix
      dropPrefix(prefix)
      prefix = next
      model.memory.prefixes.add(names.slice(0, i), names[i]!, cutLastBlock(prefix))
    }
    return await advance(model, prefix, embeds.slice((prefix.length - first) * H), run)
  } finally {
    dropPrefix(prefix)
  }
}

/** The embeddings of the positions of a prompt from `first` on, pictures in their slots: f32 [S − first, H]. */
export async function embedFrom(model: Model, prompt: CompiledPrompt, first: number, run: Run): Promise<Float32Array> {
  const { H } = dimensions(model.pack.manifest)
  const slots = prompt.slots.filter(({ position }) => position >= first)
  const wanted = new Set(slots.map(({ picture }) => picture))
  if (wanted.size > 0) run.enter('encode')
  const projected = new Map<number, Float32Array>()
  for (const i of wanted) {
    const embeddings = await encodePicture(model, prompt.pictures[i]!, run)
    projected.set(i, await projectUp(model, embeddings, 0, run))
  }
  const embeds = Float32Array.from(await embedTokens(model, prompt.ids.slice(first), run))
  for (const { position, picture, slot } of slots) {
    embeds.set(projected.get(picture)!.subarray(slot * H, (slot + 1) * H), (position - first) * H)
  }
  return embeds
}

/** What each whole block holds, exactly. The last position is never in one: its state is what a reading is for. */
async function nameBlocks({ ids, slots, pictures }: CompiledPrompt): Promise<string[]> {
  const contents = await Promise.all(pictures.map(namePicture))
  const positions: (number | string)[] = [...ids]
  for (const { position, picture, slot } of slots)
    positions[position] = `${slot} of ${pictures[picture]!.tokens} of ${contents[picture]!}`
  return Array.from({ length: Math.floor((ids.length - 1) / BLOCK_POSITIONS) }, (_, i) =>
    positions.slice(i * BLOCK_POSITIONS, (i + 1) * BLOCK_POSITIONS).join('\n'),
  )
}

function joinBlocks(blocks: readonly BlockValues[]): Prefix {
  const past = blocks[0]!.map((_, i) => joinPositions(blocks.map((block) => block[i]!)))
  return { length: blocks.length * BLOCK_POSITIONS, past }
}

const cutLastBlock = ({ length, past }: Prefix): BlockValues =>
  past.map((tensor) => cutPositions(tensor, length - BLOCK_POSITIONS, BLOCK_POSITIONS))
