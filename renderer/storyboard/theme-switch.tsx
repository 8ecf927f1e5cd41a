import { Monitor, Moon, Sun } from 'lucide-react'
import { useApp } from '../store/app-store.ts'
import type { Theme } from '../store/view.ts'
import { IconButton } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { words } from '../ui/words.ts'

const themes = ['system', 'light', 'dark'] as const
const icons: Record<Theme, typeof Sun> = { system: Monitor, light: Sun, dark: Moon }

/** System, light or dark. Narrow, one button goes through them. */
export function ThemeSwitch({ narrow }: { narrow: boolean }) {
  const theme = useApp((s) => s.theme)
  const setTheme = useApp((s) => s.setTheme)
  if (narrow) {
    const Icon = icons[theme]
    const next = themes[(themes.indexOf(theme) + 1) % themes.length]!
    return (
      <IconButton label={`${words.theme.label}: ${words.theme[theme]}`} side="right" onClick={() => setTheme(next)}>
        <Icon size={16} aria-hidden="true" />
      </IconButton>
    )
  }
  return (
    <div role="group" aria-label={words.theme.label} className="flex gap-0.5">
      {themes.map((each) => {
        const Icon = icons[each]
        return (
          <IconButton
            key={each}
            label={words.theme[each]}
            side="top"
            aria-pressed={theme === each}
            onClick={() => setTheme(each)}
            className={classNames(theme === each ? 'bg-sunken text-strong' : 'text-soft')}
          >
            <Icon size={15} aria-hidden="true" />
          </IconButton>
        )
      })}
    </div>
  )
}
