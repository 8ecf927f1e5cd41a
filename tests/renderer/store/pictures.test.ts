import sharp from 'sharp'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openStudio, type Studio } from '../../electron/engine/support/studio.ts'
import { openPage, type TestPage, untilSaved } from '../support/page.ts'

let studio: Studio
let page: TestPage
beforeEach(async () => {
  studio = openStudio()
  page = openPage(studio)
  await page.connect()
})
afterEach(async () => {
  await studio[Symbol.asyncDispose]()
})

/** The engine refuses drawings in this process for good, so the picture is plain. */
async function file(name: string, number: number): Promise<File> {
  const background = { r: number * 40, g: 120, b: 90 }
  const png = await sharp({ create: { width: 256, height: 256, channels: 3, background } })
    .png()
    .toBuffer()
  return new File([new Uint8Array(png)], name)
}

it('adds pictures as one step, in their order, selected, before the panel they were dropped on', async () => {
  await page.state().addPictures([await file('a.png', 1)], null)
  await page.state().addPictures([await file('b.png', 2), await file('c.png', 3)], 0)
  await untilSaved(page)
  const panels = page.state().board!.panels
  expect(panels).toHaveLength(3)
  expect(page.state().selection.ids).toEqual([panels[0]!.id, panels[1]!.id])
  expect(panels.every((panel) => panel.image?.width === 256)).toBe(true)
  await page.state().undo()
  expect(page.state().board!.panels).toHaveLength(1)
})

it('tells of a file that is no picture and still adds the others', async () => {
  await page
    .state()
    .addPictures([await file('a.png', 1), new File(['words'], 'notes.txt'), await file('b.png', 2)], null)
  expect(page.state().board!.panels).toHaveLength(2)
  expect(page.state().notices).toMatchObject([{ tone: 'error', sentence: expect.stringContaining('notes.txt') }])
  expect(page.state().arriving).toBe(0)
})

it('puts one picture into a panel, and takes it out again by undo', async () => {
  await page.state().addPictures([await file('a.png', 1)], null)
  const before = page.state().board!.panels[0]!
  await page.state().fillPanel(await file('b.png', 2), before.id)
  await untilSaved(page)
  expect(page.state().board!.panels[0]!.image?.sha256).not.toBe(before.image?.sha256)
  await page.state().undo()
  expect(page.state().board!.panels[0]!.image?.sha256).toBe(before.image?.sha256)
})
