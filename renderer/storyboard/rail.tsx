import { PanelLeftClose, PanelLeftOpen, Pencil, Plus } from 'lucide-react'
import { useState } from 'react'
import type { StoryboardSummary } from '../../electron/contract/storyboard.ts'
import { appStore, useApp } from '../store/app-store.ts'
import { IconButton } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { Feather } from '../ui/feather.tsx'
import { Tip } from '../ui/tip.tsx'
import { useMedia } from '../ui/use-media.ts'
import { words } from '../ui/words.ts'
import { runCommand } from './commands.ts'
import { ThemeSwitch } from './theme-switch.tsx'

/** The side bar: who we are, and all storyboards. Narrow, it keeps their covers. */
export function Rail() {
  const boards = useApp((s) => s.boards)
  const small = useMedia('(max-width: 1079px)') // there the canvas needs the room, whatever was chosen
  const chosen = useApp((s) => s.narrowRail)
  const narrow = small || chosen
  const setNarrowRail = useApp((s) => s.setNarrowRail)
  const openId = useApp((s) => s.base?.id)
  return (
    <nav
      aria-label={words.boards.heading}
      className={classNames('flex shrink-0 flex-col border-r border-line bg-surface', narrow ? 'w-14' : 'w-58')}
    >
      <div className={classNames('flex h-12 shrink-0 items-center', narrow ? 'justify-center' : 'gap-2 pr-2 pl-4')}>
        {(!narrow || small) && <Feather className="size-6 text-lead" />}
        {!narrow && <h1 className="grow text-xl font-semibold tracking-tight text-strong">{words.app.name}</h1>}
        {!small && (
          <IconButton
            label={narrow ? words.boards.widen : words.boards.narrow}
            side="right"
            onClick={() => setNarrowRail(!narrow)}
          >
            {narrow ? <PanelLeftOpen size={16} aria-hidden="true" /> : <PanelLeftClose size={16} aria-hidden="true" />}
          </IconButton>
        )}
      </div>
      <div className={classNames('mt-3 flex h-8 shrink-0 items-center', narrow ? 'justify-center' : 'pr-2 pl-4')}>
        {!narrow && <h2 className="grow text-sm font-medium text-soft">{words.boards.heading}</h2>}
        <IconButton
          label={words.boards.create}
          keys="Mod+Alt+N"
          side="right"
          onClick={() => runCommand(appStore, 'newBoard')}
        >
          <Plus size={16} aria-hidden="true" />
        </IconButton>
      </div>
      <ul aria-label={words.boards.list} className="mt-1 flex min-h-0 grow flex-col gap-0.5 overflow-y-auto px-2 pb-2">
        {boards?.map((board) => (
          <BoardRow key={board.id} board={board} open={board.id === openId} narrow={narrow} />
        ))}
      </ul>
      <div className={classNames('flex shrink-0 border-t border-line p-2', narrow && 'justify-center')}>
        <ThemeSwitch narrow={narrow} />
      </div>
    </nav>
  )
}

type RowProps = { board: StoryboardSummary; open: boolean; narrow: boolean }

function BoardRow({ board, open, narrow }: RowProps) {
  const [renaming, setRenaming] = useState(false)
  const openBoard = useApp((s) => s.openBoard)
  if (renaming) return <RenameRow board={board} done={() => setRenaming(false)} />
  const row = (
    <button
      type="button"
      aria-label={narrow ? board.title : undefined} // wide, its words say it
      aria-current={open ? 'page' : undefined}
      onClick={() => void openBoard(board.id)}
      onDoubleClick={() => !narrow && setRenaming(true)}
      onKeyDown={(event) => event.key === 'F2' && !narrow && setRenaming(true)}
      className={classNames(
        'flex w-full items-center gap-3 rounded-lg p-1 text-left transition-colors -outline-offset-2',
        open ? 'bg-lead-wash text-strong' : 'hover:bg-hover',
        narrow && 'justify-center',
      )}
    >
      <Cover sha256={board.cover} />
      {!narrow && (
        <span className="min-w-0 grow">
          <span className={classNames('block truncate', open && 'font-medium')}>{board.title}</span>
          <span className="block text-xs text-soft tabular-nums">{words.count.panels(board.panelCount)}</span>
        </span>
      )}
    </button>
  )
  return (
    <li className="group relative">
      {narrow ? (
        <Tip label={board.title} side="right">
          {row}
        </Tip>
      ) : (
        row
      )}
      {!narrow && (
        <div className="absolute top-1/2 right-1 -translate-y-1/2 rounded-lg opacity-0 group-hover:opacity-100 focus-within:opacity-100">
          <IconButton
            label={words.boards.renameOf(board.title)}
            look="framed"
            className="size-7"
            onClick={() => setRenaming(true)}
          >
            <Pencil size={14} aria-hidden="true" />
          </IconButton>
        </div>
      )}
    </li>
  )
}

const focusOnArrival = (field: HTMLInputElement | null) => field?.select()

function RenameRow({ board, done }: { board: StoryboardSummary; done: () => void }) {
  const [draft, setDraft] = useState(board.title)
  const renameBoard = useApp((s) => s.renameBoard)
  return (
    <li className="flex items-center gap-3 rounded-lg bg-raised p-1">
      <Cover sha256={board.cover} />
      <input
        ref={focusOnArrival}
        aria-label={words.boards.renameOf(board.title)}
        value={draft}
        maxLength={200}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return
          if (event.key === 'Enter') event.currentTarget.blur()
          if (event.key === 'Escape') done()
        }}
        onBlur={() => {
          void renameBoard(board.id, draft)
          done()
        }}
        className="h-8 w-full min-w-0 rounded-md px-1.5 text-strong"
      />
    </li>
  )
}

function Cover({ sha256 }: { sha256: string | null }) {
  return (
    <span className="grid size-9 shrink-0 place-items-center overflow-hidden rounded-md bg-sunken">
      {sha256 ? (
        <img
          src={`plumage://asset/${sha256}`}
          alt=""
          loading="lazy"
          decoding="async"
          className="size-full object-cover"
        />
      ) : (
        <Feather className="size-4 text-edge" />
      )}
    </span>
  )
}
