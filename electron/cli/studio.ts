import { copyFile, rm, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { v7 as newId } from 'uuid'
import { AppError } from '../contract/failure.ts'
import { proberContract } from '../contract/probe.ts'
import type { Asset } from '../contract/storyboard.ts'
import type { Sha256 } from '../contract/values.ts'
import { endingOf } from '../engine/library/picture-kind.ts'
import { launchService } from '../service/launcher.ts'
import type { Log } from '../service/log.ts'
import { makeFolder } from '../service/make-folder.ts'
import type { LibraryPaths } from '../service/paths.ts'
import { createProber } from '../service/prober.ts'
import { serve } from '../service/serve.ts'
import { Supervisor } from '../service/supervisor.ts'
import { openDesk } from './desk.ts'
import { CommandFailure } from './failures.ts'
import type { OutputForm, WrittenPicture } from './outputs.ts'
import type { PictureSource } from './prompt/to-prompt.ts'
import { cancelledBy, type Engine } from './run-job.ts'
import type { CommonOptions } from './run-options.ts'
import type { Terminal } from './terminal.ts'

/** The engine in this process, inference in its own: the same code that the app runs. */
export interface Studio extends AsyncDisposable {
  readonly engine: Engine
  /** Aborted, with the reason, when inference has given up. */
  readonly failed: AbortSignal
  /** The file of any picture of the library. */
  pictureFile(picture: Pick<Asset, 'sha256' | 'mime'>): string
  /** The file of a picture Plumage has drawn. */
  assetFile(sha256: Sha256): string
  /** A picture Plumage has drawn, in the form in which it is to leave the library. */
  write(sha256: Sha256, form: OutputForm): Promise<WrittenPicture>
  /** What was drawn for the model to see, for an hour or so. */
  previewFile(sha256: Sha256): string
  /** Copies a picture into the library; after Ctrl-C no more of them. */
  importPicture(picture: PictureSource): Promise<Sha256>
  /** To be asked before work whose result has to be kept. */
  mustBeWritable(): Promise<void>
}

export async function openStudio(options: CommonOptions, terminal: Terminal): Promise<Studio> {
  const desk = await openDesk(options, terminal)
  const { engine, paths, log, inference, afterEngine, mustBeWritable } = desk
  const { supervisor, failed } = startInference(paths, log)
  supervisor.onReady((process) => inference.offer(process.open('engine')))
  afterEngine.defer(() => supervisor.stop())
  return {
    engine,
    failed,
    pictureFile: ({ sha256, mime }) => paths.assetFile(sha256, endingOf(mime)),
    assetFile: (sha256) => paths.assetFile(sha256, 'png'),
    async write(sha256, form) {
      const isAsKept = form.format === 'png' && form.recipe // needs no copy, which a full disk would not take
      if (isAsKept) return { file: paths.assetFile(sha256, 'png'), [Symbol.asyncDispose]: async () => undefined }
      const { outgoing } = await engine.assets.export({ sha256, outgoing: newId(), ...form })
      const file = paths.outgoingFile(outgoing)
      return { file, [Symbol.asyncDispose]: () => rm(file, { force: true }) }
    },
    previewFile: paths.previewFile,
    async importPicture(picture) {
      if (terminal.signal.aborted) throw cancelledBy(terminal.signal)
      return importPicture(engine, paths, picture)
    },
    mustBeWritable,
    [Symbol.asyncDispose]: () => desk[Symbol.asyncDispose](),
  }
}

function startInference(paths: LibraryPaths, log: Log): { supervisor: Supervisor; failed: AbortSignal } {
  const failed = new AbortController()
  const launch = (name: string, entry: string) =>
    launchService({
      name,
      entry: fileURLToPath(new URL(entry, import.meta.url)),
      env: { PLUMAGE_LIBRARY: paths.library },
    })
  const supervisor = new Supervisor({
    name: 'inference',
    logFile: paths.logFile('inference'),
    log,
    launch: () => launch('inference', '../inference/main.ts'),
  })
  const prober = createProber({ launch: () => launch('probe', '../inference/probe.ts'), log })
  supervisor.onReady((process) => serve(proberContract, prober, process.open('prober'), { log }))
  supervisor.watch(({ state, sentence }) => {
    if (state === 'stopped' && sentence) failed.abort(new AppError('service-stopped', sentence))
  })
  return { supervisor, failed: failed.signal }
}

async function importPicture(engine: Engine, paths: LibraryPaths, picture: PictureSource): Promise<Sha256> {
  const incoming = newId()
  const copy = paths.incomingFile(incoming)
  const name = typeof picture === 'string' ? basename(picture) : picture.name
  try {
    makeFolder(paths.incoming)
    await (typeof picture === 'string' ? copyFile(picture, copy) : writeFile(copy, picture.bytes))
    const { sha256 } = await engine.assets.import({ incoming, name })
    return sha256
  } catch (cause) {
    await rm(copy, { force: true }).catch(() => undefined) // nobody will ask for it again: the file itself is still there
    if (cause instanceof AppError) throw cause
    const full = cause instanceof Error && 'code' in cause && (cause.code === 'ENOSPC' || cause.code === 'EDQUOT')
    const why = full
      ? 'the disk with the library is full. Free some space and try again.'
      : 'it cannot be read, or the library cannot be written to.'
    const what = typeof picture === 'string' ? picture : name
    throw new CommandFailure(full ? 'disk-full' : 'output', `"${what}" could not be copied into the library: ${why}`, {
      cause,
    })
  }
}
