import type { RgbImage } from '../numerics/rgb-image.ts'
import { prepareDrawing } from './decoder.ts'
import type { DrawSettings } from './decoder.ts'
import { fitToSource, prepareSource } from './draw-source.ts'
import type { SourceOptions } from './draw-source.ts'
import type { Model } from './model.ts'
import { ModelError } from './model-error.ts'
import type { Run } from './run.ts'

/** Models that had too little memory for both rows of guidance in one run. */
const narrow = new WeakSet<Model>()

export interface Drawing {
  /** f32 [N, C], what is drawn. */
  readonly embeddings: Float32Array
  /** f32 [N, C], what guidance leads away from. */
  readonly against: Float32Array
  readonly settings: DrawSettings
  readonly source?: SourceOptions | null
}

/** Draws the same embeddings again for each seed it is given; what the seeds have in common is computed once. */
export type Drawer = (seed: number) => Promise<RgbImage>

/**
 * Makes a drawer.
 *
 * Where memory is short for guidance in one run, it is two runs from then on, and the person is told. That is the next
 * smaller setting; the one after it is another device, which is not for this room to choose.
 */
export function createDrawer(model: Model, drawing: Drawing, run: Run): Drawer {
  const wanted = drawing.settings.batching
  let batching = narrow.has(model) ? 'two-runs' : wanted
  let prepared: Drawer | null = null
  const drawSeed: Drawer = async (seed) => {
    prepared ??= await prepare(model, { ...drawing, settings: { ...drawing.settings, batching } }, run)
    return prepared(seed)
  }
  return async (seed) => {
    try {
      return await drawSeed(seed)
    } catch (error) {
      const isShort = error instanceof ModelError && error.code === 'out-of-memory'
      if (!isShort || drawing.settings.guidance <= 1 || batching === 'two-runs') throw error
      narrow.add(model)
      model.memory.clear()
      run.emit({
        type: 'notice',
        sentence: 'Memory is short, so guidance is computed in two smaller runs: the same picture, a little later.',
      })
      batching = 'two-runs'
      prepared = null
      return drawSeed(seed)
    }
  }
}

async function prepare(model: Model, { embeddings, against, settings, source }: Drawing, run: Run): Promise<Drawer> {
  const start = source ? await prepareSource(model, source, settings.steps, run) : null
  if (source && start?.firstStep === settings.steps) return async () => source.image // nothing of it is to change
  const drawSeed = await prepareDrawing(model, embeddings, against, settings, run)
  return async (seed) => {
    const drawn = await drawSeed(seed, start)
    return source ? fitToSource(drawn, source) : drawn
  }
}
