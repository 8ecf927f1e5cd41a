import { copyFile, mkdir, rm } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { MessageChannel } from 'node:worker_threads'
import { v7 as newId } from 'uuid'
import { engineContract } from '../contract/engine.ts'
import { AppError } from '../contract/failure.ts'
import { connect } from '../contract/link.ts'
import { browserPort } from '../contract/port.ts'
import type { Sha256 } from '../contract/values.ts'
import { createEngine } from '../engine/engine.ts'
import { launchService } from '../service/launcher.ts'
import { type LogFile, openLog } from '../service/log.ts'
import { libraryFolder, libraryPaths, type LibraryPaths } from '../service/paths.ts'
import { serve } from '../service/serve.ts'
import { Supervisor } from '../service/supervisor.ts'
import type { Engine } from './run-job.ts'

/** The engine in this process, inference in its own: the same code that the app runs. */
export interface Studio extends AsyncDisposable {
  readonly engine: Engine
  assetFile(sha256: Sha256): string
  /** Copies a file into the library. */
  importPicture(file: string): Promise<Sha256>
}
