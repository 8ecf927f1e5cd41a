import { expect, type Page, test } from '@playwright/test'
import sharp from 'sharp'
import { words } from '../../renderer/ui/words.ts'
import { launchApp } from '../support/app.ts'
import { filesFolder, picture } from '../support/pictures.ts'
import { addPanel, canvas, panels, untilReady } from '../support/storyboard.ts'

test('files held over the empty board and taken away again leave it as it was', async () => {
  await using files = await filesFolder()
  await using app = await launchApp()
  const { page } = app
  await untilReady(page)
  const beginning = page.getByRole('heading', { name: words.empty.title })
  const box = await beginning.boundingBox()
  if (!box) throw new Error('the empty board cannot be seen')
  const data = { items: [], files: [await files.file('disc.png', await picture(1))], dragOperationsMask: 1 }
  const session = await page.context().newCDPSession(page)
  const drag = async (type: 'dragEnter' | 'dragOver', x: number, y: number) =>
    await session.send('Input.dispatchDragEvent', { type, x, y, data })

  await drag('dragEnter', box.x + 9, box.y + 9)
  await drag('dragOver', box.x + 9, box.y + 9)
  await expect(canvas(page)).toContainText(words.drop.add(1, words.drop.first))
  await drag('dragOver', box.x + 9, box.y + 90)
  await drag('dragOver', 60, box.y)
  // The desktop would say this when the pointer leaves the window; the protocol of the tests cannot.
  await page.getByRole('list', { name: words.boards.list }).dispatchEvent('dragleave', { relatedTarget: null })
  await expect(beginning).toBeVisible()
})

test('panels can be read by those who want less motion', async () => {
  await using app = await launchApp()
  const { page } = app
  await untilReady(page)
  await addPanel(page, 'a fox in the snow')
  expect(await darkest(page)).toBeLessThan(120)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.reload()
  await untilReady(page)
  await expect(panels(page)).toHaveCount(1)
  expect(await darkest(page)).toBeLessThan(120)
})

/** How bright the darkest point of the first panel is: the ink of its words, on a light card. */
async function darkest(page: Page): Promise<number> {
  const { channels } = await sharp(await panels(page).first().screenshot()).stats()
  return Math.max(...channels.slice(0, 3).map(({ min }) => min))
}
