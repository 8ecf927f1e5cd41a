import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from '../processes.ts'

/** Long enough for a slow line, short enough that nobody thinks the command hangs. */
const patienceMs = 5_000

/** The executable that the electron package has already fetched, or null. */
export async function installedElectron(root: string): Promise<string | null> {
  const folder = join(root, 'node_modules/electron')
  try {
    const executable = join(folder, 'dist', await readFile(join(folder, 'path.txt'), 'utf8'))
    const installed = (await readFile(join(folder, 'dist/version'), 'utf8')).trim().replace(/^v/, '')
    const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string }
    return installed === version && existsSync(executable) ? executable : null
  } catch {
    return null // nothing fetched yet
  }
}

/** Whether the electron package could fetch its binary. Whoever set a mirror has answered that already. */
export async function isGitHubInReach(version: string, releases: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  if (env['ELECTRON_MIRROR'] || env['npm_config_electron_mirror'] || env['electron_config_cache']) return true
  try {
    return (
      await fetch(`${releases}/v${version}/SHASUMS256.txt`, { method: 'HEAD', signal: AbortSignal.timeout(patienceMs) })
    ).ok
  } catch {
    return false
  }
}

/** Lets the electron package fetch its binary as it does by itself. Answers why not, in a line, if it failed. */
export async function installFromGitHub(root: string, env: NodeJS.ProcessEnv): Promise<string | null> {
  const { code, output } = await run(process.execPath, [join(root, 'node_modules/electron/install.js')], {
    env,
    cwd: root,
  })
  return code === 0
    ? null
    : (output
        .split('\n')
        .find((line) => line.trim() !== '')
        ?.trim() ?? 'no reason given')
}
