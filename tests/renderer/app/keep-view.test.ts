import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { keepView } from '../../../renderer/app/keep-view.ts'
import { openStudio, type Studio } from '../../electron/engine/support/studio.ts'
import { openPage, type TestPage } from '../support/page.ts'

let studio: Studio
let page: TestPage
beforeEach(async () => {
  vi.stubGlobal('addEventListener', () => {})
  vi.stubGlobal('document', { addEventListener: () => {} })
  studio = openStudio()
  page = openPage(studio)
  await page.connect()
  keepView(page.store)
})
afterEach(async () => {
  vi.unstubAllGlobals()
  await studio[Symbol.asyncDispose]()
})

const kept = async () => await studio.client.view.get({ key: `board:${page.state().base!.id}` })

it('keeps words within a second, also of someone who never rests', async () => {
  const until = Date.now() + 1000
  for (let words = 'a'; Date.now() < until; words += 'a') {
    page.state().setPrompt(words)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  expect(await kept()).toMatchObject({ words: expect.stringMatching(/^a{8}/) })
})

it('keeps what was written while the engine was away, once it is back', async () => {
  await page.disconnect()
  page.state().setPrompt('written in the dark')
  await new Promise((resolve) => setTimeout(resolve, 400)) // longer than the pause after which it would be told
  await page.connect()
  await vi.waitFor(async () => expect(await kept()).toMatchObject({ words: 'written in the dark' }))
})
