import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { connect } from '../../../electron/contract/link.ts'
import { browserPort } from '../../../electron/contract/port.ts'
import { type ServiceState, shellContract } from '../../../electron/contract/shell.ts'
import { silentLog } from '../../../electron/service/log.ts'
import { serve } from '../../../electron/service/serve.ts'
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

const inference = (state: ServiceState['state']) =>
  ({ service: 'inference', state, sentence: null, logFile: '/logs/inference.log' }) as const

/** A shell that says these states of the model process one after the other, and then no more. */
function shellThatSays(states: readonly ServiceState['state'][]) {
  const { port1, port2 } = new MessageChannel()
  const nothing = () => null
  const handlers = {
    about: () => ({ version: '0', electron: '0', platform: 'test' }),
    async *services() {
      for (const state of states) yield inference(state)
      await new Promise(() => {})
    },
    async *commands() {},
    restart: nothing,
    showLog: nothing,
    theme: nothing,
  }
  serve(shellContract, handlers, browserPort(port1), { log: silentLog })
  return connect(shellContract, browserPort(port2))
}

it('hears that the model has stopped, also when that happens while its packs are asked for', async () => {
  studio.killInference() // an answer about its packs will not come before it is started again
  const shell = shellThatSays(['ready', 'restarting', 'stopped'])
  void page.state().shellConnected(shell.client)
  await vi.waitFor(() => expect(page.state().services.inference?.state).toBe('stopped'))
  expect(page.state().notices).toEqual([])
  shell.close()
})
