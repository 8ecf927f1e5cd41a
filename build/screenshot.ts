import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { words } from '../renderer/ui/words.ts'
import { launchApp } from '../tests/support/app.ts'
import * as storyboard from '../tests/support/storyboard.ts'
import prepareWindows from '../tests/support/window-setup.ts'
import { root } from './processes.ts'

const folder = join(root, 'build', 'readme')
const size = { width: 1440, height: 900 }

/** The story of the README's picture: nano draws each line with the panels before it in mind. */
const title = 'The fox and the owl'
const story = ['a fox in a meadow', 'an owl comes along', 'they are now on the beach']
const seed = '7'

/** Draws the story in the real app and saves the window, light and dark, for the README. */
export async function takeScreenshots(): Promise<void> {
  const stop = await prepareWindows()
  try {
    await using app = await launchApp()
    await app.electron.evaluate(({ BrowserWindow }, { width, height }) => {
      for (const window of BrowserWindow.getAllWindows()) window.setContentSize(width, height)
    }, size)
    const { page } = app
    await storyboard.untilReady(page)
    await nameBoard(page)
    await storyboard.seed(page).fill(seed)
    for (const line of story) {
      console.log(line)
      await storyboard.continueStory(page, line)
    }
    await storyboard.focusCanvas(page)
    await page.keyboard.press('End')
    await page.keyboard.press('Control+0') // all panels in sight
    await mkdir(folder, { recursive: true })
    for (const theme of ['light', 'dark'] as const) await save(page, theme)
  } finally {
    await stop?.()
  }
}

async function nameBoard(page: Page): Promise<void> {
  const field = page.getByRole('textbox', { name: words.boards.name })
  await field.fill(title)
  await field.press('Enter')
  await expect(page).toHaveTitle(words.app.title(title))
}

async function save(page: Page, theme: 'light' | 'dark'): Promise<void> {
  await page.getByRole('button', { name: words.theme[theme], exact: true }).click()
  await page.mouse.move(size.width - 100, size.height - 100) // no tooltip, nothing lit up
  await storyboard.focusCanvas(page)
  await expect(page.getByRole('tooltip')).toHaveCount(0)
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map((each) => each.finished)))
  const path = join(folder, `plumage-${theme}.png`)
  await page.screenshot({ path })
  console.log(path.slice(root.length + 1))
}
