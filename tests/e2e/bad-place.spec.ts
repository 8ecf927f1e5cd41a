import { expect, test } from '@playwright/test'
import Sqlite from 'better-sqlite3'
import { spawnSync } from 'node:child_process'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { words } from '../../renderer/ui/words.ts'
import { launchApp } from '../support/app.ts'
import { libraryOf, panelRows } from '../support/library.ts'
import { canMount, mountTmpfs } from '../support/mount.ts'
import { packsWith } from '../support/packs.ts'
import { filesFolder, picture } from '../support/pictures.ts'
import {
  addPanel,
  captionOf,
  dropFiles,
  focusCanvas,
  inspector,
  jobCard,
  messages,
  namesOfPanels,
  panels,
  prompt,
  status,
  untilReady,
} from '../support/storyboard.ts'

test('a pack with a missing file is named, and the board can still be worked on', async () => {
  const packs = await packsWith((nano) => rm(join(nano, 'unet.onnx')))
  await using app = await launchApp({ env: { PLUMAGE_PACKS: packs } })
  const { page } = app
  const sentence = 'Nano cannot be used: its file unet.onnx is missing.'
  await expect(status(page)).toContainText(words.status.noModel)
  await expect(inspector(page)).toContainText(sentence)
  await addPanel(page, 'a lemon')
  await prompt(page).fill('a lemon tree')
  await prompt(page).press('Enter')
  await expect(jobCard(page, 'continue')).toContainText('its file unet.onnx is missing')
  expect(await namesOfPanels(page)).toEqual([words.board.panel(1, 'a lemon', false)])
  await rm(packs, { recursive: true })
})

test('a pack with an altered file draws nothing and says which file', async () => {
  const packs = await packsWith(async (nano) => {
    const file = join(nano, 'unet.onnx')
    const bytes = await readFile(file)
    bytes.writeUInt8((bytes.readUInt8(bytes.length >> 1) ^ 1) & 0xff, bytes.length >> 1)
    await writeFile(file, bytes)
  })
  await using app = await launchApp({ env: { PLUMAGE_PACKS: packs } })
  const { page } = app
  await prompt(page).fill('a lemon tree')
  await prompt(page).press('Enter')
  await expect(jobCard(page, 'continue')).toContainText('its file unet.onnx is not the file the pack was made with')
  await expect(panels(page)).toHaveCount(0)
  await rm(packs, { recursive: true })
})

test('a library of a newer version is left as it is, and the window says so', async () => {
  await using files = await filesFolder()
  const folder = files.path
  const { database } = libraryOf(folder)
  await mkdir(dirname(database), { recursive: true })
  const db = new Sqlite(database)
  db.pragma('user_version = 999')
  db.close()
  const before = await readFile(database)
  await using app = await launchApp({ folder })
  await expect(app.page.getByText('This library was made by a newer version of Plumage.').first()).toBeVisible()
  await expect(status(app.page)).not.toContainText(words.status.saved)
  await app.close()
  expect((await readFile(database)).equals(before)).toBe(true)
})

test.describe('a library folder on a file system of its own', () => {
  test.skip(!canMount, 'needs root on Linux, to mount a small file system')

  test('read-only: what is there is shown, and nothing that is done pretends to be saved', async () => {
    await using files = await filesFolder()
    const folder = files.path
    using mounted = mountTmpfs(libraryOf(folder).library, 'size=64m')
    {
      await using app = await launchApp({ folder })
      await untilReady(app.page)
      await addPanel(app.page, 'a pear')
      await expect.poll(() => panelRows(folder).length).toBe(1)
    }
    mounted.remount('ro')
    {
      await using app = await launchApp({ folder })
      const { page } = app
      await expect(status(page)).toContainText('Plumage may not write to the library folder.')
      expect(await namesOfPanels(page)).toEqual([words.board.panel(1, 'a pear', false)])
      await focusCanvas(page)
      await page.keyboard.press('n')
      await expect(messages(page)).toContainText('Plumage may not write to the library folder.')
      await expect.poll(() => namesOfPanels(page)).toEqual([words.board.panel(1, 'a pear', false)])
      await expect(status(page)).not.toContainText(words.status.saved)
    }
  })

  test('full: it says so, keeps what was saved, and goes on when there is room', async () => {
    await using files = await filesFolder()
    const folder = files.path
    using mounted = mountTmpfs(libraryOf(folder).library, 'size=16m')
    await using app = await launchApp({ folder })
    const { page } = app
    await untilReady(page)
    await addPanel(page, 'a plum')
    const filler = join(mounted.folder, 'filler')
    spawnSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=4096'])
    const file = await files.file('nine.png', await picture(9))
    await dropFiles(page, [file])
    await expect(messages(page)).toContainText(/disk .*is full/)
    expect(await namesOfPanels(page)).toEqual([words.board.panel(1, 'a plum', false)])
    await rm(filler)
    await dropFiles(page, [file])
    await expect(panels(page)).toHaveCount(2)
    await focusCanvas(page)
    await page.keyboard.press('c')
    await captionOf(page, 2).fill('two plums')
    await page.keyboard.press('Enter')
    await expect.poll(() => panelRows(folder).map(({ caption }) => caption)).toEqual(['a plum', 'two plums'])
  })
})
