import { useEffect, useState } from 'react'

const tokens = {
  card: '--paper-raised',
  line: '--paper-line',
  edge: '--paper-edge',
  mat: '--paper-sunken',
  canvas: '--paper-canvas',
  body: '--ink-body',
  soft: '--ink-soft',
  lead: '--lead-base',
  leadInk: '--lead-ink',
  shade: '--shade-soft',
} as const

export type Palette = Record<keyof typeof tokens, string>

/** Konva wants plain colours: the theme's variables are resolved by asking the browser. */
function readPalette(): Palette {
  const probe = document.createElement('i')
  probe.style.setProperty('transition', 'none', 'important') // else each colour would still be the one read before it
  probe.style.setProperty('forced-color-adjust', 'none')
  document.body.append(probe)
  const read = (token: string) => {
    probe.style.color = `var(${token})`
    return getComputedStyle(probe).color
  }
  const palette = Object.fromEntries(Object.entries(tokens).map(([name, token]) => [name, read(token)])) as Palette
  probe.remove()
  return palette
}

/** The theme's colours for the canvas, read again whenever light turns to dark. */
export function usePalette(): Palette {
  const [palette, setPalette] = useState(readPalette)
  useEffect(() => {
    const update = () => setPalette(readPalette())
    const queries = ['(prefers-color-scheme: dark)', '(prefers-contrast: more)'].map((query) => matchMedia(query))
    const chosen = new MutationObserver(update)
    chosen.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    for (const query of queries) query.addEventListener('change', update)
    return () => {
      chosen.disconnect()
      for (const query of queries) query.removeEventListener('change', update)
    }
  }, [])
  return palette
}
