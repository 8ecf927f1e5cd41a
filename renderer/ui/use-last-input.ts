import { type RefObject, useEffect, useRef } from 'react'

/** Was the last thing that was used a key, not the pointer? Then the focus must be seen. False at the start. */
export function useLastInput(): RefObject<boolean> {
  const byKeys = useRef(false)
  useEffect(() => {
    const note = (event: Event) => {
      byKeys.current = event.type === 'keydown'
    }
    addEventListener('keydown', note, true)
    addEventListener('pointerdown', note, true)
    return () => {
      removeEventListener('keydown', note, true)
      removeEventListener('pointerdown', note, true)
    }
  }, [])
  return byKeys
}
