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

    test(`the engine is a ${engineIn} process`, async () => {
      const utilities = await app.electron.evaluate(({ app: main }) =>
        main.getAppMetrics().flatMap(({ type, name, serviceName }) => (type === 'Utility' ? [serviceName, name] : [])),
      )
      expect(utilities.includes('engine')).toBe(engineIn === 'utility')
      expect(utilities.includes('inference')).toBe(true)
    })

    test('the engine and the inference process talk, whichever of them was started anew', async () => {
      const pids = () =>
        app.page.evaluate(async () => {
          const engine = await window.testPage.engine()
          return { engine: await engine.pid(), inference: await engine.peerPid().catch(() => -1) }
        })
      const inference = async () => (await pids().catch(() => null))?.inference ?? -1 // while one of them is away
      await expect.poll(inference).toBeGreaterThan(0)
      const before = await pids()
      process.kill(before.inference, 'SIGKILL')
      await expect.poll(async () => ![before.inference, -1].includes(await inference())).toBe(true)
      expect((await pids()).engine).toBe(before.engine)
      const between = await inference()
      process.kill(before.engine, 'SIGKILL')
      await expect.poll(inference).toBe(between)
      expect((await pids()).engine).not.toBe(before.engine)
    })
  })
}
