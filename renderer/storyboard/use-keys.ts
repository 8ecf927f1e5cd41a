import { useEffect } from 'react'
import { appStore, useApp } from '../store/app-store.ts'
import { matchesKeys } from '../ui/key-map.ts'
import { type CommandName, commands, menuCommands, runCommand } from './commands.ts'

const names = Object.keys(commands) as CommandName[]

const isText = (target: EventTarget | null) =>
  target instanceof Element && target.closest('input, textarea, [contenteditable]') !== null

const isIn = (target: EventTarget | null, selector: string) =>
  target instanceof Element && target.closest(selector) !== null

/** Keys act in the region that has the focus, and never while text is being edited. */
function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || isText(event.target) || isIn(event.target, '[role=dialog]')) return
  const onCanvas = event.target === document.body || isIn(event.target, '[data-region=canvas]')
  const onButton = isIn(event.target, 'button')
  if (onButton && (event.key === 'Enter' || event.key === ' ') && !event.ctrlKey && !event.metaKey) return
  const name = names.find((each) => {
    const { keys, scope } = commands[each]
    return (scope === 'window' || onCanvas) && keys.some((key) => matchesKeys(event, key))
  })
  if (!name) return
  event.preventDefault() // even if it does nothing now: the browser must not make something else of it
  if (event.repeat && !name.match(/next|previous|below|above|earlier|later|zoom|undo|redo/i)) return
  runCommand(appStore, name)
}

/** In a text field, the menu's undo, delete and the like mean the text. */
const textCommands: Readonly<Record<string, string>> = {
  undo: 'undo',
  redo: 'redo',
  'select-all': 'selectAll',
  delete: 'delete',
}

/** Keys of the page, and the items of the application's menu that act in it. */
export function useKeys(): void {
  const shell = useApp((s) => s.shell)
  useEffect(() => {
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [])
  useEffect(() => {
    if (!shell) return undefined
    const stop = new AbortController()
    const listen = async () => {
      for await (const item of await shell.commands(undefined, { signal: stop.signal })) {
        const inText = textCommands[item]
        if (inText && isText(document.activeElement)) document.execCommand(inText)
        else runCommand(appStore, menuCommands[item])
      }
    }
    listen().catch(() => {}) // the window is closing, or this listener was taken down
    return () => stop.abort()
  }, [shell])
}
