import { app, BrowserWindow, nativeTheme, screen } from 'electron'
import type { Log } from '../service/log.ts'
import { appUrl } from './csp.ts'
import { safeWebPreferences } from './security.ts'
import { placeOn, readWindowState, type WindowState, writeWindowState } from './window-state.ts'

export interface WindowSpec {
  preload: string
  /** Remembers where the window was. */
  stateFile: string
  log: Log
}

/** The colours the page itself starts with, so that a new window does not flash. */
const background = { light: '#f7f6f3', dark: '#191918' } as const

const usual = { width: 1440, height: 900 } as const
const least = { minWidth: 880, minHeight: 560 } as const

/** More page crashes than this within a minute and it is left alone. */
const reloads = 3

export function openWindow({ preload, stateFile, log }: WindowSpec): BrowserWindow {
  const { bounds, maximized } = readWindowState(stateFile)
  const place = placeOn(
    screen.getAllDisplays().map(({ workArea }) => workArea),
    bounds,
  )
  const window = new BrowserWindow({
    ...usual,
    ...least,
    ...place,
    show: false,
    title: 'Plumage',
    backgroundColor: background[nativeTheme.shouldUseDarkColors ? 'dark' : 'light'],
    webPreferences: { ...safeWebPreferences, preload, devTools: !app.isPackaged },
  })
  if (maximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () => rememberPlace(window, stateFile))
  window.on('page-title-updated', (event) => event.preventDefault())
  reviveCrashedPage(window, log)
  window.loadURL(appUrl).catch((error: unknown) => log.error('page-not-loaded', { error }))
  return window
}

function rememberPlace(window: BrowserWindow, stateFile: string): void {
  const state: WindowState = {
    ...readWindowState(stateFile),
    bounds: window.getNormalBounds(),
    maximized: window.isMaximized(),
  }
  writeWindowState(stateFile, state)
}

/** The page holds nothing that the engine does not have, so a crashed one is simply loaded again. */
function reviveCrashedPage(window: BrowserWindow, log: Log): void {
  let crashedAtMs: number[] = []
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log.error('page-crashed', { reason, exitCode })
    const nowMs = Date.now()
    crashedAtMs = [...crashedAtMs.filter((at) => nowMs - at < 60_000), nowMs]
    if (reason !== 'clean-exit' && crashedAtMs.length <= reloads && !window.isDestroyed()) window.webContents.reload()
  })
}

/** Brings the window to the front: the answer to a second start of the app. */
export function focusWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

/** A click in the menu is no gesture to the page, and without one Chromium refuses it things like a file dialog. */
export async function asGesture(): Promise<void> {
  const pages = BrowserWindow.getAllWindows().map(({ webContents }) => webContents)
  await Promise.allSettled(pages.map((page) => page.executeJavaScript('undefined', true)))
}

/** Sets and remembers light, dark, or what the system says. */
export function setTheme(theme: WindowState['theme'], stateFile: string): void {
  nativeTheme.themeSource = theme
  writeWindowState(stateFile, { ...readWindowState(stateFile), theme })
  const colour = background[nativeTheme.shouldUseDarkColors ? 'dark' : 'light']
  for (const window of BrowserWindow.getAllWindows()) window.setBackgroundColor(colour)
}
