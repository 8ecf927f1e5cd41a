import { expect, type Locator, type Page } from '@playwright/test'
import { words } from '../../renderer/ui/words.ts'

/** What a person sees of the storyboard page and does there. The names come from the page's own catalogue of words. */

export const canvas = (page: Page): Locator => page.getByRole('main', { name: words.board.region })
export const panels = (page: Page): Locator =>
  page.getByRole('listbox', { name: words.board.panels }).getByRole('option')
export const selectedPanel = (page: Page): Locator => panels(page).and(page.locator('[aria-selected=true]'))
export const prompt = (page: Page): Locator => page.getByRole('textbox', { name: words.prompt.label })
export const promptBar = (page: Page): Locator => page.getByRole('region', { name: words.prompt.region })
export const seed = (page: Page): Locator => page.getByRole('textbox', { name: words.prompt.seed })
export const inspector = (page: Page): Locator => page.getByRole('complementary', { name: words.inspector.region })
export const captionOf = (page: Page, number: number): Locator =>
  page.getByRole('textbox', { name: words.board.captionOf(number) })
export const jobCard = (page: Page, kind: keyof typeof words.jobs.title): Locator =>
  page.getByRole('region', { name: words.jobs.title[kind] })
export const messages = (page: Page): Locator => page.getByRole('log', { name: words.notices.region })
export const status = (page: Page): Locator => page.getByRole('contentinfo', { name: words.status.region })

/** A board is open, all is saved, and the model process has said which model it has. */
export async function untilReady(page: Page): Promise<void> {
  await expect(status(page)).toContainText(words.status.saved)
  await expect(status(page)).toContainText(words.status.modelOf('Nano'))
}

/** Begins a board of its own, so that tests which share a window do not meet. */
export async function newBoard(page: Page): Promise<void> {
  const boards = page.getByRole('list', { name: words.boards.list }).getByRole('listitem')
  await expect(status(page)).toContainText(words.status.saved) // also: the first board has been opened
  const count = await boards.count()
  await page.getByRole('button', { name: words.boards.create }).click()
  await expect(boards).toHaveCount(count + 1)
  await expect(page.getByRole('heading', { name: words.empty.title })).toBeVisible()
}

/** Adds a panel with these words at the end, as one does with the keyboard alone. */
export async function addPanel(page: Page, caption: string): Promise<void> {
  const number = (await panels(page).count()) + 1
  await focusCanvas(page)
  await page.keyboard.press('End')
  await page.keyboard.press('n')
  await captionOf(page, number).fill(caption)
  await page.keyboard.press('Enter')
  await expect(panels(page)).toHaveCount(number)
  await expect(panels(page).nth(number - 1)).toHaveAccessibleName(words.board.panel(number, caption, false))
}

export const focusCanvas = (page: Page): Promise<void> =>
  page.getByRole('listbox', { name: words.board.panels }).focus()

/** Asks for the next panel and waits until it is there. Without words the model writes them itself. */
export async function continueStory(page: Page, line = ''): Promise<void> {
  const count = await panels(page).count()
  await prompt(page).fill(line)
  await prompt(page).press('Enter')
  await expect(jobCard(page, 'continue')).toBeVisible()
  await expect(panels(page)).toHaveCount(count + 1)
  await expect(jobCard(page, 'continue')).toHaveCount(0)
}

/** Drags files from outside over the window and lets them go, as the desktop does; the middle of the canvas if not said. */
export async function dropFiles(page: Page, files: readonly string[], at?: { x: number; y: number }): Promise<void> {
  const box = await canvas(page).boundingBox()
  if (!box) throw new Error('the canvas cannot be seen')
  const point = at ?? { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  const data = { items: [], files: [...files], dragOperationsMask: 1 }
  const session = await page.context().newCDPSession(page)
  // twice over: the page makes room for what comes, and then it is another element that the files are held over
  for (const type of ['dragEnter', 'dragOver', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, ...point, data })
  }
  await session.detach()
}

/** The captions in order, as a screen reader says the panels. */
export const namesOfPanels = (page: Page): Promise<string[]> =>
  panels(page).evaluateAll((options) => options.map((option) => option.getAttribute('aria-label') ?? ''))
