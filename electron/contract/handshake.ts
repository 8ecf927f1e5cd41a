/** The two Electron IPC channels there are, both only between main and preload; see electron/preload/preload.ts. */
export const readyChannel = 'plumage-ready'
export const portChannel = 'plumage-port'
