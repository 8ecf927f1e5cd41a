import { expect, test } from '@playwright/test'
import { launchApp } from '../support/app.ts'

test('the app opens in a window, and its page can do nothing but be a page', async () => {
  await using app = await launchApp()
  await expect(app.page).toHaveTitle(/Plumage$/) // with the storyboard before it as soon as one is open
  await expect(app.page.locator('#plumage')).not.toBeEmpty()
  expect(app.page.url()).toMatch(/^plumage:/)
  expect(
    await app.page.evaluate(() => ['process', 'require', 'Buffer', 'module'].filter((name) => name in globalThis)),
  ).toEqual([])
  expect(app.log.filter((line) => /^page (error|threw)/.test(line))).toEqual([])
  const inlineScriptRan = await app.page.evaluate(() => {
    const script = document.createElement('script')
    script.textContent = 'globalThis.inlineScriptRan = true'
    document.head.append(script)
    return 'inlineScriptRan' in globalThis
  })
  expect(inlineScriptRan).toBe(false)
})

test('the same folder can be opened again', async () => {
  await using first = await launchApp()
  await expect(first.page.locator('#plumage')).not.toBeEmpty()
  await first.close()
  await using second = await launchApp({ folder: first.folder })
  await expect(second.page.locator('#plumage')).not.toBeEmpty()
  expect(second.folder).toBe(first.folder)
})
