import { test as base } from '@playwright/test'
import { launchApp, type RunningApp } from './app.ts'
import { newBoard, untilReady } from './storyboard.ts'

interface Shared {
  /** One window for all tests of a worker that want nothing of it but a board of their own. */
  app: RunningApp
}

/** A test on a new board, in a window that other tests have used. It leaves no job behind. */
export const test = base.extend<{ freshBoard: void }, Shared>({
  app: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads from the pattern what a fixture needs
    async ({}, use) => {
      await using app = await launchApp()
      await untilReady(app.page)
      await use(app)
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  freshBoard: [
    async ({ app }, use) => {
      await newBoard(app.page)
      await use()
    },
    { auto: true },
  ],
})
