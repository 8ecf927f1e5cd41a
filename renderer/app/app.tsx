import { useEffect } from 'react'
import { StoryboardPage } from '../storyboard/storyboard-page.tsx'
import { useApp } from '../store/app-store.ts'
import { TipProvider } from '../ui/tip.tsx'
import { words } from '../ui/words.ts'

/** The window. The other places of Plumage will stand beside the storyboard here. */
export function App() {
  const title = useApp((s) => s.board?.title)
  const theme = useApp((s) => s.theme)
  useEffect(() => {
    document.title = title ? words.app.title(title) : words.app.name
  }, [title])
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset['theme']
    else document.documentElement.dataset['theme'] = theme
  }, [theme])
  return (
    <TipProvider delay={500} closeDelay={0}>
      <StoryboardPage />
    </TipProvider>
  )
}
