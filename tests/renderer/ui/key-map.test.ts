import { describe, expect, it } from 'vitest'
import { keyLabels, type KeyPress, matchesKeys } from '../../../renderer/ui/key-map.ts'
import { commands } from '../../../renderer/storyboard/commands.ts'

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
})

describe('keys', () => {
  it('takes Control for Mod, and Command on a Mac', () => {
    expect(matchesKeys(press('z', { ctrlKey: true }), 'Mod+Z', false)).toBe(true)
    expect(matchesKeys(press('z', { ctrlKey: true }), 'Mod+Z', true)).toBe(false)
    expect(matchesKeys(press('z', { metaKey: true }), 'Mod+Z', true)).toBe(true)
  })

  it('wants exactly the keys that are named', () => {
    expect(matchesKeys(press('Z', { ctrlKey: true, shiftKey: true }), 'Mod+Z', false)).toBe(false)
    expect(matchesKeys(press('Z', { ctrlKey: true, shiftKey: true }), 'Mod+Shift+Z', false)).toBe(true)
    expect(matchesKeys(press('n', { altKey: true }), 'N', false)).toBe(false)
    expect(matchesKeys(press('ArrowLeft', { altKey: true }), 'Alt+ArrowLeft', false)).toBe(true)
  })

  it('follows the layout for letters and signs, and the place for digits', () => {
    expect(matchesKeys(press('?', { shiftKey: true, code: 'Minus' }), 'Shift+?', false)).toBe(true)
    expect(matchesKeys(press('à', { ctrlKey: true, code: 'Digit0' }), 'Mod+0', false)).toBe(true)
    expect(matchesKeys(press('=', { ctrlKey: true, code: 'Equal' }), 'Mod+Plus', false)).toBe(true)
  })

  it('names them as they stand on the keyboard', () => {
    expect(keyLabels('Mod+Enter', true)).toEqual(['⌘', '↵'])
    expect(keyLabels('Mod+Shift+Z', false)).toEqual(['Ctrl', 'Shift', 'Z'])
  })

  it('gives each key to one command only', () => {
    const all = Object.values(commands).flatMap(({ keys }) => keys)
    expect(all.filter((key, i) => all.indexOf(key) !== i)).toEqual([])
  })
})
