import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it } from 'vitest'
import { MenuCommand } from '../../../electron/contract/shell.ts'
import { menuTemplate } from '../../../electron/main/menu-template.ts'

describe.each(['linux', 'win32', 'darwin'])('the menu on %s', (platform) => {
  const heard: string[] = []
  const items = allItems(
    menuTemplate({ platform, developing: false, command: (command) => heard.push(command), showLogs() {} }),
  )

  it('has every command once', () => {
    expect(items.flatMap(({ id }) => id ?? []).toSorted()).toEqual(MenuCommand.options.toSorted())
    for (const item of items.filter(({ id }) => id !== undefined)) (item.click as (() => void) | undefined)?.()
    expect(heard.toSorted()).toEqual(MenuCommand.options.toSorted())
  })

  it('shows each key once, and leaves it to the page', () => {
    const keys = items.flatMap(({ accelerator }) => accelerator ?? [])
    expect(new Set(keys).size).toBe(keys.length)
    for (const item of items.filter(({ accelerator }) => accelerator)) expect(item.registerAccelerator).toBe(false)
    if (platform === 'darwin') expect(keys.filter((key) => !key.startsWith('CmdOrCtrl'))).toEqual([])
  })

  it('has no developer tools in a packaged app', () => {
    expect(items.filter(({ role }) => role === 'toggleDevTools' || role === 'reload')).toEqual([])
  })
})

function allItems(items: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? allItems(item.submenu) : [])])
}
