import { accessSync, constants } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { Complaint } from './complaint.ts'
import { run } from './processes.ts'

/** What Electron links against, by the names Debian and Ubuntu had until 2024; newer ones add t64 to some. */
const electronPackages = ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'libatk-bridge2.0-0', 'libxss1']

/** Makes sure that an Electron can be loaded here, and that there is an Xvfb if one is asked for. */
export async function ensureSystemLibraries(executable: string, { xvfb }: { xvfb: boolean }): Promise<void> {
  if (process.platform !== 'linux') return
  const missing = await missingParts(executable, xvfb)
  if (missing.length === 0) return
  const why = `Electron needs what this system lacks (${missing.join(', ')})`
  if (!isOnPath('apt-get')) throw new Complaint(`${why}: install it with your system's package manager.`)
  const packages = await knownNames([...electronPackages, ...(xvfb ? ['xvfb'] : [])])
  const install = ['apt-get', 'install', '-y', '--no-install-recommends', ...packages]
  if (process.getuid?.() !== 0) throw new Complaint(`${why}. Install it with:\n  sudo ${install.join(' ')}`)
  console.log(`${why}, so apt installs ${packages.join(' ')}.`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update', '-qq'], { env })
  // the names again: a machine whose package lists were empty knows them only now
  const { code, output } = await run('apt-get', [...install.slice(1, 4), ...(await knownNames(packages))], { env })
  if (code !== 0) throw new Complaint(`apt could not install them:\n${output.trim().split('\n').slice(-5).join('\n')}`)
  const still = await missingParts(executable, xvfb)
  if (still.length > 0) throw new Complaint(`Electron still lacks ${still.join(', ')}.`)
}

async function missingParts(executable: string, xvfb: boolean): Promise<string[]> {
  const { output } = await run('ldd', [executable], { env: { ...process.env, LD_LIBRARY_PATH: dirname(executable) } })
  return [...missingLibraries(output), ...(xvfb && !isOnPath('Xvfb') ? ['Xvfb'] : [])]
}

/** The shared libraries that `ldd` could not find. */
export const missingLibraries = (lddOutput: string): string[] =>
  [...lddOutput.matchAll(/^\s*(\S+) => not found$/gm)].flatMap(([, name]) => name ?? [])

/** Debian 13 and Ubuntu 24.04 renamed some packages for their 64-bit time; the old names cannot be installed there. */
async function knownNames(packages: readonly string[]): Promise<string[]> {
  const { output } = await run('apt-cache', ['pkgnames'])
  const names = new Set(output.split('\n'))
  return packages.map((name) => (names.has(`${name}t64`) ? `${name}t64` : name))
}

function isOnPath(command: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, command), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}
