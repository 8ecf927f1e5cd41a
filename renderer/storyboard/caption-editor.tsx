import { type RefObject, useLayoutEffect, useRef } from 'react'
import type { Panel } from '../../electron/contract/storyboard.ts'
import type { Rect } from '../canvas/camera.ts'
import { captionRect } from '../canvas/layout.ts'
import { appStore, useApp } from '../store/app-store.ts'
import { words } from '../ui/words.ts'

type Props = { panel: Panel; number: number; card: Rect; list: RefObject<HTMLDivElement | null> }

/** A text field exactly over the words on the card. Each keystroke is kept; leaving it in any way keeps them too. */
export function CaptionEditor({ panel, number, card, list }: Props) {
  const field = useRef<HTMLTextAreaElement>(null)
  const typeCaption = useApp((s) => s.typeCaption)
  const edit = useApp((s) => s.edit)
  const place = captionRect(card)
  useLayoutEffect(() => {
    const element = field.current!
    element.focus({ preventScroll: true })
    element.setSelectionRange(element.value.length, element.value.length)
  }, [])
  const leave = () => {
    edit(null)
    list.current?.focus({ preventScroll: true })
  }
  return (
    <textarea
      ref={field}
      rows={3}
      maxLength={20_000}
      aria-label={words.board.captionOf(number)}
      placeholder={words.inspector.captionHint}
      value={panel.caption}
      onChange={(event) => typeCaption(panel.id, event.target.value)}
      onBlur={() => {
        if (appStore.getState().editing === panel.id) edit(null)
      }}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return
        const done =
          event.key === 'Escape' || (event.key === 'Enter' && !event.shiftKey && !event.ctrlKey && !event.metaKey)
        if (!done) return
        event.preventDefault()
        event.stopPropagation()
        leave()
      }}
      style={{ left: place.x - 6, top: place.y - 6, width: place.width + 12, letterSpacing: '-0.05px' }}
      className="absolute field-sizing-content max-h-60 min-h-20 resize-none rounded-md bg-raised p-1.5 text-base text-body shadow-float outline-2 -outline-offset-1 outline-lead"
    />
  )
}
