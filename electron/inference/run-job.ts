import type { RgbImage } from '../../models/numerics/rgb-image.ts'
import type { Model } from '../../models/emu/model.ts'
import type { Pack } from '../../models/emu/pack.ts'
import type { GenerateEvent } from '../../models/emu/run.ts'
import type { Stage } from '../contract/jobs.ts'
import type { DrawSettings } from '../contract/prompt.ts'
import { type Recipe, recipeVersion } from '../contract/recipe.ts'
import type { Asset } from '../contract/storyboard.ts'
import type { Sha256 } from '../contract/values.ts'
import { withFallback } from './device-fallback.ts'
import type { Devices } from './devices.ts'
import { type Lane, laneOf } from './lane.ts'
import type { LoadedModels } from './loaded-models.ts'
import { explainModel } from './model-failure.ts'
import { findPack } from './packs.ts'
import type { Pictures } from './pictures.ts'
import { openPromptPictures, type PromptPictures } from './prompts.ts'
import type { Following, Report } from './progress.ts'

/** What a job works with. */
export interface Desk {
  readonly packsFolder: string
  readonly devices: Devices
  readonly pictures: Pictures
  readonly models: LoadedModels
  readonly lanes: Map<string, Lane>
  readonly versions: Readonly<Record<string, string>>
  /** Told before and after everything that may block the thread for long. */
  readonly busy: (busy: boolean) => void
}

/** What a job does once it has a model: it says what it is doing, and each stage is timed. */
export interface JobTools {
  readonly model: Model
  readonly signal: AbortSignal
  enter(stage: Stage): void
  onEvent(event: GenerateEvent): void
  /** Pictures of the library as prompts show them. */
  readonly pictures: PromptPictures
  provenance(): Provenance
  /** Puts a finished picture into the library, with the recipe for it inside. */
  keep(image: RgbImage, recipe: OwnRecipe): Promise<Asset>
}

type WithoutCommon<R> = R extends unknown ? Omit<R, 'version' | 'pack' | 'packHash' | 'device' | 'versions'> : never
/** What a recipe says beyond pack, device and versions. */
export type OwnRecipe = WithoutCommon<Recipe>

export interface Provenance {
  pack: string
  packHash: Sha256
  device: string
  versions: Record<string, string>
  timingsMs: Record<string, number>
}

interface JobInput extends Following {
  settings: DrawSettings
}

/** Finds pack and device, does the work there, and where the device fails it, on the processor. */
export function runJob<Result>(
  desk: Desk,
  { settings, signal, report }: JobInput,
  work: (tools: JobTools) => Promise<Result>,
): Promise<Result> {
  return explainModel(async () => {
    const pack = await findPack(desk.packsFolder, settings.pack)
    const wanted = await desk.devices.choose(settings.device, pack, signal)
    return withFallback(wanted, report, (device) => runOn(desk, { pack, device, signal, report }, work))
  })
}

/** Waits for the device, loads the pack, does the work; the previews it wrote go when it is over. */
async function runOn<Result>(
  desk: Desk,
  { pack, device, signal, report }: Following & { pack: Pack; device: string },
  work: (tools: JobTools) => Promise<Result>,
): Promise<Result> {
  return laneOf(desk.lanes, device).run(signal, async () => {
    const clock = createStageClock(report)
    const previews = collectPreviews(desk.pictures, report)
    const versions = { ...desk.versions, pack: pack.manifest.version }
    const madeWith = { pack: pack.manifest.id, packHash: pack.hash, device, versions }
    desk.busy(true)
    try {
      clock.enter('load')
      return await desk.models.use(pack, device, (model) =>
        work({
          model,
          signal,
          enter: clock.enter,
          onEvent: (event) => pass(event, { clock, previews, report }),
          pictures: openPromptPictures(desk.pictures, pack.manifest),
          provenance: () => ({ ...madeWith, timingsMs: clock.timingsMs() }),
          keep: (image, own) => desk.pictures.save(image, { version: recipeVersion, ...madeWith, ...own }),
        }),
      )
    } finally {
      desk.busy(false)
      await previews.remove()
    }
  })
}

interface StageClock {
  enter(stage: Stage): void
  /** Milliseconds of each stage until now; one that was entered twice counts together. */
  timingsMs(): Record<string, number>
}

function createStageClock(report: Report): StageClock {
  const spentMs: Record<string, number> = {}
  let current: { stage: Stage; sinceMs: number } | null = null
  const settle = (next: Stage | null) => {
    const nowMs = performance.now()
    if (current) spentMs[current.stage] = (spentMs[current.stage] ?? 0) + nowMs - current.sinceMs
    current = next && { stage: next, sinceMs: nowMs }
  }
  return {
    enter(stage) {
      settle(stage)
      report({ type: 'stage', stage })
    },
    timingsMs() {
      settle(current && current.stage)
      return Object.fromEntries(Object.entries(spentMs).map(([stage, ms]) => [stage, Math.round(ms * 10) / 10]))
    },
  }
}

interface Previews {
  add(image: RgbImage): void
  remove(): Promise<void>
}

/** Previews are written beside the run. One that cannot be written is left out: the picture itself is what counts. */
function collectPreviews(pictures: Pictures, report: Report): Previews {
  const writing: Promise<Sha256 | null>[] = []
  return {
    add(image) {
      const written = pictures.savePreview(image).catch(() => null)
      writing.push(written)
      void written.then((sha256) => sha256 && report({ type: 'preview', sha256 }))
    },
    async remove() {
      const names = await Promise.all(writing)
      await pictures.removePreviews(names.filter((name) => name !== null)).catch(() => undefined)
    },
  }
}

function pass(event: GenerateEvent, to: { clock: StageClock; previews: Previews; report: Report }): void {
  if (event.type === 'preview') to.previews.add(event.image)
  // Completing a short prompt is writing too, and the words are shown the same way.
  else if (event.type === 'stage') to.clock.enter(event.stage === 'complete' ? 'write' : event.stage)
  // A finished picture is told of when it is in the library.
  else if (event.type !== 'image') to.report(event)
}
