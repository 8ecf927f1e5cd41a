import { generateImage } from '../../models/emu/generate-image.ts'
import type { Model } from '../../models/emu/model.ts'
import { mostSteps, SOLVERS } from '../../models/emu/sampler.ts'
import type { Solver } from '../../models/emu/sampler.ts'
import { SEED } from './prompts.ts'
import type { Table } from './table.ts'

const STEPS = [1, 2, 3, 4, 6, 8, 12, 16]
/** So many that more would change nothing one could see. */
const REFERENCE_STEPS = 128
const CAPTIONS = [
  'a fox in a meadow',
  'a red apple on a blue background',
  'a castle in the snow at night',
  'two dogs and a cat on the beach',
]

/** How near each solver comes, in few steps, to where all of them lead. Numbers of pixels, not of time: the same everywhere. */
export async function measureSteps(model: Model): Promise<Table> {
  const most = mostSteps(model.pack.manifest.decoder.scheduler)
  const draw = async (caption: string, solver: Solver, steps: number) => {
    const options = { seed: SEED, steps: Math.min(steps, most), solver, complete: false }
    return (await generateImage(model, [{ type: 'text', text: caption }], options)).image.rgb
  }
  const references = new Map<string, Uint8Array>()
  for (const caption of CAPTIONS) references.set(caption, await draw(caption, 'euler', REFERENCE_STEPS))
  const rows: string[][] = []
  for (const steps of STEPS) {
    const row = [String(steps)]
    for (const solver of SOLVERS) {
      let sum = 0
      for (const [caption, reference] of references) sum += psnr(await draw(caption, solver, steps), reference)
      row.push(`${(sum / references.size).toFixed(1)} dB`)
    }
    rows.push(row)
  }
  return {
    title: 'Quality for steps',
    about:
      `Peak signal-to-noise ratio against the same picture in ${REFERENCE_STEPS} Euler steps, from the same noise; the mean of ` +
      `${CAPTIONS.length} pictures from words with the pack’s own guidance. The pack’s own number of steps is ` +
      `${model.pack.manifest.decoder.steps}. From about 40 dB on nobody sees a difference.`,
    head: ['steps', ...SOLVERS],
    rows,
  }
}

/** Units   decibels, of bytes. */
function psnr(a: Uint8Array, b: Uint8Array): number {
  let squared = 0
  for (let i = 0; i < a.length; i++) squared += (a[i]! - b[i]!) ** 2
  return 10 * Math.log10(255 ** 2 / Math.max(squared / a.length, 1e-12))
}
