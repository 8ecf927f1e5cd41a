import { type Model, openModel } from '../../models/emu/model.ts'
import type { Pack } from '../../models/emu/pack.ts'

/** The models in memory: one, and briefly more only while jobs on several devices use different ones. */
export interface LoadedModels {
  /** Opens the model unless it is there already, and keeps it open for as long as the work takes. */
  use<Result>(pack: Pack, device: string, work: (model: Model) => Promise<Result>): Promise<Result>
  close(): Promise<void>
}

interface Loaded {
  readonly key: string
  readonly model: Promise<Model>
  users: number
}

export function createLoadedModels(): LoadedModels {
  let loaded: Loaded[] = [] // least recently used first

  /** Closes what nobody uses, until at most `keep` models are left. */
  const evict = async (keep: number) => {
    const idle = loaded.filter((entry) => entry.users === 0).slice(0, Math.max(loaded.length - keep, 0))
    loaded = loaded.filter((entry) => !idle.includes(entry))
    for (const entry of idle) await (await entry.model)[Symbol.asyncDispose]()
  }

  const enter = async (pack: Pack, device: string): Promise<Loaded> => {
    const key = `${device} ${pack.hash}`
    const present = loaded.find((entry) => entry.key === key)
    // The old model goes before the new one comes: there may not be memory for both.
    if (!present) await evict(0)
    const entry = present ?? { key, model: openModel(pack.folder, { device }), users: 0 }
    loaded = [...loaded.filter((other) => other !== entry), entry]
    entry.users++
    return entry
  }

  return {
    async use(pack, device, work) {
      const entry = await enter(pack, device)
      try {
        return await work(await entry.model)
      } catch (error) {
        // A model that could not be opened must not stay: the next job tries anew.
        if (await didFail(entry.model)) loaded = loaded.filter((other) => other !== entry)
        throw error
      } finally {
        entry.users--
        await evict(1)
      }
    },
    close: () => evict(0),
  }
}

const didFail = (opening: Promise<unknown>): Promise<boolean> =>
  opening.then(
    () => false,
    () => true,
  )
