import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { words } from '../../renderer/ui/words.ts'
import { noPicture } from '../support/bad-pictures.ts'
import { filesFolder, picture } from '../support/pictures.ts'
import { test } from '../support/shared-window.ts'
import { addPanel, dropFiles, focusCanvas, jobCard, messages, panels } from '../support/storyboard.ts'

/** What axe calls serious or critical, each with the first element it means. */
async function findings(page: Page): Promise<string[]> {
  // a colour on its way to another is no finding
  await page.evaluate(async () => {
    const ends = (each: Animation) => each.effect?.getComputedTiming().iterations !== Infinity
    await Promise.allSettled(
      document
        .getAnimations()
        .filter(ends)
        .map((each) => each.finished),
    )
  })
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze() // the other mode needs a second tab
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('; ')}`)
}

for (const theme of ['light', 'dark'] as const) {
  test(`nothing serious is found by axe: ${theme}`, async ({ app: { page } }) => {
    await using files = await filesFolder()
    await page.getByRole('button', { name: words.theme[theme], exact: true }).click()
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
    await test.step('an empty board', async () => {
      expect(await findings(page)).toEqual([])
    })
    await test.step('panels, a job that did not work, a message', async () => {
      await dropFiles(page, [await files.file('disc.png', await picture(2)), await files.file('no.png', noPicture)])
      await expect(messages(page)).not.toBeEmpty()
      await expect(panels(page)).toHaveCount(1)
      await addPanel(page, '')
      await page.keyboard.press('r')
      await expect(jobCard(page, 'retell')).toContainText(words.jobs.failed)
      expect(await findings(page)).toEqual([])
    })
    await test.step('writing a caption', async () => {
      await focusCanvas(page)
      await page.keyboard.press('Home')
      await page.keyboard.press('c')
      expect(await findings(page)).toEqual([])
      await page.keyboard.press('Escape')
    })
    await test.step('several panels selected, and the sheet of shortcuts', async () => {
      await page.keyboard.press('Control+a')
      expect(await findings(page)).toEqual([])
      await page.keyboard.press('?')
      await expect(page.getByRole('dialog')).toBeVisible()
      expect(await findings(page)).toEqual([])
      await page.keyboard.press('Escape')
    })
    await jobCard(page, 'retell').getByRole('button', { name: words.jobs.dismiss }).click()
    await messages(page).getByRole('button', { name: words.notices.dismiss }).click()
  })
}
