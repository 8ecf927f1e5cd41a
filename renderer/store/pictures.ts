import { v7 as uuidv7 } from 'uuid'
import type { StateCreator } from 'zustand'
import { AppError, Failure } from '../../electron/contract/failure.ts'
import type { Asset } from '../../electron/contract/storyboard.ts'
import { words } from '../ui/words.ts'
import type { AppState, Surroundings } from './app-store.ts'
import { selectMany } from './selection.ts'

export type PicturesSlice = {
  /** How many pictures are being read in right now. */
  arriving: number
  /** Brings files in as new panels before the panel now at `index`; the end when it is null. */
  addPictures(files: readonly File[], index: number | null): Promise<void>
  /** Puts one file into a panel that is there. */
  fillPanel(file: File, panelId: string): Promise<void>
}

/** Hands a file to the library's incoming folder: the only way pixels leave the page. */
export async function uploadFile(incoming: string, file: File): Promise<void> {
  const put = async () => fetch(`plumage://incoming/${incoming}`, { method: 'PUT', body: await file.arrayBuffer() })
  const answer = await put().catch(() => null) // also a folder, or a file that has gone since
  if (answer?.ok) return
  const told = Failure.safeParse(await answer?.json().catch(() => null)).data
  throw told
    ? new AppError(told.code, told.sentence, { ref: told.ref })
    : new AppError('bad-image', words.errors.upload(file.name))
}

export const createPicturesSlice =
  ({ upload }: Surroundings): StateCreator<AppState, [], [], PicturesSlice> =>
  (set, get) => {
    const bring = async (file: File): Promise<Asset | null> => {
      const { engine } = get()
      if (!engine) throw new AppError('service-stopped', words.status.engineAway)
      const incoming = uuidv7()
      await upload(incoming, file)
      const { found: _, ...asset } = await engine.assets.import({ incoming, name: file.name.slice(0, 400) })
      get().rememberAsset(asset)
      return asset
    }
    /** One file that cannot be read is told of and left out; the others still arrive. */
    const bringAll = async (files: readonly File[]) => {
      set((s) => ({ arriving: s.arriving + files.length }))
      const assets: Asset[] = []
      for (const file of files) {
        try {
          const asset = await bring(file)
          if (asset) assets.push(asset)
        } catch (error) {
          get().fail(error)
        }
        set((s) => ({ arriving: s.arriving - 1 }))
      }
      return assets
    }
    return {
      arriving: 0,
      async addPictures(files, index) {
        const boardId = get().base?.id
        if (!boardId || !files.length) return
        const assets = await bringAll(files)
        const { board } = get()
        if (!assets.length || board?.id !== boardId) return
        const panels = assets.map((asset) => ({ id: uuidv7(), caption: '', image: asset.sha256, generationId: null }))
        get().change({ type: 'insert', index: index ?? board.panels.length, panels })
        const order = get().board?.panels.map((panel) => panel.id) ?? []
        get().select(
          selectMany(
            order,
            panels.map((panel) => panel.id),
          ),
        )
        get().announce(words.drop.added(panels.length))
      },
      async fillPanel(file, panelId) {
        const boardId = get().base?.id
        const [asset] = await bringAll([file])
        if (!asset || get().base?.id !== boardId) return
        get().change({ type: 'picture', panelId, image: asset.sha256, generationId: null })
      },
    }
  }
