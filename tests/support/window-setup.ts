import { dirname } from 'node:path'
import { bundleIfStale } from '../../build/bundle.ts'
import { startVirtualDisplay } from '../../build/display.ts'
import { installedElectron } from '../../build/electron-runtime/ordinary.ts'
import { resolveElectron } from '../../build/electron-runtime/resolve.ts'
import { root } from '../../build/processes.ts'
import { ensureSystemLibraries } from '../../build/system-libraries.ts'

/** Before the first window: an Electron, the built app, and a display that nobody looks at. */
export default async function prepareWindows(): Promise<(() => Promise<void>) | undefined> {
  const executable = await resolveElectron()
  // Playwright has to find Electron by itself: only then does it hold the app back until it listens. Started by
  // `executablePath`, one app in four opened its window too early and was waited for in vain.
  if (!(await installedElectron(root))) process.env['ELECTRON_OVERRIDE_DIST_PATH'] ??= dirname(executable)
  await ensureSystemLibraries(executable, { xvfb: true })
  await bundleIfStale()
  if (process.platform !== 'linux') return undefined
  const display = await startVirtualDisplay()
  process.env['DISPLAY'] = display.name
  delete process.env['WAYLAND_DISPLAY']
  return async () => display[Symbol.asyncDispose]()
}
