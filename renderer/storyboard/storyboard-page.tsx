import { appStore, useApp } from '../store/app-store.ts'
import { CanvasRegion } from './canvas-region.tsx'
import { Header } from './header.tsx'
import { Inspector } from './inspector.tsx'
import { PromptBar } from './prompt-bar.tsx'
import { Rail } from './rail.tsx'
import { ShortcutSheet } from './shortcut-sheet.tsx'
import { StatusLine } from './status-line.tsx'
import { useKeys } from './use-keys.ts'
import { PICKER_ID } from './commands.ts'

const readable = 'image/png,image/jpeg,image/webp,image/gif,image/avif'

/** The storyboard: boards on the left, the canvas and the line that continues it, what is selected on the right. */
export function StoryboardPage() {
  const announcement = useApp((s) => s.announcement)
  useKeys()
  return (
    <div className="flex h-full flex-col">
      <div className="flex min-h-0 grow">
        <Rail />
        <div className="flex min-w-0 grow flex-col">
          <Header />
          <CanvasRegion />
          <PromptBar />
        </div>
        <Inspector />
      </div>
      <StatusLine />
      <ShortcutSheet />
      <p role="status" className="sr-only">
        {announcement}
      </p>
      <input
        id={PICKER_ID}
        type="file"
        accept={readable}
        multiple
        hidden
        onChange={(event) => {
          const { selection, board, addPictures: add } = appStore.getState()
          const at = board?.panels.findIndex((panel) => panel.id === selection.active) ?? -1
          void add([...(event.target.files ?? [])], at < 0 ? null : at + 1)
          event.target.value = '' // the same file may be chosen again
        }}
      />
    </div>
  )
}
