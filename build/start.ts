import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:os'
import { bundleIfStale } from './bundle.ts'
import { Complaint } from './complaint.ts'
import { resolveElectron } from './electron-runtime/resolve.ts'
import { electronFlags } from './launch.ts'
import { root } from './processes.ts'
import { ensureSystemLibraries } from './system-libraries.ts'

/** Opens the app, and answers with its exit code when it has closed. */
export async function start(args: readonly string[]): Promise<number> {
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) {
    throw new Complaint(
      'Plumage opens a window and there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set): start it from a desktop, or try "xvfb-run npm start".',
    )
  }
  const executable = await resolveElectron()
  await ensureSystemLibraries(executable, { xvfb: false })
  if (await bundleIfStale()) console.log('Built Plumage into out/.')
  const { flags, remark } = electronFlags()
  if (remark) console.log(remark)
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env
  const app = spawn(executable, [root, ...flags, ...args], { stdio: 'inherit', env })
  process.on('SIGINT', () => {}) // a terminal sends it to the app as well, which closes in its own way
  process.on('SIGTERM', () => void app.kill())
  const [code, signal] = (await once(app, 'exit')) as [number | null, NodeJS.Signals | null]
  return code ?? 128 + constants.signals[signal ?? 'SIGTERM']
}
