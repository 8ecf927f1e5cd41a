import { app, type BrowserWindow, dialog, Menu, MessageChannelMain, nativeTheme, shell, utilityProcess } from 'electron'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { MenuCommand } from '../contract/shell.ts'
import type { ElectronForks } from '../service/launcher.ts'
import { openLog } from '../service/log.ts'
import { libraryPaths } from '../service/paths.ts'
import { startStudio } from './studio.ts'
import { brokerPorts } from './broker.ts'
import { createEvents } from './events.ts'
import { menuTemplate } from './menu-template.ts'
import { answerScheme, registerScheme } from './protocol.ts'
import { lockDown, lockDownDefaultSession } from './security.ts'
import { createShell } from './shell.ts'
import { asGesture, focusWindow, openWindow } from './window.ts'
import { readWindowState } from './window-state.ts'

// This file is out/main/main.js; the other bundles are its neighbours.
const bundled = (...path: string[]) => join(import.meta.dirname, '..', ...path)

const paths = libraryPaths()
const stateFile = join(paths.library, 'window.json')
const log = openLog(paths.logFile('main'))

const forks: ElectronForks = {
  fork: (entry, args, options) => utilityProcess.fork(entry, args, options),
  channel: () => new MessageChannelMain(),
}

process.on('uncaughtException', (error) => fail('uncaught-exception', error))
process.on('unhandledRejection', (error) => fail('unhandled-rejection', error))

// Chromium's own files lie in the library, and so does its lock: one app per library, and a test has its own.
if (!app.commandLine.hasSwitch('user-data-dir')) app.setPath('userData', join(paths.library, 'browser'))
// Without any graphics device Chromium's GPU process dies at its start, and a page that waits for it just then waits forever.
if (process.platform === 'linux' && !existsSync('/dev/dri')) app.disableHardwareAcceleration()
lockDown(log)
registerScheme()
// Not awaited: `ready` waits for this module to end.
if (app.requestSingleInstanceLock()) void app.whenReady().then(start)
else app.quit()

function start(): void {
  log.info('start', {
    version: app.getVersion(),
    electron: process.versions['electron'],
    napi: process.versions['napi'],
  })
  nativeTheme.themeSource = readWindowState(stateFile).theme
  lockDownDefaultSession(log)
  answerScheme({ renderer: bundled('renderer'), paths, log })

  const entries = {
    engine: bundled('engine', 'engine.js'),
    inference: bundled('inference', 'inference.js'),
    probe: bundled('inference', 'probe.js'),
  }
  const studio = startStudio({ entries, log, electron: forks })
  const commands = createEvents<MenuCommand>()
  brokerPorts({ engine: studio.engine, shell: createShell({ studio, commands, stateFile }), log })
  const menu = menuTemplate({
    platform: process.platform,
    developing: !app.isPackaged,
    command: (command) => void asGesture().then(() => commands.emit(command)),
    showLogs: () => void shell.openPath(paths.logs),
  })
  Menu.setApplicationMenu(Menu.buildFromTemplate(menu))
  keepOneWindow()
  quitInOrder(studio.stop)
}

function keepOneWindow(): void {
  let window: BrowserWindow | null = null
  const show = () => {
    if (window) return focusWindow(window)
    window = openWindow({ preload: bundled('preload', 'preload.cjs'), stateFile, log })
    window.on('closed', () => (window = null))
  }
  app.on('second-instance', show)
  app.on('activate', show)
  app.on('window-all-closed', () => process.platform !== 'darwin' && app.quit())
  show()
}

/** The windows close first, then the services finish, then the app ends. */
function quitInOrder(stop: () => Promise<void>): void {
  app.on('will-quit', (event) => {
    event.preventDefault()
    void stop().finally(() => {
      log.info('quit')
      app.exit()
    })
  })
}

function fail(event: string, error: unknown): void {
  log.error(event, { error })
  dialog.showErrorBox('Plumage has to close', `Something went wrong in the app itself. The log says what: ${log.file}`)
  app.exit(1)
}
