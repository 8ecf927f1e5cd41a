import { afterEach, beforeEach, expect, it } from 'vitest'
import { emptyPanel } from '../../../renderer/store/story.ts'
import { selectOnly } from '../../../renderer/store/selection.ts'
import { commands } from '../../../renderer/storyboard/commands.ts'
import { openStudio, type Studio } from '../../electron/engine/support/studio.ts'
import { openPage, type TestPage } from '../support/page.ts'

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

it('offers to retell a panel only when there are words to draw', () => {
  const panel = emptyPanel()
  page.state().change({ type: 'insert', index: 0, panels: [panel] })
  page.state().select(selectOnly(panel.id))
  expect(commands.retell.enabled(page.state())).toBe(false)
  page.state().typeCaption(panel.id, 'a fox')
  expect(commands.retell.enabled(page.state())).toBe(true)
})
