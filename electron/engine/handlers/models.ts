import type { EngineContract } from '../../contract/engine.ts'
import { AppError } from '../../contract/failure.ts'
import type { Handlers } from '../../service/serve.ts'
import { checkPrompt } from '../generation/free-prompt.ts'
import type { InferenceLink } from '../inference-source.ts'
import { mustHavePictures } from '../library/assets.ts'
import type { Services } from './services.ts'

/** Longer than a start takes. A job may wait for as long as it must; a question about packs wants an answer. */
const waitMs = 30_000

export function modelHandlers({ inference, library, looking }: Services): Handlers<EngineContract['models']> {
  const client = async (signal: AbortSignal): Promise<InferenceLink['client']> => {
    const timeout = AbortSignal.timeout(waitMs)
    try {
      return (await inference.current(AbortSignal.any([signal, timeout]))).client
    } catch (cause) {
      if (signal.aborted || !timeout.aborted) throw cause
      throw new AppError(
        'service-stopped',
        'The part of Plumage that draws and writes is not running. Start it again, or start Plumage again.',
        { cause },
      )
    }
  }
  return {
    packs: async (_, { signal }) => (await client(signal)).packs.list(undefined, { signal }),
    verify: async (input, { signal }) => (await client(signal)).packs.verify(input, { signal }),
    devices: async (input, { signal }) => (await client(signal)).devices.list(input, { signal }),
    probeDevices: async (input, { signal }) => (await client(signal)).devices.probe(input, { signal }),
    async see(query, { signal }) {
      checkPrompt(library.db, query)
      return (await client(signal)).see(query, { signal })
    },
    async embed(query, { signal }) {
      const pictures = query.items.flatMap((item) => (item.type === 'image' ? [item.sha256] : []))
      mustHavePictures(library.db, pictures, 'A picture is not in the library. Add it again.')
      return looking.makeRoom(async () => (await client(signal)).embed(query, { signal }))
    },
    async classify(query, { signal }) {
      mustHavePictures(library.db, [query.sha256], 'The picture is not in the library. Add it again.')
      return looking.makeRoom(async () => (await client(signal)).classify(query, { signal }))
    },
    warm: async (_, { signal }) => (await client(signal)).warm({ settings: {} }, { signal }),
  }
}
