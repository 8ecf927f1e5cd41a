import { ImagePlus, Keyboard, Maximize, Minus, Plus, Redo2, Undo2 } from 'lucide-react'
import { appStore, useApp } from '../store/app-store.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { EditableTitle } from '../ui/editable-title.tsx'
import { Tip } from '../ui/tip.tsx'
import { words } from '../ui/words.ts'
import { type CommandName, commands, runCommand } from './commands.ts'

/** The open storyboard's name, and the tools for the canvas below. */
export function Header() {
  const board = useApp((s) => s.board)
  const zoom = useApp((s) => s.camera.zoom)
  const renameBoard = useApp((s) => s.renameBoard)
  const percent = Math.round(zoom * 100)
  const addPictures = () => runCommand(appStore, 'addPictures')
  const addable = useApp((s) => s.board !== null)
  return (
    <header className="@container flex h-12 shrink-0 items-center gap-1 border-b border-line bg-surface px-4">
      <div className="flex min-w-0 grow items-baseline gap-3">
        {board && (
          <EditableTitle
            key={board.title}
            title={board.title}
            label={words.boards.name}
            onRename={(title) => void renameBoard(board.id, title)}
          />
        )}
        {board && (
          <span className="hidden shrink-0 text-sm text-soft tabular-nums @xl:inline">
            {words.count.panels(board.panels.length)}
          </span>
        )}
      </div>
      <Tool name="undo" label={board?.undoLabel ? words.tools.undoOf(board.undoLabel) : words.tools.undo}>
        <Undo2 size={16} aria-hidden="true" />
      </Tool>
      <Tool name="redo" label={board?.redoLabel ? words.tools.redoOf(board.redoLabel) : words.tools.redo}>
        <Redo2 size={16} aria-hidden="true" />
      </Tool>
      <Line />
      <Tool name="zoomOut">
        <Minus size={16} aria-hidden="true" />
      </Tool>
      <Tip label={words.tools.zoom100} keys={commands.zoom100.keys[0]}>
        <button
          type="button"
          aria-label={words.tools.zoomNow(percent)}
          onClick={() => runCommand(appStore, 'zoom100')}
          className="h-8 w-13 rounded-lg text-center text-sm tabular-nums hover:bg-hover"
        >
          {words.tools.percent(percent)}
        </button>
      </Tip>
      <Tool name="zoomIn">
        <Plus size={16} aria-hidden="true" />
      </Tool>
      <Tool name="zoomFit">
        <Maximize size={15} aria-hidden="true" />
      </Tool>
      <Line />
      <Tool name="shortcuts">
        <Keyboard size={16} aria-hidden="true" />
      </Tool>
      <div className="ml-2 hidden @2xl:block">
        <Button icon={<ImagePlus size={16} aria-hidden="true" />} disabled={!addable} onClick={addPictures}>
          {words.tools.addPictures}
        </Button>
      </div>
      <div className="@2xl:hidden">
        <IconButton label={words.tools.addPictures} keys="Mod+O" disabled={!addable} onClick={addPictures}>
          <ImagePlus size={16} aria-hidden="true" />
        </IconButton>
      </div>
    </header>
  )
}

function Tool({ name, label, children }: { name: CommandName; label?: string; children: React.ReactNode }) {
  const enabled = useApp(commands[name].enabled)
  return (
    <IconButton
      label={label ?? commands[name].label}
      {...(commands[name].keys[0] ? { keys: commands[name].keys[0] } : {})}
      aria-disabled={!enabled}
      onClick={() => runCommand(appStore, name)}
    >
      {children}
    </IconButton>
  )
}

const Line = () => <div aria-hidden="true" className="mx-1 h-4 w-px shrink-0 bg-line" />
