import { createHash } from 'node:crypto'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Failure } from '../../../electron/contract/failure.ts'
import { createAnswerer } from '../../../electron/main/answers.ts'
import { appOrigin } from '../../../electron/main/csp.ts'
import { takeUpload } from '../../../electron/main/upload.ts'
import { silentLog } from '../../../electron/service/log.ts'
import { type LibraryPaths, libraryPaths } from '../../../electron/service/paths.ts'

let folder: string
let paths: LibraryPaths
let ask: (url: string, init?: RequestInit & { duplex?: 'half' }) => Promise<Response>

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumage-answers-'))
  paths = libraryPaths(join(folder, 'library'))
  const renderer = join(folder, 'renderer')
  put(join(renderer, 'index.html'), '<!doctype html>')
  put(join(renderer, 'assets', 'a b.js'), 'export {}')
  put(join(folder, 'renderer-other', 'secret.txt'), 'secret')
  put(join(folder, 'secret.txt'), 'secret')
  const answer = createAnswerer({ renderer, paths, log: silentLog })
  ask = async (url, init) => await answer(new Request(url, init))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function put(file: string, content: string | Buffer): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content)
}

describe('plumage://app', () => {
  it.each([
    ['plumage://app/index.html', 'text/html; charset=utf-8'],
    ['plumage://app/', 'text/html; charset=utf-8'],
    ['plumage://app/assets/a%20b.js?v=1#top', 'text/javascript; charset=utf-8'],
  ])('serves %s as %s', async (url, type) => {
    const response = await ask(url)
    expect([response.status, response.headers.get('content-type')]).toEqual([200, type])
    expect((await response.text()).length).toBe(Number(response.headers.get('content-length')))
  })

  it.each([
    '../secret.txt',
    '..%2fsecret.txt',
    '..%2Fsecret.txt',
    '%2e%2e/secret.txt',
    '%2e%2e%2fsecret.txt',
    '%252e%252e%252fsecret.txt',
    '..%5csecret.txt',
    '../renderer-other/secret.txt',
    '/etc/passwd',
    '%2fetc%2fpasswd',
    'file:///etc/passwd',
    'C:%5cWindows',
    'index.html%00.png',
    'index.html%0a',
    '%',
    '%ff',
    'assets',
    'assets/',
    'index.html/more',
    '.hidden',
    'missing.js',
    `${'a'.repeat(5000)}.js`,
  ])('does not serve %s', async (path) => {
    const response = await ask(`plumage://app/${path}`)
    expect([400, 404]).toContain(response.status)
    expect(await response.text()).toBe('')
  })

  it('does not follow a link out of its folder', async () => {
    symlinkSync(join(folder, 'secret.txt'), join(folder, 'renderer', 'link.txt'))
    symlinkSync(join(folder, 'renderer-other'), join(folder, 'renderer', 'other'))
    expect((await ask('plumage://app/link.txt')).status).toBe(404)
    expect((await ask('plumage://app/other/secret.txt')).status).toBe(404)
  })

  it.each(['POST', 'PUT', 'DELETE'])('refuses %s', async (method) => {
    expect((await ask('plumage://app/index.html', { method })).status).toBe(405)
  })
})

describe('plumage://asset and plumage://preview', () => {
  const bytes = Buffer.from('not really a picture')
  const sha256 = createHash('sha256').update(bytes).digest('hex')

  it.each([
    ['png', 'image/png'],
    ['jpg', 'image/jpeg'],
    ['webp', 'image/webp'],
    ['gif', 'image/gif'],
    ['avif', 'image/avif'],
  ] as const)('serves a %s by its hash, to be kept forever', async (ending, type) => {
    put(paths.assetFile(sha256, ending), bytes)
    const response = await ask(`plumage://asset/${sha256}`)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe(type)
    expect(response.headers.get('cache-control')).toContain('immutable')
    expect(response.headers.get('access-control-allow-origin')).toBe(appOrigin)
    expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes)
  })

  it('serves a preview', async () => {
    put(paths.previewFile(sha256), bytes)
    expect((await ask(`plumage://preview/${sha256}`)).status).toBe(200)
  })

  it('answers 404 to a hash it does not have, and to what is no hash', async () => {
    for (const path of [
      sha256,
      sha256.toUpperCase(),
      `${sha256}.png`,
      `../${sha256.slice(1)}`,
      '',
      'x',
      `${sha256}/x`,
    ]) {
      for (const host of ['asset', 'preview']) expect((await ask(`plumage://${host}/${path}`)).status, path).toBe(404)
    }
  })

  it('does not follow a link out of the library', async () => {
    mkdirSync(dirname(paths.assetFile(sha256, 'png')), { recursive: true })
    symlinkSync(join(folder, 'secret.txt'), paths.assetFile(sha256, 'png'))
    expect((await ask(`plumage://asset/${sha256}`)).status).toBe(404)
  })
})

