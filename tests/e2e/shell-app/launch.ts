import { type ElectronApplication, type Page, _electron as electron } from '@playwright/test'
import * as esbuild from 'esbuild'
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { electronFlags } from '../../../build/launch.ts'
import { root } from '../../../build/processes.ts'

export interface ShellApp extends AsyncDisposable {
  electron: ElectronApplication
  page: Page
  library: string
}

/**
 * The real main process and preload around a page and services that are made for asking them everything. `engineIn`
 * says where the engine runs: in a child process, as under an Electron that cannot load SQLite, or in a utilityProcess.
 */
export async function launchShellApp(engineIn: 'child' | 'utility' = 'child'): Promise<ShellApp> {
  const cache = join(root, 'node_modules', '.cache', 'plumage') // below node_modules, where the engine's Node is found
  await mkdir(cache, { recursive: true })
  const folder = await mkdtemp(join(cache, 'shell-test-'))
  const library = join(folder, 'library')
  await bundle(folder, engineIn)
  const { ELECTRON_RUN_AS_NODE: _, ...inherited } = process.env
  const env = Object.fromEntries(
    Object.entries(inherited).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  )
  const app = await electron.launch({
    args: [folder, ...electronFlags().flags],
    env: { ...env, PLUMAGE_LIBRARY: library },
  })
  const page = await app.firstWindow()
  await page.waitForFunction(() => 'testPage' in window)
  return {
    electron: app,
    page,
    library,
    async [Symbol.asyncDispose]() {
      await app.close().catch(() => {}) // the test may have closed it
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

export async function bundle(folder: string, engineIn: 'child' | 'utility'): Promise<void> {
  const here = 'tests/e2e/shell-app'
  const common = {
    absWorkingDir: root,
    bundle: true as const,
    outdir: join(folder, 'out'),
    logLevel: 'warning' as const,
  }
  const node = { ...common, platform: 'node' as const, target: 'node20.18', external: ['electron'] }
  const asNapi = engineIn === 'utility' ? '"10"' : '"9"'
  await mkdir(join(folder, 'out', 'renderer'), { recursive: true })
  await Promise.all([
    esbuild.build({
      ...node,
      format: 'esm',
      entryPoints: [
        { in: 'electron/main/main.ts', out: 'main/main' },
        { in: `${here}/engine.ts`, out: 'engine/engine' },
        { in: `${here}/inference.ts`, out: 'inference/inference' },
      ],
      define: { 'process.versions.napi': asNapi },
    }),
    esbuild.build({
      ...node,
      format: 'cjs',
      entryPoints: [{ in: 'electron/preload/preload.ts', out: 'preload/preload' }],
      outExtension: { '.js': '.cjs' },
    }),
    esbuild.build({
      ...common,
      platform: 'browser',
      target: 'chrome130',
      format: 'esm',
      entryPoints: [{ in: `${here}/page.ts`, out: 'renderer/page' }],
    }),
    copyFile(join(root, here, 'index.html'), join(folder, 'out', 'renderer', 'index.html')),
    writeFile(
      join(folder, 'package.json'),
      JSON.stringify({ name: 'plumage-shell-test', version: '0.0.0', type: 'module', main: 'out/main/main.js' }),
    ),
  ])
}
