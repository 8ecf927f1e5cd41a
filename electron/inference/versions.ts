import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import sharp from 'sharp'
import { z } from 'zod'

const Manifest = z.object({ name: z.string(), version: z.string() })

/** What had a part in a result's bytes, beside the pack. */
export function readVersions(): Record<string, string> {
  const require = createRequire(import.meta.url)
  return {
    plumage: ownVersion(import.meta.dirname),
    onnxruntime: Manifest.parse(require('onnxruntime-node/package.json')).version,
    libvips: sharp.versions.vips,
    node: process.versions.node,
  }
}

/** From the nearest package.json above: bundled, this file lies elsewhere than its source. */
function ownVersion(folder: string): string {
  const file = join(folder, 'package.json')
  if (existsSync(file)) {
    const { name, version } = Manifest.parse(JSON.parse(readFileSync(file, 'utf8')))
    if (name === 'plumage') return version
  }
  return dirname(folder) === folder ? 'unknown' : ownVersion(dirname(folder))
}
