import { expect, type Page, test } from '@playwright/test'
import { rm } from 'node:fs/promises'
import { words } from '../../renderer/ui/words.ts'
import { launchApp } from '../support/app.ts'
import { libraryOf, panelRows } from '../support/library.ts'
import { slowPacks, slowSteps } from '../support/packs.ts'
import { filesFolder, picture } from '../support/pictures.ts'
import { killAll, pidOf } from '../support/processes.ts'
import {
  addPanel,
  dropFiles,
  focusCanvas,
  jobCard,
  namesOfPanels,
  newBoard,
  panels,
  prompt,
  status,
  untilReady,
} from '../support/storyboard.ts'

/** A model that draws in so many steps that there is a middle. */
let packs: string
test.beforeAll(async () => {
  packs = await slowPacks()
})
test.afterAll(() => rm(packs, { recursive: true, force: true }))
const env = () => ({ PLUMAGE_PACKS: packs })

const retry = (page: Page) => jobCard(page, 'continue').getByRole('button', { name: words.jobs.retry })

/** Asks for the next panel and waits until it is being drawn. */
async function beginDrawing(page: Page, line: string): Promise<void> {
  await prompt(page).fill(line)
  await prompt(page).press('Enter')
  await expect(jobCard(page, 'continue')).toContainText(new RegExp(`Drawing [1-9]\\d* of ${slowSteps}`))
}

test('the model process is killed while it draws: the window says so, and a retry succeeds', async () => {
  await using app = await launchApp({ env: env() })
  const { page } = app
  await untilReady(page)
  await addPanel(page, 'a cat in a room')
  const inference = await pidOf(app, 'inference')
  const restarting = status(page).getByText('The model process stopped and is being started again.').waitFor()
  await beginDrawing(page, 'the cat sleeps')
  process.kill(inference, 'SIGKILL')
  await restarting
  await expect(jobCard(page, 'continue')).toContainText(words.jobs.failed)
  await expect(jobCard(page, 'continue')).toContainText('has stopped in the middle of this. Try it again')
  expect(await namesOfPanels(page)).toEqual([words.board.panel(1, 'a cat in a room', false)])

  await retry(page).click()
  await expect(panels(page)).toHaveCount(2)
  await expect(panels(page).nth(1)).toHaveAccessibleName(words.board.panel(2, 'the cat sleeps', true))
  await untilReady(page)

  await test.step('cancel while it draws: nothing is left of it, and the next job runs', async () => {
    await beginDrawing(page, 'the cat wakes')
    await focusCanvas(page)
    await page.keyboard.press('Shift+X')
    await expect(jobCard(page, 'continue')).toHaveCount(0)
    await expect(panels(page)).toHaveCount(2)
    await beginDrawing(page, 'the cat eats')
    await jobCard(page, 'continue').getByRole('button', { name: words.jobs.cancel }).click()
    await expect(jobCard(page, 'continue')).toHaveCount(0)
    await expect(panels(page)).toHaveCount(2)
  })
})

test('everything is killed while it draws: all panels are there again, and the job is offered again', async () => {
  await using files = await filesFolder()
  await using app = await launchApp({ env: env() })
  const { page, folder } = app
  await untilReady(page)
  await newBoard(page)
  await dropFiles(page, [await files.file('one.png', await picture(1)), await files.file('two.png', await picture(2))])
  await expect(panels(page)).toHaveCount(2)
  await addPanel(page, 'a dog on the beach')
  await beginDrawing(page, 'the dog swims')
  const before = { names: await namesOfPanels(page), rows: panelRows(folder) }
  await killAll(app)

  await using again = await launchApp({ folder, env: env() })
  await untilReady(again.page)
  const offered = jobCard(again.page, 'continue')
  await expect(offered).toContainText(words.jobs.interruptedTitle)
  await expect(offered).toContainText('Plumage was closed while this was being made.')
  expect(await namesOfPanels(again.page)).toEqual(before.names)
  expect(panelRows(folder)).toEqual(before.rows)

  await retry(again.page).click()
  await expect(panels(again.page)).toHaveCount(4)
  await expect(panels(again.page).nth(3)).toHaveAccessibleName(words.board.panel(4, 'the dog swims', true))
  expect(panelRows(folder).slice(0, 3)).toEqual(before.rows)
})

test('three crashes within a minute: the model stays stopped, says where its log is, and Restart brings it back', async () => {
  await using app = await launchApp()
  const { page } = app
  await untilReady(page)
  await addPanel(page, 'a boat at sea')
  const killed: number[] = []
  for (let crash = 0; crash < 3; crash++) {
    killed.push(await pidOf(app, 'inference', killed))
    process.kill(killed.at(-1) ?? 0, 'SIGKILL')
  }
  await expect(status(page)).toContainText('The model process stopped three times within a minute')

  await test.step('its log can be shown', async () => {
    // The system's file browser is not ours to open in a test; what it would be asked to show is.
    await app.electron.evaluate(({ shell }) => {
      shell.showItemInFolder = (path) => console.log(`shown: ${path}`)
    })
    await status(page).getByRole('button', { name: words.status.showLog }).click()
    await expect.poll(() => app.log).toContain(`main: shown: ${libraryOf(app.folder).logFile('inference')}`)
  })

  await test.step('the board can be worked on meanwhile; a job waits', async () => {
    await addPanel(page, 'the boat comes home')
    await prompt(page).fill('it is night')
    await prompt(page).press('Enter')
    await expect(jobCard(page, 'continue')).toContainText(words.jobs.queued)
  })

  await status(page).getByRole('button', { name: words.status.restart }).click()
  await expect(panels(page)).toHaveCount(3)
  await expect(panels(page).nth(2)).toHaveAccessibleName(words.board.panel(3, 'it is night', true))
  await untilReady(page)
})
