import { type ElectronApplication, type Page, _electron as electron } from '@playwright/test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { electronFlags } from '../../build/launch.ts'
import { root } from '../../build/processes.ts'

/** The built app in a real window, with folders of its own. */
export interface RunningApp extends AsyncDisposable {
  electron: ElectronApplication
  page: Page
  /** Holds `library` (the app's library) and `electron` (Electron's own data). */
  folder: string
  /** What the app and its page have said so far, a line each. */
  log: string[]
  /** Closes the app and keeps its folder, for the next launch. */
  close(): Promise<void>
}

/** A machine that is busy with something else takes its time. */
const startWithinMs = 120_000

interface LaunchOptions {
  /** That of an earlier app, to open its library again. */
  folder?: string
  env?: Record<string, string>
}

/** Opens the app. Its folder goes with it, but for one that was given. */
export async function launchApp(options: LaunchOptions = {}): Promise<RunningApp> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'plumage-test-')))
  const log: string[] = []
  const app = await electron.launch({
    args: [root, ...electronFlags().flags, `--user-data-dir=${join(folder, 'electron')}`],
    env: { ...definedOnly(process.env), PLUMAGE_LIBRARY: join(folder, 'library'), ...options.env },
    timeout: startWithinMs,
  })
  app.context().setDefaultTimeout(startWithinMs)
  app.on('console', (message) => log.push(`main: ${message.text()}`))
  for (const stream of [app.process().stdout, app.process().stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => log.push(...text.trimEnd().split('\n')))
  }
  const page = await app.firstWindow({ timeout: startWithinMs })
  page.on('console', (message) => log.push(`page ${message.type()}: ${message.text()}`))
  page.on('pageerror', (error) => log.push(`page threw: ${error.message}`))
  await page.waitForLoadState('domcontentloaded')
  return {
    electron: app,
    page,
    folder,
    log,
    close: () => app.close(),
    async [Symbol.asyncDispose]() {
      await app.close().catch(() => {}) // it may have been closed or killed by the test
      if (!options.folder) await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** Without what would turn Electron into Node. */
function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  const entries = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return Object.fromEntries(entries.filter(([name]) => name !== 'ELECTRON_RUN_AS_NODE'))
}
