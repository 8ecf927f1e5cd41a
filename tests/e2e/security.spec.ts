import { expect, test } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { launchShellApp, type ShellApp } from './shell-app/launch.ts'
import type { TestPage } from './shell-app/page.ts'

declare global {
  interface Window {
    testPage: TestPage
    inlineScriptRan?: boolean
  }
}

// The promises of the window, held against a page that tries everything.
let app: ShellApp
test.beforeAll(async () => {
  app = await launchShellApp()
})
test.afterAll(async () => {
  await app[Symbol.asyncDispose]()
})

test('every page that exists is sandboxed, isolated and without Node', async () => {
  const all = await app.electron.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((contents) => {
      // not in Electron's own types: what was really applied, not what was asked for
      const applied = (
        contents as unknown as { getLastWebPreferences(): Record<string, unknown> }
      ).getLastWebPreferences()
      return { on: ['sandbox', 'contextIsolation', 'webSecurity'].filter((name) => applied[name] === true), applied }
    }),
  )
  expect(all.length).toBeGreaterThan(0)
  for (const { on, applied } of all) {
    expect(on).toEqual(['sandbox', 'contextIsolation', 'webSecurity'])
    const never = ['nodeIntegration', 'nodeIntegrationInWorker', 'nodeIntegrationInSubFrames', 'webviewTag']
    for (const name of [...never, 'allowRunningInsecureContent', 'experimentalFeatures', 'spellcheck']) {
      expect(applied[name] ?? false, name).toBe(false)
    }
  }
})

test('the page has nothing of Node or Electron', async () => {
  const found = await app.page.evaluate(() =>
    ['require', 'process', 'Buffer', 'module', 'global', 'electron', 'ipcRenderer'].filter(
      (name) => name in globalThis,
    ),
  )
  expect(found).toEqual([])
})

test('the policy comes with the page, and forbids inline code, eval and every network', async () => {
  const page = await app.page.evaluate(async () => {
    const policy = (await fetch('plumage://app/index.html')).headers.get('content-security-policy')
    const attempt = async (work: () => unknown) => {
      try {
        await work()
        return 'allowed'
      } catch (error) {
        return String(error)
      }
    }
    return {
      policy,
      inline: window.inlineScriptRan ?? 'refused',
      eval: await attempt(() => window.testPage.evaluate('1 + 1')),
      network: await attempt(() => fetch('https://example.org/')),
      file: await attempt(() => fetch('file:///etc/passwd')),
    }
  })
  expect(page.policy).toContain("default-src 'none'")
  expect(page.inline).toBe('refused')
  for (const what of [page.eval, page.network, page.file]) expect(what).toContain('Error')
  const violations = await app.page.evaluate(() => window.testPage.violations)
  expect(violations.filter((violation) => violation.startsWith('connect-src'))).toHaveLength(2)
})

test('navigation is refused, by script, link and form; a reload is not', async () => {
  await app.page.evaluate(() => {
    location.href = 'https://example.org/'
  })
  await app.page.evaluate(() => {
    location.href = 'plumage://asset/x'
  })
  await app.page.evaluate(() => {
    const link = document.createElement('a')
    link.href = 'file:///etc/passwd'
    document.body.append(link)
    link.click()
  })
  await app.page.evaluate(() => {
    const form = document.createElement('form')
    form.action = 'https://example.org/'
    document.body.append(form)
    form.submit()
  })
  expect(await app.page.evaluate(() => location.href)).toBe('plumage://app/index.html')
  await app.page.reload()
  await app.page.waitForFunction(() => window.testPage.enginePorts() > 0)
})

test('no new window opens, and no frame or webview loads', async () => {
  const opened = await app.page.evaluate(async () => {
    const frame = document.createElement('iframe')
    frame.src = 'https://example.org/'
    document.body.append(frame)
    const webview = document.createElement('webview')
    webview.setAttribute('src', 'https://example.org/')
    document.body.append(webview)
    return [window.open('https://example.org/'), window.open('plumage://app/index.html'), window.open('about:blank')]
  })
  expect(opened).toEqual([null, null, null])
  const pages = await app.electron.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((contents) => contents.getURL()),
  )
  expect(pages).toEqual(['plumage://app/index.html'])
})

test('every permission is refused', async () => {
  const states = await app.page.evaluate(async () => {
    const attempt = async (work: () => Promise<unknown>) =>
      await work().then(String, (error: unknown) => `refused ${String(error)}`)
    return [
      await attempt(() => Notification.requestPermission().then((answer) => Promise.reject(new Error(answer)))),
      await attempt(() => navigator.mediaDevices.getUserMedia({ audio: true })),
      await attempt(() => navigator.mediaDevices.getDisplayMedia()),
      await attempt(() => navigator.clipboard.readText()),
      await attempt(
        () =>
          new Promise((resolve, reject) => {
            navigator.geolocation.getCurrentPosition(resolve, reject)
          }),
      ),
    ]
  })
  for (const state of states) expect(state).toMatch(/^refused/)
  expect(states[0]).toContain('denied')
})

test('pictures are taken and given over the scheme, and their pixels can be read', async () => {
  const id = '0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b'
  const answers = await app.page.evaluate(async (incoming) => {
    // blobs, because a debugger copies any other body into its own messages
    const put = async (url: string, body: BodyInit) => (await fetch(url, { method: 'PUT', body })).status
    const canvas = new OffscreenCanvas(2, 2)
    const context = canvas.getContext('2d')
    context?.fillRect(0, 0, 2, 2)
    const png = await canvas.convertToBlob({ type: 'image/png' })
    return {
      small: await put(`plumage://incoming/${incoming}`, png),
      large: await put(`plumage://incoming/${incoming.replace('2b', '2c')}`, new Blob([new Uint8Array(10_000_000)])),
      traversal: await put('plumage://incoming/..%2f..%2fwindow.json', 'x'),
      outside: await fetch('plumage://app/..%2f..%2fpackage.json').then(({ status }) => status),
      missing: await fetch(`plumage://asset/${'0'.repeat(64)}`).then(({ status }) => status),
    }
  }, id)
  expect(answers).toEqual({ small: 201, large: 201, traversal: 400, outside: 400, missing: 404 })
  const png = readFileSync(join(app.library, 'incoming', id))
  expect(png.subarray(1, 4).toString()).toBe('PNG')
})

test('words from elsewhere in the page get no port, and other channels do nothing', async () => {
  const before = await app.page.evaluate(() => window.testPage.enginePorts())
  await app.page.evaluate(() => {
    window.postMessage({ plumage: 'port', service: 'engine' }, window.origin)
    window.postMessage('ready', window.origin)
    window.postMessage(null, window.origin)
    window.dispatchEvent(new MessageEvent('message', { data: { plumage: 'ready' }, origin: 'https://example.org' }))
  })
  await app.page.evaluate(async () => (await window.testPage.engine()).pid())
  expect(await app.page.evaluate(() => window.testPage.enginePorts())).toBe(before + 1)
})
