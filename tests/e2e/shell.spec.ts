import { expect, test } from '@playwright/test'
import { existsSync } from 'node:fs'
import type { AppError } from '../../electron/contract/failure.ts'
import { launchShellApp } from './shell-app/launch.ts'
import type { TestPage } from './shell-app/page.ts'

declare global {
  interface Window {
    testPage: TestPage
  }
}

test('an engine that keeps crashing is given up in the window, with its log, and comes back when asked', async () => {
  await using app = await launchShellApp()
  const engineStates = () =>
    app.page.evaluate(() =>
      window.testPage.states.filter(({ service }) => service === 'engine').map(({ state }) => state),
    )
  for (const crash of [1, 2, 3]) {
    const ports = await app.page.evaluate(async () => {
      const engine = await window.testPage.engine()
      const before = window.testPage.enginePorts()
      const pending = engine.wait().catch((error: unknown) => (error as AppError).code)
      await engine.crash({ how: 'kill' }).catch(() => {})
      return { before, pending: await pending }
    })
    expect(ports.pending).toBe('service-stopped')
    if (crash < 3) await app.page.waitForFunction((before) => window.testPage.enginePorts() > before, ports.before)
  }
  await expect.poll(engineStates).toContain('stopped')
  const stopped = await app.page.evaluate(() => window.testPage.states.findLast(({ state }) => state === 'stopped'))
  expect(stopped?.sentence).toBe(
    'The engine stopped three times within a minute and is not started again by itself. Its log says why.',
  )
  expect(existsSync(stopped?.logFile ?? '')).toBe(true)
  await app.page.evaluate(() => window.testPage.shell()?.client.restart({ service: 'engine' }))
  expect(await app.page.evaluate(async () => (await window.testPage.engine()).echo({ text: 'back' }))).toBe('back')
})

test('when the app is closed its services end; when it is killed they end too', async () => {
  for (const how of ['close', 'kill'] as const) {
    await using app = await launchShellApp()
    await expect
      .poll(() => app.page.evaluate(async () => (await window.testPage.engine()).peerPid()))
      .toBeGreaterThan(0)
    const pids = await app.page.evaluate(async () => {
      const engine = await window.testPage.engine()
      return [await engine.pid(), await engine.peerPid()]
    })
    if (how === 'close') await app.electron.close()
    else app.electron.process().kill('SIGKILL')
    for (const pid of pids) await expect.poll(() => isAlive(pid)).toBe(false)
  }
})

test('a menu item acts in the page, with the rights of a click', async () => {
  await using app = await launchShellApp()
  // as a person would: once more if nothing happened, since the page may not be listening yet
  await expect(async () => {
    await app.electron.evaluate(({ Menu }) => {
      Menu.getApplicationMenu()?.getMenuItemById('add-pictures')?.click()
    })
    const [first] = await app.page.evaluate(() => window.testPage.commands)
    expect(first).toEqual({ command: 'add-pictures', asGesture: true })
  }).toPass()
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
