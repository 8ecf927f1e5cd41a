import { expect } from '@playwright/test'
import { words } from '../../renderer/ui/words.ts'
import { panelRows } from '../support/library.ts'
import { filesFolder, picture } from '../support/pictures.ts'
import { test } from '../support/shared-window.ts'
import {
  addPanel,
  captionOf,
  dropFiles,
  focusCanvas,
  inspector,
  jobCard,
  namesOfPanels,
  panels,
  selectedPanel,
} from '../support/storyboard.ts'

const name = (number: number, caption: string, pictured = false) => words.board.panel(number, caption, pictured)

test('pictures come in by paste, by dialog and by drop', async ({ app: { page, folder } }) => {
  await using files = await filesFolder()
  await test.step('paste', async () => {
    await page.evaluate(
      async (numbers) => {
        const png = new Blob([new Uint8Array(numbers)], { type: 'image/png' })
        await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })])
      },
      [...(await picture(3))],
    )
    await focusCanvas(page)
    await page.keyboard.press('Control+V')
    await expect(panels(page)).toHaveCount(1)
  })
  await test.step('choose two in a dialog', async () => {
    const choosing = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: words.tools.addPictures }).first().click()
    const chosen = [await files.file('four.png', await picture(4)), await files.file('five.png', await picture(5))]
    await (await choosing).setFiles(chosen)
    await expect(panels(page)).toHaveCount(3)
  })
  await test.step('drop one on a panel: it takes the place of its picture', async () => {
    const before = panelRows(folder)
    const card = await panels(page).nth(1).boundingBox()
    if (!card) throw new Error('the panel has no place')
    const middle = { x: card.x + card.width / 2, y: card.y + card.width / 2 }
    await dropFiles(page, [await files.file('six.png', await picture(6))], middle)
    await expect.poll(() => panelRows(folder)[1]?.image).not.toBe(before[1]?.image)
    const after = panelRows(folder)
    expect([after.length, after[0], after[2]]).toEqual([3, before[0], before[2]])
  })
  expect(new Set(panelRows(folder).map(({ image }) => image)).size).toBe(3)
})

test('a story is written, ordered, drawn and captioned with the keyboard alone', async ({ app: { page, folder } }) => {
  const key = (press: string) => page.keyboard.press(press)
  await test.step('write three panels', async () => {
    await focusCanvas(page)
    for (const [i, caption] of ['a fox in a meadow', 'a house in the snow', 'a boat at sea'].entries()) {
      await key('n')
      await expect(captionOf(page, i + 1)).toBeFocused()
      await page.keyboard.type(caption)
      await key('Enter')
    }
    await expect(panels(page)).toHaveCount(3)
  })
  const three = [name(1, 'a fox in a meadow'), name(2, 'a house in the snow'), name(3, 'a boat at sea')]
  const moved = [name(1, 'a boat at sea'), name(2, 'a fox in a meadow'), name(3, 'a house in the snow')]
  await expect.poll(() => namesOfPanels(page)).toEqual(three)

  await test.step('move the last to the front and walk', async () => {
    await key('Alt+ArrowLeft')
    await key('Alt+ArrowLeft')
    await expect.poll(() => namesOfPanels(page)).toEqual(moved)
    await key('ArrowRight')
    await expect(selectedPanel(page)).toHaveAccessibleName(moved[1] ?? '')
  })
  await test.step('delete, undo, redo, undo', async () => {
    const two = [name(1, 'a boat at sea'), name(2, 'a house in the snow')]
    await key('Delete')
    await expect.poll(() => namesOfPanels(page)).toEqual(two)
    await key('Control+z')
    await expect.poll(() => namesOfPanels(page)).toEqual(moved)
    await key('Control+Shift+Z')
    await expect.poll(() => namesOfPanels(page)).toEqual(two)
    await key('Control+z')
    await expect.poll(() => namesOfPanels(page)).toEqual(moved)
    await expect.poll(() => panelRows(folder).map(({ caption }) => caption)).toHaveLength(3)
  })
  await test.step('draw a panel, then retell it: another picture of the same words', async () => {
    await key('End')
    await key('r')
    await expect(panels(page).nth(2)).toHaveAccessibleName(name(3, 'a house in the snow', true))
    await expect(jobCard(page, 'retell')).toHaveCount(0)
    const drawn = panelRows(folder)[2]
    await key('r')
    await expect.poll(() => panelRows(folder)[2]?.image).not.toBe(drawn?.image)
    await expect(jobCard(page, 'retell')).toHaveCount(0)
    expect(panelRows(folder)[2]?.prompt).toEqual(drawn?.prompt)
    expect(panelRows(folder)[2]?.seed).not.toBe(drawn?.seed)
  })
  await test.step('let the model write its caption', async () => {
    await key('Shift+C')
    const undo = page.getByRole('button', { name: words.tools.undoOf('Describe picture') })
    await expect(undo).toBeVisible()
    await expect(jobCard(page, 'caption')).toHaveCount(0)
    const written = panelRows(folder)[2]?.caption ?? ''
    await expect(panels(page).nth(2)).toHaveAccessibleName(name(3, written, true))
    await expect(inspector(page).getByRole('textbox', { name: words.inspector.caption })).toHaveValue(written)
  })
  await test.step('ask for two more and take both back before they are there', async () => {
    await key('Control+Enter')
    await key('Control+Enter')
    await expect(jobCard(page, 'continue')).not.toHaveCount(0)
    await key('Control+Shift+X')
    await expect(jobCard(page, 'continue')).toHaveCount(0)
  })
  await test.step('all shortcuts are on a sheet', async () => {
    await key('?')
    await expect(page.getByRole('dialog', { name: words.sheet.title })).toBeVisible()
    await key('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  })
})

test('the seed of a picture can be copied', async ({ app: { page, electron } }) => {
  await addPanel(page, 'a star in the night sky')
  await page.keyboard.press('r')
  await expect(panels(page).first()).toHaveAccessibleName(name(1, 'a star in the night sky', true))
  await inspector(page).getByRole('button', { name: words.facts.copySeed }).click()
  const copied = () => electron.evaluate(({ clipboard }) => clipboard.readText())
  await expect.poll(copied).toMatch(/^\d+$/)
  await expect(inspector(page)).toContainText(await copied())
})

test('a click means what lies under it: buttons, panels, the empty board', async ({ app: { page } }) => {
  await page.getByRole('button', { name: words.empty.line }).click()
  await captionOf(page, 1).fill('a cat in a room')
  await page.keyboard.press('Enter')
  await page.getByRole('main').getByRole('button', { name: words.board.newPanel }).click()
  await captionOf(page, 2).fill('the cat sleeps')
  await page.keyboard.press('Escape')
  await expect.poll(() => namesOfPanels(page)).toEqual([name(1, 'a cat in a room'), name(2, 'the cat sleeps')])
  await panels(page).first().dblclick({ force: true })
  await expect(captionOf(page, 1)).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(selectedPanel(page)).toHaveAccessibleName(name(1, 'a cat in a room'))
})
