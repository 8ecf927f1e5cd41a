import { resolve } from 'node:path'
import { engineContract, type LibraryState } from '../contract/engine.ts'
import { AppError } from '../contract/failure.ts'
import { connect } from '../contract/link.ts'
import { browserPort } from '../contract/port.ts'
import { createEngine } from '../engine/engine.ts'
import { createInferenceSource, type OfferedInference } from '../engine/inference-source.ts'
import { type LogFile, openLog } from '../service/log.ts'
import { libraryFolder, libraryPaths, type LibraryPaths } from '../service/paths.ts'
import { serve } from '../service/serve.ts'
import type { Engine } from './run-job.ts'
import type { CommonOptions } from './run-options.ts'
import type { Terminal } from './terminal.ts'

/** The library and the engine in this process, without anything that draws: enough for a command that only remembers. */
export interface Desk extends AsyncDisposable {
  readonly engine: Engine
  readonly paths: LibraryPaths
  readonly log: LogFile
  /** Where inference is offered by a command that draws. */
  readonly inference: OfferedInference
  /** What ends after the engine, which would take the end of inference for a failure, and before the log. */
  readonly afterEngine: AsyncDisposableStack
  /** To be asked before work whose result has to be kept. */
  mustBeWritable(): Promise<void>
}

export const libraryOf = ({ library }: CommonOptions): string =>
  library === undefined ? libraryFolder() : resolve(library)

export async function openDesk(options: CommonOptions, terminal: Terminal): Promise<Desk> {
  const paths = libraryPaths(libraryOf(options))
  const log = openLog(paths.logFile('command-line'))
  const inference = createInferenceSource()
  const engine = createEngine({ libraryFolder: paths.library, inference, log, takesOver: false })

  // A real port even within one process: what the command line is told is what the app would be told.
  const { port1, port2 } = new MessageChannel()
  serve(engineContract, engine.handlers, browserPort(port1), { log })
  const link = connect(engineContract, browserPort(port2))
  const afterEngine = new AsyncDisposableStack()
  const state = await link.client.library.state()
  if (state.state === 'damaged') terminal.note(`${state.sentence}\n`)
  return {
    engine: link.client,
    paths,
    log,
    inference,
    afterEngine,
    mustBeWritable: async () => mustBeWritable(await link.client.library.state()),
    async [Symbol.asyncDispose]() {
      link.close()
      await engine.close()
      await afterEngine.disposeAsync()
      inference.close()
      log.close()
    },
  }
}

function mustBeWritable({ state, sentence }: LibraryState): void {
  if (state === 'newer')
    throw new AppError('library-newer', sentence ?? 'This library is from a newer version of Plumage.')
  if (state === 'read-only') throw new AppError('library-read-only', sentence ?? 'The library cannot be written to.')
}
