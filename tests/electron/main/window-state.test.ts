import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { placeOn, readWindowState, writeWindowState } from '../../../electron/main/window-state.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumage-window-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const screen = { x: 0, y: 0, width: 1920, height: 1080 }
const second = { x: 1920, y: 0, width: 1280, height: 1024 }
const bounds = { x: 100, y: 50, width: 1200, height: 800 }

it('remembers what was written', () => {
  const file = join(folder, 'deep', 'window.json')
  const state = { bounds, maximized: true, theme: 'dark' } as const
  writeWindowState(file, state)
  expect(readWindowState(file)).toEqual(state)
})

it.each(['', '{', '[]', '{"bounds":{"x":"1"}}', '{"bounds":{"x":0,"y":0,"width":1,"height":1}}'])(
  'takes %s for nothing',
  (text) => {
    const file = join(folder, 'window.json')
    writeFileSync(file, text)
    expect(readWindowState(file)).toEqual({ bounds: null, maximized: false, theme: 'system' })
  },
)

it('puts a window back only where it can be taken hold of', () => {
  expect(placeOn([screen], bounds)).toEqual(bounds)
  expect(placeOn([screen, second], { ...bounds, x: 2000 })).toEqual({ ...bounds, x: 2000 })
  expect(placeOn([screen], { ...bounds, x: 2000 })).toBeNull() // the second screen is gone
  expect(placeOn([screen], { ...bounds, x: 1900 })).toBeNull()
  expect(placeOn([screen], { ...bounds, y: -500 })).toBeNull() // no title bar to drag
  expect(placeOn([screen], { ...bounds, y: 1079 })).toBeNull()
  expect(placeOn([screen], null)).toBeNull()
})
