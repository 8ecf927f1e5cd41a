import { z } from 'zod'
import { engineContract } from '../../electron/contract/engine.ts'
import { connect } from '../../electron/contract/link.ts'
import { browserPort } from '../../electron/contract/port.ts'
import { shellContract } from '../../electron/contract/shell.ts'
import type { AppStore } from '../store/app-store.ts'

const PortMessage = z.strictObject({ plumage: z.literal('port'), service: z.enum(['shell', 'engine']) })

/**
 * Takes the ports that the preload hands to the window and ties them to the store. A port that comes later, because a
 * process was started again, takes the place of the one before. The handshake is told in electron/preload/preload.ts.
 */
export function receivePorts(store: AppStore, target: Window): void {
  target.addEventListener('message', (event: MessageEvent<unknown>) => {
    const message = event.source === target ? PortMessage.safeParse(event.data) : null
    const port = event.ports[0]
    if (!message?.success || !port) return
    if (message.data.service === 'engine') takeEngine(store, port)
    else void store.getState().shellConnected(connect(shellContract, browserPort(port)).client)
  })
  target.postMessage({ plumage: 'ready' }, target.origin)
}

function takeEngine(store: AppStore, port: MessagePort): void {
  const { client, closed } = connect(engineContract, browserPort(port))
  void closed.then(() => store.getState().engineLost(client))
  void store.getState().engineConnected(client)
}
