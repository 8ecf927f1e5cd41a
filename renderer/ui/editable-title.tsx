import { useRef, useState } from 'react'

type Props = { title: string; label: string; onRename: (title: string) => void }

/** A name that is a text field: click, write, Enter. Escape gives the old name back. Give it the name as its key. */
export function EditableTitle({ title, label, onRename }: Props) {
  const [draft, setDraft] = useState(title)
  const leaving = useRef(false)
  return (
    <input
      aria-label={label}
      value={draft}
      maxLength={200}
      spellCheck={false}
      onChange={(event) => setDraft(event.target.value)}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return
        if (event.key === 'Escape') {
          leaving.current = true
          setDraft(title)
        }
        if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur()
      }}
      onBlur={() => {
        const name = draft.trim()
        if (leaving.current || !name) setDraft(title)
        else onRename(name)
        leaving.current = false
      }}
      className="-mx-1.5 field-sizing-content min-w-8 max-w-full truncate rounded-md px-1.5 py-0.5 text-lg font-semibold text-strong hover:bg-hover focus:bg-raised"
    />
  )
}
