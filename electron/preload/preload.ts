/**
 * Hands ports to the page, and nothing else: no function of Electron or Node reaches it.
 *
 * The handshake:
 * 1. The page listens for 'message' on its window, then says `window.postMessage({ plumage: 'ready' }, window.origin)`.
 *    This file runs before any script of the page, so the word is never missed.
 * 2. Main answers with ports, each as a message `{ plumage: 'port', service: 'shell' | 'engine' }` whose `ports[0]` it is.
 *    The page takes it only if `event.source === window`.
 * 3. The shell's port comes at once. The engine's comes as soon as the engine is ready, and a new one after every restart
 *    of the engine: it takes the place of the one before, which has closed by then.
 * A reload begins again at 1 with new ports; the old ones close.
 */
import { ipcRenderer } from 'electron'
import { portChannel, readyChannel } from '../contract/handshake.ts'

window.addEventListener('message', ({ source, origin, data }: MessageEvent<unknown>) => {
  if (source !== window || origin !== window.origin) return
  if (typeof data === 'object' && data !== null && 'plumage' in data && data.plumage === 'ready')
    ipcRenderer.send(readyChannel)
})

ipcRenderer.on(portChannel, ({ ports }, service: unknown) => {
  window.postMessage({ plumage: 'port', service }, window.origin, ports)
})
