import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { freeTitle } from '../../../renderer/store/boards.ts'
import { emptyPanel } from '../../../renderer/store/story.ts'
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

describe('storyboards', () => {
  it('get a name that is free', () => {
    expect(freeTitle('Untitled', [])).toBe('Untitled')
    expect(freeTitle('Untitled', ['Untitled', 'Untitled 2'])).toBe('Untitled 3')
  })

  it('are created, renamed and opened, each with its own unsent words and selection', async () => {
    const first = page.state().board!.id
    page.state().setPrompt('a fox')
    await page.state().createBoard()
    expect(page.state()).toMatchObject({ prompt: '', board: { title: 'Untitled storyboard 2' } })
    await page.state().renameBoard(first, 'Mo the fox')
    await page.state().renameBoard(page.state().board!.id, 'The whale')
    await untilSaved(page)
    const titles = (await studio.client.storyboards.list()).map((board) => board.title)
    expect(titles.toSorted()).toEqual(['Mo the fox', 'The whale'])
    await page.state().openBoard(first)
    expect(page.state().board!.title).toBe('Mo the fox')
  })

  it('sends what was typed before another one is opened', async () => {
    const first = page.state().board!.id
    const panel = emptyPanel()
    page.state().change({ type: 'insert', index: 0, panels: [panel] })
    page.state().typeCaption(panel.id, 'half a sentence')
    await page.state().createBoard()
    await untilSaved(page)
    expect((await studio.client.storyboards.open({ id: first })).panels[0]!.caption).toBe('half a sentence')
  })
})
