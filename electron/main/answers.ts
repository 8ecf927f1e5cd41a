import { createReadStream } from 'node:fs'
import { open, realpath, stat } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import { Readable } from 'node:stream'
import { Id, Sha256 } from '../contract/values.ts'
import type { Log } from '../service/log.ts'
import { assetEndings, type LibraryPaths } from '../service/paths.ts'
import { appOrigin, securityHeaders } from './csp.ts'
import { takeUpload } from './upload.ts'

export interface AnswerSources {
  /** out/renderer: the page and what belongs to it. */
  renderer: string
  paths: LibraryPaths
  log: Log
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.gif': 'image/gif',
  '.avif': 'image/avif',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}

/** A picture named by its hash can never change. */
const forever = 'public, max-age=31536000, immutable'

/** Answers every request of the plumage scheme. Pure Node, so that it is tested without a window. */
export function createAnswerer(sources: AnswerSources): (request: Request) => Promise<Response> {
  return async (request) => {
    const url = new URL(request.url)
    try {
      return await route(request, url, sources)
    } catch (error) {
      sources.log.error('request-failed', { host: url.host, method: request.method, error })
      return answer(500)
    }
  }
}

async function route(request: Request, url: URL, sources: AnswerSources): Promise<Response> {
  const { host } = url
  const path = decodePath(url.pathname)
  if (path === null) return answer(400)
  if (host === 'incoming') return await incoming(request, path, sources)
  if (request.method !== 'GET') return answer(405)
  if (host === 'app') return await file(sources.renderer, path === '' ? 'index.html' : path, 'no-cache')
  if (host === 'asset') return await asset(sources.paths, path)
  if (host === 'preview')
    return Sha256.safeParse(path).success ? await file(sources.paths.previews, `${path}.png`, forever) : answer(404)
  return answer(404)
}

/** The path without its first slash, decoded once. Anything that is not plainly a path inside a folder is null. */
function decodePath(pathname: string): string | null {
  let path: string
  try {
    path = decodeURIComponent(pathname).slice(1)
  } catch {
    return null
  }
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u001f\\:%]/.test(path)) return null
  if (path !== '' && path.split('/').some((part) => part === '' || part.startsWith('.'))) return null
  return path
}

async function asset(paths: LibraryPaths, path: string): Promise<Response> {
  const sha256 = Sha256.safeParse(path)
  if (!sha256.success) return answer(404)
  for (const ending of assetEndings) {
    const found = await file(paths.assets, join(sha256.data.slice(0, 2), `${sha256.data}.${ending}`), forever)
    if (found.status !== 404) return found
  }
  return answer(404)
}

/** A file inside a folder, or 404: also for a link that leads out of the folder. */
async function file(folder: string, path: string, caching: string): Promise<Response> {
  try {
    const [root, real] = await Promise.all([realpath(folder), realpath(join(folder, path))])
    if (!real.startsWith(root + sep)) return answer(404)
    const found = await stat(real)
    if (!found.isFile()) return answer(404)
    const handle = await open(real)
    const body = Readable.toWeb(createReadStream('', { fd: handle })) as ReadableStream<Uint8Array> // closes the handle
    const type = types[extname(real).toLowerCase()] ?? 'application/octet-stream'
    return answer(200, body, { 'content-type': type, 'content-length': String(found.size), 'cache-control': caching })
  } catch (error) {
    if (isMissing(error)) return answer(404)
    throw error
  }
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR' || code === 'ELOOP' || code === 'ENAMETOOLONG'
}

/** PUT plumage://incoming/<uuid>: the bytes of a picture that was dropped or pasted and has no path. */
async function incoming(request: Request, path: string, { paths, log }: AnswerSources): Promise<Response> {
  const origin = request.headers.get('origin')
  if (origin !== null && origin !== appOrigin) return answer(403)
  if (request.method === 'OPTIONS') {
    return answer(204, null, { 'access-control-allow-methods': 'PUT', 'access-control-allow-headers': 'content-type' })
  }
  if (request.method !== 'PUT') return answer(405)
  if (!Id.safeParse(path).success) return answer(404)
  const failure = await takeUpload(request, paths.incomingFile(path), log)
  return failure
    ? answer(failure.status, JSON.stringify(failure.failure), { 'content-type': types['.json'] ?? '' })
    : answer(201)
}

function answer(
  status: number,
  body: ReadableStream | string | null = null,
  headers: Record<string, string> = {},
): Response {
  return new Response(body, { status, headers: { ...securityHeaders, ...headers } })
}
