import { words } from './words.ts'

export type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>

export const isMac = typeof navigator !== 'undefined' && /mac/i.test(navigator.userAgent)

/**
 * Does a key press mean `keys`, e.g. "Mod+Shift+Z"? Mod is Command on a Mac and Control elsewhere. The letter is the one
 * the layout gives, so that the label on the button is the label on the key; digits also count by their place, since some
 * layouts have them only with Shift.
 */
export function matchesKeys(press: KeyPress, keys: string, mac = isMac): boolean {
  const parts = keys.split('+')
  const wanted = parts.at(-1)!
  const has = (name: string) => parts.includes(name)
  const [mod, other] = mac ? [press.metaKey, press.ctrlKey] : [press.ctrlKey, press.metaKey]
  if (mod !== has('Mod') || other || press.altKey !== has('Alt')) return false
  if (wanted === '?') return press.key === '?' // on every layout with Shift or whatever it takes
  if (wanted === 'Plus') return press.key === '+' || press.key === '='
  if (press.shiftKey !== has('Shift')) return false
  if (/^\d$/.test(wanted))
    return press.key === wanted || press.code === `Digit${wanted}` || press.code === `Numpad${wanted}`
  return press.key.toLowerCase() === wanted.toLowerCase()
}

const symbols: Record<string, string> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Enter: '↵',
  Escape: words.keys.escape,
  Delete: words.keys.delete,
  Backspace: '⌫',
  Space: words.keys.space,
  Plus: '+',
  '-': '−',
}

const modifiers = (mac: boolean): Record<string, string> =>
  mac ? { Mod: '⌘', Shift: '⇧', Alt: '⌥' } : { Mod: words.keys.ctrl, Shift: words.keys.shift, Alt: words.keys.alt }

/** The parts of a shortcut as they stand on this machine's keys. */
export const keyLabels = (keys: string, mac = isMac): string[] =>
  keys.split('+').map((part) => modifiers(mac)[part] ?? symbols[part] ?? part.toUpperCase())
