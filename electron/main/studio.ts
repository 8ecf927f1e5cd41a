import type { ServiceName } from '../contract/shell.ts'
import { proberContract } from '../contract/probe.ts'
import { type ElectronForks, launchService } from '../service/launcher.ts'
import type { Log } from '../service/log.ts'
import { libraryPaths } from '../service/paths.ts'
import { pipe } from '../service/ports.ts'
import { createProber } from '../service/prober.ts'
import { serve } from '../service/serve.ts'
import { Supervisor } from '../service/supervisor.ts'

export interface StudioSpec {
  /** The file each service is started from, and the process in which devices are tried. */
  entries: Record<ServiceName | 'probe', string>
  log: Log
  /** Added to the services' environment. */
  env?: Record<string, string>
  electron?: ElectronForks
}

/** Both services, watched over and connected with each other: what the app starts. */
export interface Studio {
  readonly engine: Supervisor
  readonly inference: Supervisor
  /** The engine first, so that it does not take the end of the other for a failure. */
  stop(): Promise<void>
}

export function startStudio({ entries, log, env = {}, electron }: StudioSpec): Studio {
  const { logFile } = libraryPaths()
  const start = (name: ServiceName, needsSqlite: boolean) =>
    new Supervisor({
      name,
      launch: () => launchService({ name, entry: entries[name], env, needsSqlite, electron }),
      logFile: logFile(name),
      log,
    })
  const engine = start('engine', true)
  const inference = start('inference', false)
  join(engine, inference, electron)
  const launch = () => launchService({ name: 'probe', entry: entries.probe, env, electron })
  const prober = createProber({ launch, log })
  inference.onReady((process) => serve(proberContract, prober, process.open('prober'), { log }))
  return {
    engine,
    inference,
    async stop() {
      await engine.stop()
      await inference.stop()
    },
  }
}

/**
 * Connects the two anew whenever one of them has been started. Where Electron has no Node-API 10 the engine runs in a
 * child process, which cannot take a MessagePort: its messages then pass through this process.
 */
function join(engine: Supervisor, inference: Supervisor, electron: ElectronForks | undefined): void {
  const connect = () => {
    const [a, b] = [engine.process, inference.process]
    if (!a || !b) return
    if (electron && a.give && b.give) {
      const { port1, port2 } = electron.channel()
      a.give('inference', port1)
      b.give('engine', port2)
    } else pipe(a.open('inference'), b.open('engine'))
  }
  engine.onReady(connect)
  inference.onReady(connect)
}
