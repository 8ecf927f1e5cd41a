import { app, type IpcMainEvent, MessageChannelMain, type WebContents, type WebFrameMain } from 'electron'
import { portChannel, readyChannel } from '../contract/handshake.ts'
import { type ShellContract, shellContract } from '../contract/shell.ts'
import type { ServiceProcess } from '../service/launcher.ts'
import type { Log } from '../service/log.ts'
import { mainPort, pipe } from '../service/ports.ts'
import { type Handlers, serve } from '../service/serve.ts'
import type { Supervisor } from '../service/supervisor.ts'
import { isOurPage } from './security.ts'

export interface BrokerSpec {
  engine: Supervisor
  shell: Handlers<ShellContract>
  log: Log
}

/**
 * Gives each page its ports: one to the shell when it says it is ready, one to every generation of the engine. Where the
 * engine is a utilityProcess the port goes straight to it; a child process cannot take one, so this process passes the
 * messages on.
 */
export function brokerPorts({ engine, shell, log }: BrokerSpec): void {
  const pages = new Map<WebContents, WebFrameMain>()
  const connectEngine = (frame: WebFrameMain, process: ServiceProcess) => {
    const { port1, port2 } = new MessageChannelMain()
    if (process.give) process.give('page', port1)
    else pipe(mainPort(port1), process.open('page'))
    frame.postMessage(portChannel, 'engine', [port2])
  }
  const ready = (contents: WebContents, { senderFrame }: IpcMainEvent) => {
    if (!senderFrame || !isOurPage(senderFrame)) return log.warn('refused', { what: 'sender' })
    pages.set(contents, senderFrame)
    const { port1, port2 } = new MessageChannelMain()
    serve(shellContract, shell, mainPort(port1), { log })
    senderFrame.postMessage(portChannel, 'shell', [port2])
    if (engine.process) connectEngine(senderFrame, engine.process)
  }
  app.on('web-contents-created', (_event, contents) => {
    contents.ipc.on(readyChannel, (event) => ready(contents, event))
    const forget = () => void pages.delete(contents)
    contents.on('destroyed', forget)
    contents.on('render-process-gone', forget)
    contents.on('did-navigate', forget) // the new page says for itself when it is ready
  })
  engine.onReady((process) => {
    for (const [contents, frame] of pages) {
      if (contents.isDestroyed() || frame.isDestroyed()) pages.delete(contents)
      else connectEngine(frame, process)
    }
  })
}
