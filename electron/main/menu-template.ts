import type { MenuItemConstructorOptions } from 'electron'
import type { MenuCommand } from '../contract/shell.ts'

export interface MenuSpec {
  platform: string
  /** Shows reload and the developer tools. */
  developing: boolean
  command(command: MenuCommand): void
  showLogs(): void
}

type Item = MenuItemConstructorOptions

/**
 * The native menu. The page has the same keys in its own key map, because there they depend on where the focus is: in a
 * text field Mod+Z undoes typing and Delete deletes a letter. So the keys here are only shown (`registerAccelerator`),
 * and on macOS, which cannot only show them, those without Mod are left out.
 */
export function menuTemplate({ platform, developing, command, showLogs }: MenuSpec): Item[] {
  const mac = platform === 'darwin'
  const item = (id: MenuCommand, label: string, accelerator?: string): Item => ({
    id,
    label,
    ...(accelerator && (!mac || accelerator.startsWith('CmdOrCtrl'))
      ? { accelerator, registerAccelerator: false }
      : {}),
    click: () => command(id),
  })
  const line: Item = { type: 'separator' }
  return [
    ...(mac ? [{ role: 'appMenu' } satisfies Item] : []),
    {
      label: '&File',
      submenu: [
        item('new-storyboard', 'New Storyboard', 'CmdOrCtrl+Alt+N'),
        item('add-pictures', 'Add Pictures…', 'CmdOrCtrl+O'),
        line,
        mac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    {
      label: '&Edit',
      submenu: [
        item('undo', 'Undo', 'CmdOrCtrl+Z'),
        item('redo', 'Redo', 'CmdOrCtrl+Shift+Z'),
        line,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        item('delete', 'Delete', 'Delete'),
        line,
        item('select-all', 'Select All', 'CmdOrCtrl+A'),
      ],
    },
    {
      label: '&Story',
      submenu: [
        item('continue', 'Continue Story', 'CmdOrCtrl+Enter'),
        item('retell', 'Draw Panel Again', 'CmdOrCtrl+Shift+Enter'),
        item('caption', 'Write Caption', 'Shift+C'),
        line,
        item('cancel', 'Cancel', 'Shift+X'),
      ],
    },
    {
      label: '&View',
      submenu: [
        item('zoom-fit', 'Fit', 'CmdOrCtrl+0'),
        item('zoom-100', 'Actual Size', 'CmdOrCtrl+1'),
        item('zoom-in', 'Zoom In', 'CmdOrCtrl+Plus'),
        item('zoom-out', 'Zoom Out', 'CmdOrCtrl+-'),
        line,
        { role: 'togglefullscreen' },
        ...(developing ? [line, { role: 'reload' } satisfies Item, { role: 'toggleDevTools' } satisfies Item] : []),
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        item('shortcuts', 'Keyboard Shortcuts', 'Shift+?'),
        { label: 'Show Logs', click: () => showLogs() },
        ...(mac ? [] : [line, { role: 'about' } satisfies Item]),
      ],
    },
  ]
}
