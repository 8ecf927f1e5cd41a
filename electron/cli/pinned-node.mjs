// Plain JavaScript without imports of ours: this is the one file that must run on whatever Node a machine has.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'

/** Runs TypeScript as it is, has `using`, and the Node-API version that better-sqlite3 needs. */
const oldest = { major: 24, minor: 3 }

/**
 * The Node 24 that npm installed beside the other packages, or null where npm has none for this platform. Not by way of
 * node_modules/.bin/node: npm 10 loses that link again when it drops the packages of the other platforms.
 * @param {string} [platform]
 * @param {string} [arch]
 */
export function pinnedNode(platform = process.platform, arch = process.arch) {
  const folder = `node-${platform === 'win32' ? 'win' : platform}-${arch}`
  const path = fileURLToPath(
    new URL(`../../node_modules/${folder}/bin/node${platform === 'win32' ? '.exe' : ''}`, import.meta.url),
  )
  return existsSync(path) ? path : null
}

/** @param {string} version as in process.versions.node */
export function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > oldest.major || (major === oldest.major && minor >= oldest.minor)
}

/** Runs this very command again on the pinned Node and ends this process with its exit code. */
async function runOnPinnedNode() {
  const node = pinnedNode()
  if (!node) {
    console.error(
      `Plumage needs Node ${oldest.major}.${oldest.minor} or newer and this is Node ${process.versions.node}: run "npm ci", or install Node ${oldest.major} where that does not help.`,
    )
    process.exit(1)
  }
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit' })
  process.on('SIGINT', () => {}) // a terminal sends it to the child as well, whose answer counts
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP'])) process.on(signal, () => child.kill(signal))
  await once(child, 'exit')
  process.exit(child.exitCode ?? 128 + constants.signals[child.signalCode ?? 'SIGTERM'])
}

if (!isNewEnough(process.versions.node)) await runOnPinnedNode()
