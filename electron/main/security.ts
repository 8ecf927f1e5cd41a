import { app, type Session, session, type WebContents } from 'electron'
import type { Log } from '../service/log.ts'
import { appOrigin, appUrl } from './csp.ts'

/** What every page gets, whoever opens it. */
export const safeWebPreferences = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  spellcheck: false, // its dictionaries would come from a network
} as const

/** Must be called before `ready`. Holds for every page that will ever exist in this app. */
export function lockDown(log: Log): void {
  // Root has to start with --no-sandbox (Chromium insists), which this would take back. Each window is sandboxed anyway.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
  else log.warn('no-sandbox')
  app.on('web-contents-created', (_event, contents) => lockDownPage(contents, log))
  app.on('session-created', (created) => lockDownSession(created, log))
}

/** Sessions made before `lockDown` could listen. Needs `ready`. */
export function lockDownDefaultSession(log: Log): void {
  lockDownSession(session.defaultSession, log)
}

function lockDownPage(contents: WebContents, log: Log): void {
  const refuse = (what: string) => (event: { preventDefault(): void }) => {
    event.preventDefault()
    log.warn('refused', { what })
  }
  // A reload asks for the same address again; nothing else may be loaded, in any frame.
  contents.on('will-frame-navigate', (event) => {
    if (event.isMainFrame && event.url === appUrl) return
    refuse('navigation')(event)
  })
  contents.on('will-redirect', refuse('redirect'))
  contents.on('will-attach-webview', refuse('webview'))
  contents.setWindowOpenHandler(() => {
    log.warn('refused', { what: 'window' })
    return { action: 'deny' }
  })
}

/** What a feature needs: to put words on the clipboard, at a click. Nobody may read it but by pasting. */
const permitted: ReadonlySet<string> = new Set(['clipboard-sanitized-write'])

/** No camera, no microphone, no notifications, no devices, no network: what is not permitted by name is refused. */
function lockDownSession(target: Session, log: Log): void {
  target.setPermissionRequestHandler((_contents, permission, decide) => {
    if (permitted.has(permission)) return decide(true)
    log.warn('refused', { what: 'permission', permission })
    decide(false)
  })
  target.setPermissionCheckHandler((_contents, permission) => permitted.has(permission))
  target.setDevicePermissionHandler(() => false)
  target.setSpellCheckerEnabled(false)
  const urls = ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'ftp://*/*', 'file:///*']
  target.webRequest.onBeforeRequest({ urls }, ({ url }, decide) => {
    log.warn('refused', { what: 'request', scheme: url.split(':')[0] })
    decide({ cancel: true })
  })
}

/** Whether a message came from our page and not from a frame that slipped in. */
export function isOurPage(frame: { origin: string; parent: unknown } | null): boolean {
  return frame !== null && frame.parent === null && frame.origin === appOrigin
}
