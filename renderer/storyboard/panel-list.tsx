import { memo, type RefObject } from 'react'
import { useApp } from '../store/app-store.ts'
import { layoutOf } from '../store/view.ts'
import { words } from '../ui/words.ts'
import { placeStyle } from './place-style.ts'

type Props = { list: RefObject<HTMLDivElement | null> }

/**
 * The panels once more, as a list that lies unseen and exactly over the drawn ones: what keys, screen readers and tests
 * hold on to. Remembered, since camera and jobs change many times a second and this does not.
 */
export const PanelList = memo(function PanelList({ list }: Props) {
  const board = useApp((s) => s.board)
  const layout = useApp(layoutOf)
  const selection = useApp((s) => s.selection)
  const rects = new Map(layout.slots.map((slot, i) => [slot.id, layout.rects[i]!]))
  const chosen = new Set(selection.ids)
  return (
    <div
      ref={list}
      role="listbox"
      tabIndex={0}
      aria-label={words.board.panels}
      aria-multiselectable="true"
      aria-activedescendant={selection.active ? `panel-${selection.active}` : undefined}
      className="outline-none"
    >
      {board?.panels.map((panel, i) => (
        <div
          key={panel.id}
          id={`panel-${panel.id}`}
          role="option"
          aria-selected={chosen.has(panel.id)}
          aria-label={words.board.panel(i + 1, panel.caption, panel.image !== null)}
          aria-posinset={i + 1}
          aria-setsize={board.panels.length}
          className="absolute"
          style={placeStyle(rects.get(panel.id) ?? { x: 0, y: 0, width: 0, height: 0 })}
        />
      ))}
    </div>
  )
})
