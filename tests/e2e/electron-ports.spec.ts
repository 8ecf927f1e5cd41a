import { expect, test } from '@playwright/test'
import { invariants } from '../electron/service/ports/invariants.ts'
import { launchShellApp, type ShellApp } from './shell-app/launch.ts'
import type { TestPage } from './shell-app/page.ts'

declare global {
  interface Window {
    testPage: TestPage
  }
}

// The invariants of every-port.test.ts between a real page and its engine, over Electron's own ports.
for (const [engineIn, title] of [
  ['child', 'page, main, child process'],
  ['utility', 'page, utilityProcess'],
] as const) {
  test.describe(title, () => {
    let app: ShellApp
    test.beforeAll(async () => {
      app = await launchShellApp(engineIn)
    })
    test.afterAll(async () => {
      await app[Symbol.asyncDispose]()
    })

    for (const { name, needs } of invariants) {
      if (needs === 'closeThere') continue // a page cannot ask for that; `kill` is the same to it
      test(name, async () => {
        await app.page.evaluate((invariant) => window.testPage.check(invariant), name)
      })
    }

    test('the engine and the inference process talk, whichever of them was started anew', async () => {
      const pids = async () => {
        await app.page.waitForFunction(() => window.testPage.engines.length > 0)
        return await app.page.evaluate(async () => {
          const { client } = window.testPage.engines.at(-1) ?? {}
          return { engine: await client?.pid(), inference: await client?.peerPid() }
        })
      }
      const before = await pids()
      expect(before.inference).toBeGreaterThan(0)
      process.kill(before.inference ?? 0, 'SIGKILL')
      await expect.poll(async () => (await pids().catch(() => before)).inference).not.toBe(before.inference)
      expect((await pids()).engine).toBe(before.engine)
    })
  })
}