describe('PUT plumage://incoming', () => {
  const id = '0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b'
  const send = (body: BodyInit, headers: Record<string, string> = {}) =>
    ask(`plumage://incoming/${id}`, { method: 'PUT', body, headers })

  it('writes the body to the incoming folder', async () => {
    const body = Buffer.alloc(3_000_000, 7)
    expect((await send(body)).status).toBe(201)
    expect(readFileSync(paths.incomingFile(id)).equals(body)).toBe(true)
    expect((await send('again')).status).toBe(201)
    expect(readFileSync(paths.incomingFile(id), 'utf8')).toBe('again')
  })

  it('takes nothing by another name, method or origin', async () => {
    for (const name of ['', 'x', '../plumage.db', '..%2fplumage.db', `${id}/x`, `${id}.png`]) {
      const response = await ask(`plumage://incoming/${name}`, { method: 'PUT', body: 'x' })
      expect([400, 404, 405], name).toContain(response.status)
    }
    expect((await ask(`plumage://incoming/${id}`)).status).toBe(405)
    expect((await ask(`plumage://incoming/${id}`, { method: 'DELETE' })).status).toBe(405)
    expect((await send('x', { origin: 'https://example.org' })).status).toBe(403)
    expect(() => readdirSync(paths.incoming)).toThrow('ENOENT')
  })

  it('leaves nothing behind when the body ends early', async () => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new Uint8Array(1000))
        controller.error(new Error('connection lost'))
      },
    })
    const response = await ask(`plumage://incoming/${id}`, { method: 'PUT', body, duplex: 'half' })
    expect(response.status).toBe(500)
    expect(Failure.parse(await response.json()).code).toBe('internal')
    expect(readdirSync(paths.incoming)).toEqual([])
  })

  it.each([{ 'content-length': '101' }, {}])('refuses more than it may take, said (%o) or unsaid', async (headers) => {
    const request = new Request(`plumage://incoming/${id}`, { method: 'PUT', body: new Uint8Array(101), headers })
    const refused = await takeUpload(request, paths.incomingFile(id), silentLog, 100)
    expect(refused).toMatchObject({ status: 413, failure: { code: 'bad-image' } })
    expect(() => readFileSync(paths.incomingFile(id))).toThrow('ENOENT')
  })

  it.runIf(process.platform !== 'win32' && process.getuid?.() !== 0)(
    'says so when the library cannot be written to',
    async () => {
      mkdirSync(paths.incoming, { recursive: true })
      chmodSync(paths.incoming, 0o500)
      const response = await send('x')
      chmodSync(paths.incoming, 0o700)
      expect(response.status).toBe(403)
      expect(Failure.parse(await response.json())).toMatchObject({ code: 'library-read-only' })
    },
  )

  it.runIf(process.platform === 'linux')('says so when the disk is full', async () => {
    mkdirSync(paths.incoming, { recursive: true })
    symlinkSync('/dev/full', `${paths.incomingFile(id)}.${process.pid}.part`)
    const response = await send('x')
    expect(response.status).toBe(507)
    const failure = Failure.parse(await response.json())
    expect(failure).toMatchObject({ code: 'disk-full' })
    expect(failure.sentence).not.toContain('/')
  })
})

it('sends the policy and nosniff with every answer, also with refusals', async () => {
  for (const url of [
    'plumage://app/index.html',
    'plumage://app/missing',
    'plumage://asset/x',
    'plumage://nowhere/',
    'plumage://app/%',
  ]) {
    const { headers } = await ask(url)
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy.split('; ')).toEqual(
      expect.arrayContaining(["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"]),
    )
    expect(policy).not.toMatch(/unsafe|https?:|\*/)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  }
})
