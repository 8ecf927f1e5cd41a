import { bundleIfStale } from '../../build/bundle.ts'
import { startVirtualDisplay } from '../../build/display.ts'
import { resolveElectron } from '../../build/electron-runtime/resolve.ts'
import { ensureSystemLibraries } from '../../build/system-libraries.ts'

/** Before the first window: an Electron, the built app, and a display that nobody looks at. */
export default async function prepareWindows(): Promise<(() => Promise<void>) | undefined> {
  const executable = await resolveElectron()
  process.env['PLUMAGE_TEST_ELECTRON'] = executable
  await ensureSystemLibraries(executable, { xvfb: true })
  await bundleIfStale()
  if (process.platform !== 'linux') return undefined
  const display = await startVirtualDisplay()
  process.env['DISPLAY'] = display.name
  delete process.env['WAYLAND_DISPLAY']
  return async () => display[Symbol.asyncDispose]()
}
