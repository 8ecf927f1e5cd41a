import { type ChildProcess, fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import type { Port } from '../contract/port.ts'
import { FromService, type PortRole, type ToService } from '../contract/service.ts'
import { type MainPortLike, mainPort, multiplex } from './ports.ts'

export interface Launch {
  name: string
  /** The file to run. */
  entry: string
  /** Added to this process's own environment. */
  env?: Record<string, string>
  /** better-sqlite3 needs Node-API 10; an Electron with less cannot load it, and crashes instead of saying so. */
  needsSqlite?: boolean
  /** What Electron has for this; left out under plain Node. */
  electron?: ElectronForks | undefined
}

/** A running service, however it was started. */
export interface ServiceProcess {
  readonly pid: number | undefined
  /** Settles once, when the process has gone or could not be started. */
  readonly exited: Promise<Exit>
  send(message: ToService): void
  /** Takes the only listener there will be. */
  listen(message: (message: FromService) => void): void
  /** A new port to the service. It closes when the process ends. */
  open(role: PortRole): Port
  /** Hands over one end of a MessageChannelMain, where the process can take it: main is then out of the data path. */
  give?: (role: PortRole, port: MainPortLike) => void
  /** At once, without asking. */
  kill(): void
}

export interface Exit {
  /** For the log: exit code, signal, or why it did not start. */
  reason: string
  /** By SIGKILL: somebody else's, if not ours, as the system's when memory runs out. Not known of a utilityProcess. */
  wasKilled: boolean
  /** The end of what it wrote to stderr: what a native crash left behind. */
  lastWords: string
}

/** The part of Electron used here, handed in by electron/main so that plain Node can load this file. */
export interface ElectronForks {
  fork(
    entry: string,
    args: string[],
    options: { env: NodeJS.ProcessEnv; serviceName: string; stdio: ('ignore' | 'pipe')[] },
  ): ElectronChild
  channel(): { port1: MainPortLike; port2: MainPortLike }
}

interface ElectronChild {
  readonly pid: number | undefined
  readonly stderr: NodeJS.ReadableStream | null
  postMessage(message: unknown, transfer?: MainPortLike[]): void
  on(event: 'message', listener: (message: unknown) => void): unknown
  once(event: 'exit', listener: (code: number) => void): unknown
}

const lastWordsCharacters = 2000

/** Starts a service: in a utilityProcess under Electron where it can run there, else in a process of plain Node. */
export function launchService(launch: Launch): ServiceProcess {
  const { electron, needsSqlite = false } = launch
  if (electron && !(needsSqlite && Number(process.versions['napi']) < 10)) return launchUtility(launch, electron)
  return launchNode(launch)
}

function launchUtility({ name, entry, env }: Launch, electron: ElectronForks): ServiceProcess {
  const options = {
    env: { ...process.env, ...env },
    serviceName: name,
    stdio: ['ignore', 'ignore', 'pipe'] as ('ignore' | 'pipe')[],
  }
  const child = electron.fork(entry, [], options)
  const lastWords = keepEnd(child.stderr)
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code) => resolve({ reason: `exit code ${code}`, wasKilled: false, lastWords: lastWords() }))
  })
  const give = (role: PortRole, port: MainPortLike) =>
    child.postMessage({ type: 'port', role } satisfies ToService, [port])
  return {
    get pid() {
      return child.pid
    },
    exited,
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process, not a window
    send: (message) => child.postMessage(message),
    listen: (message) =>
      void child.on(
        'message',
        parsed(message, () => killNow(child.pid)),
      ),
    give,
    open(role) {
      const { port1, port2 } = electron.channel()
      give(role, port2)
      return mainPort(port1)
    },
    kill: () => killNow(child.pid),
  }
}

function launchNode({ name, entry, env }: Launch): ServiceProcess {
  const child = fork(entry, [], {
    execPath: process.versions['electron'] ? pinnedNode() : process.execPath,
    execArgv: [],
    env: { ...process.env, ...env },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  const lastWords = keepEnd(child.stderr)
  const send = (message: ToService) => void (child.connected && child.send(message, () => {})) // its end is told by 'disconnect'
  const ports = multiplex(send)
  let hear: ((message: FromService) => void) | null = null
  child.on(
    'message',
    parsed(
      (message) => {
        if (message.type === 'open' || message.type === 'data' || message.type === 'close') ports.receive(message)
        else hear?.(message)
      },
      () => killNow(child.pid),
    ),
  )
  // 'disconnect' rather than 'exit': by then everything the process still said has been read.
  child.on('disconnect', () =>
    ports.closeAll(`Plumage's ${name} process stopped while it worked on this. Please try again.`),
  )
  return {
    get pid() {
      return child.pid
    },
    exited: untilExit(child, lastWords),
    send,
    listen: (message) => void (hear = message),
    open: (role) => ports.open(role),
    kill: () => killNow(child.pid),
  }
}

function untilExit(child: ChildProcess, lastWords: () => string): Promise<Exit> {
  return new Promise((resolve) => {
    const end = (reason: string, wasKilled = false) => resolve({ reason, wasKilled, lastWords: lastWords() })
    child.once('error', (error) => end(`could not start: ${error.message}`))
    child.once('exit', (code, signal) => end(signal ? `signal ${signal}` : `exit code ${code}`, signal === 'SIGKILL'))
  })
}

/** A process that says something else than FromService is not the one this build belongs to. */
function parsed(hear: (message: FromService) => void, refuse: () => void): (message: unknown) => void {
  return (message) => {
    const known = FromService.safeParse(message)
    if (known.success) hear(known.data)
    else refuse()
  }
}

function keepEnd(stream: Readable | NodeJS.ReadableStream | null): () => string {
  let end = ''
  stream?.on('data', (chunk: Buffer) => {
    end = (end + chunk.toString('utf8')).slice(-lastWordsCharacters)
  })
  return () => end
}

/** SIGKILL, since a thread that hangs in native code hears nothing less. */
function killNow(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(pid, 'SIGKILL')
  } catch {
    // it has gone already
  }
}

/** The Node 24 that npm installed beside the app's other packages (see package.json, optionalDependencies). */
export function pinnedNode(from: string = import.meta.dirname): string {
  const system = process.platform === 'win32' ? 'win' : process.platform
  const file = join(
    'node_modules',
    `node-${system}-${process.arch}`,
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  )
  for (let folder = from; ; folder = dirname(folder)) {
    const node = join(folder, file)
    if (existsSync(node)) return node
    if (dirname(folder) === folder)
      throw new Error(`This Electron needs a Node 24 beside it and ${file} is missing: run "npm ci".`)
  }
}
