import { readFile, writeFile } from 'node:fs/promises'
import { z } from 'zod'

const LockEntry = z.looseObject({
  version: z.string().optional(),
  dev: z.boolean().optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
})
const Lockfile = z.looseObject({ lockfileVersion: z.literal(3), packages: z.record(z.string(), LockEntry) })
type Lockfile = z.infer<typeof Lockfile>

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32']
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64']

/** Which machines a binary package is for, told from its name: `@x/binding-linux-arm64-musl`. */
export function platformOf(name: string): { os?: string[]; cpu?: string[]; libc?: string[] } | null {
  const words = name.slice(name.indexOf('/') + 1).split('-')
  const os = words.find((word) => systems.includes(word))
  const cpu = words.find((word) => processors.includes(word))
  if (!cpu || !(os || cpu === 'wasm32')) return null
  const libc = words.some((word) => word.startsWith('musl'))
    ? 'musl'
    : words.some((word) => word.startsWith('gnu'))
      ? 'glibc'
      : null
  return { ...(libc && os === 'linux' ? { libc: [libc] } : {}), cpu: [cpu], ...(os ? { os: [os] } : {}) }
}

/** Optional packages that some entry asks for and the lock file does not hold. */
export function missingPackages(lock: Lockfile): { name: string; version: string; dev: boolean }[] {
  return Object.entries(lock.packages)
    .filter(([path]) => path !== '')
    .flatMap(([path, entry]) =>
      Object.entries(entry.optionalDependencies ?? {})
        .filter(([name]) => !lock.packages[`node_modules/${name}`] && !lock.packages[`${path}/node_modules/${name}`])
        .map(([name, version]) => ({ name, version, dev: entry.dev ?? false })),
    )
}

/**
 * Adds the binary packages of other platforms that npm left out because the registry in reach did not carry them.
 * `npm ci` refuses a lock file without them. They get no integrity, since nobody here has seen their bytes;
 * `npm install` on a machine that can reach them writes it.
 */
export function completeLockfile(text: string): { text: string; added: string[] } {
  const lock = Lockfile.parse(JSON.parse(text))
  const added: string[] = []
  for (const { name, version, dev } of missingPackages(lock)) {
    const platform = platformOf(name)
    if (!platform) continue // an optional package that is no platform binary may really be absent
    if (!/^\d+\.\d+\.\d+/.test(version))
      throw new Error(`${name} is asked for as "${version}", which is no exact version.`)
    lock.packages[`node_modules/${name}`] = { version, ...(dev ? { dev } : {}), optional: true, ...platform }
    added.push(name)
  }
  const { '': root, ...others } = lock.packages
  const sorted = Object.fromEntries(Object.entries(others).toSorted(([a], [b]) => a.localeCompare(b, 'en')))
  return {
    text: `${JSON.stringify({ ...lock, packages: { ...(root ? { '': root } : {}), ...sorted } }, null, 2)}\n`,
    added,
  }
}

export { Lockfile }

if (import.meta.main) {
  const path = new URL('../package-lock.json', import.meta.url)
  const { text, added } = completeLockfile(await readFile(path, 'utf8'))
  await writeFile(path, text)
  console.log(
    added.length
      ? `Added ${added.length} packages of other platforms to package-lock.json.`
      : 'package-lock.json is complete.',
  )
}
