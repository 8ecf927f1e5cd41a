import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import * as esbuild from 'esbuild'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { glob, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as vite from 'vite'
import { root } from './processes.ts'

/** What the bundles are made of; a change to any of these makes them stale. */
const sources = [
  'electron/**/*.{ts,mjs}',
  'models/{emu,numerics,runtime}/**/*.ts',
  'renderer/**/*',
  'build/bundle.ts',
  'package-lock.json',
]

const out = join(root, 'out')
const stampName = 'built-from.txt'

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20.18', // Electron 33's; newer syntax such as `using` is lowered to it
  sourcemap: true,
  logLevel: 'warning',
  // native modules cannot be bundled, so no package is: they load from node_modules
  packages: 'external',
} satisfies esbuild.BuildOptions

/** Bundles every process of the app into a folder, all or nothing: an app that runs keeps the files it has open. */
export async function bundle(into: string = out): Promise<void> {
  const builtFrom = await fingerprint()
  const working = `${into}.${process.pid}` // beside it, so that source maps have the same way to the sources
  try {
    await Promise.all([bundleProcesses(working), bundlePreload(working), bundlePage(working)])
    await writeFile(join(working, stampName), builtFrom)
    await rm(into, { recursive: true, force: true })
    await rename(working, into)
  } finally {
    await rm(working, { recursive: true, force: true })
  }
}

/** Bundles only if something has changed since the last time. Answers whether it did. */
export async function bundleIfStale(): Promise<boolean> {
  const stamp = join(out, stampName)
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === (await fingerprint())) return false
  await bundle()
  return true
}

function bundleProcesses(outdir: string): Promise<unknown> {
  const rooms = ['main', 'engine', 'inference'].map((name) => ({
    in: `electron/${name}/main.ts`,
    out: `${name}/${name}`,
  }))
  const entryPoints = [
    ...rooms,
    { in: 'electron/inference/probe.ts', out: 'inference/probe' },
    { in: 'electron/engine/upkeep/upkeep-worker.ts', out: 'engine/upkeep-worker' },
  ]
  return esbuild.build({ ...common, entryPoints, outdir, format: 'esm' })
}

/** CommonJS, with everything in it: a sandboxed preload can neither be a module nor load one. */
function bundlePreload(outdir: string): Promise<unknown> {
  const entryPoints = [{ in: 'electron/preload/preload.ts', out: 'preload/preload' }]
  const { packages: _, ...inOneFile } = common
  const outExtension = { '.js': '.cjs' }
  return esbuild.build({
    ...inOneFile,
    entryPoints,
    outdir,
    outExtension,
    format: 'cjs',
    external: ['electron'],
  })
}

/** No inline script, no data: URL and no eval, so that the page's content security policy can be strict. */
function bundlePage(outdir: string): Promise<unknown> {
  return vite.build({
    configFile: false,
    root: join(root, 'renderer'),
    base: './',
    logLevel: 'warn',
    plugins: [react(), tailwindcss()],
    build: {
      outDir: join(outdir, 'renderer'),
      emptyOutDir: false,
      target: 'chrome130',
      assetsInlineLimit: 0,
      modulePreload: false,
      sourcemap: true,
      reportCompressedSize: false,
      chunkSizeWarningLimit: 4096, // it is read from the disk, not over a network
    },
  })
}

async function fingerprint(): Promise<string> {
  const hash = createHash('sha256')
  const paths = (await Array.fromAsync(glob(sources, { cwd: root }))).toSorted()
  for (const path of paths) {
    const { mtimeMs, size } = await stat(join(root, path))
    hash.update(`${path} ${mtimeMs} ${size}\n`)
  }
  return hash.digest('hex')
}
