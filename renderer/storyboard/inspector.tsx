import {
  ArrowLeft,
  ArrowRight,
  CopyPlus,
  Feather as FeatherIcon,
  MessageSquareText,
  RefreshCw,
  Trash2,
} from 'lucide-react'
import type { Panel } from '../../electron/contract/storyboard.ts'
import { appStore, useApp } from '../store/app-store.ts'
import { jobOf } from '../store/story.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { words } from '../ui/words.ts'
import { type CommandName, commands, runCommand } from './commands.ts'
import { ModelFacts } from './model-facts.tsx'
import { Notices } from './notices.tsx'
import { PictureFacts } from './picture-facts.tsx'

/** What is selected, in words: the caption to edit, how the picture was made, what can be done with it. */
export function Inspector() {
  const board = useApp((s) => s.board)
  const selection = useApp((s) => s.selection)
  const index =
    selection.ids.length === 1 ? (board?.panels.findIndex((panel) => panel.id === selection.ids[0]) ?? -1) : -1
  const panel = board?.panels[index]
  return (
    <aside
      aria-label={words.inspector.region}
      className="flex w-66 shrink-0 flex-col border-l border-line bg-surface xl:w-74"
    >
      <div className="min-h-0 grow overflow-y-auto">
        {panel && board ? (
          <OnePanel panel={panel} number={index + 1} of={board.panels.length} />
        ) : selection.ids.length > 1 ? (
          <ManyPanels count={selection.ids.length} />
        ) : (
          <NoPanel />
        )}
      </div>
      <Notices />
    </aside>
  )
}

function Heading({ children, tools = false }: { children: React.ReactNode; tools?: boolean }) {
  return (
    <div className="flex h-12 items-center border-b border-line pr-2 pl-4">
      <h2 className="grow truncate text-lg font-semibold text-strong tabular-nums">{children}</h2>
      {tools && (
        <>
          <Tool name="earlier" icon={<ArrowLeft size={15} aria-hidden="true" />} />
          <Tool name="later" icon={<ArrowRight size={15} aria-hidden="true" />} />
          <Tool name="duplicate" icon={<CopyPlus size={15} aria-hidden="true" />} />
          <Tool name="delete" icon={<Trash2 size={15} aria-hidden="true" />} />
        </>
      )}
    </div>
  )
}

function Tool({ name, icon }: { name: CommandName; icon: React.ReactNode }) {
  const { label, keys, enabled } = commands[name]
  const able = useApp(enabled)
  return (
    <IconButton
      label={label}
      {...(keys[0] ? { keys: keys[0] } : {})}
      aria-disabled={!able}
      onClick={() => runCommand(appStore, name)}
    >
      {icon}
    </IconButton>
  )
}

function OnePanel({ panel, number, of }: { panel: Panel; number: number; of: number }) {
  const typeCaption = useApp((s) => s.typeCaption)
  const flushCaptions = useApp((s) => s.flushCaptions)
  const setWriting = useApp((s) => s.setWriting)
  const drawable = panel.caption.trim() !== ''
  const job = useApp((s) => jobOf(s.jobs, panel.id))
  return (
    <>
      <Heading tools>{words.inspector.panel(number, of)}</Heading>
      <div className="flex flex-col gap-6 p-4">
        <label className="flex flex-col gap-2">
          <span className="text-sm font-medium text-soft">{words.inspector.caption}</span>
          <textarea
            rows={3}
            maxLength={20_000}
            value={job?.kind === 'caption' && job.text ? job.text : panel.caption}
            readOnly={job?.kind === 'caption'}
            placeholder={job?.kind === 'caption' ? words.inspector.writing : words.inspector.captionHint}
            onChange={(event) => typeCaption(panel.id, event.target.value)}
            onFocus={() => setWriting(panel.id)}
            onBlur={() => {
              setWriting(null)
              flushCaptions()
            }}
            onKeyDown={(event) => {
              if (event.key === 'Escape' && !event.nativeEvent.isComposing) event.currentTarget.blur()
            }}
            className="field-sizing-content max-h-64 min-h-21 w-full resize-none rounded-lg border border-line bg-raised px-3 py-2 text-lg text-strong hover:border-edge focus:border-lead focus:outline-1 focus:-outline-offset-2 focus:outline-lead"
          />
        </label>
        <div className="flex flex-col gap-1.5">
          <Action
            name="continue"
            look="framed"
            icon={<FeatherIcon size={15} aria-hidden="true" />}
            label={words.actions.continueFrom}
          />
          <Action
            name="retell"
            icon={<RefreshCw size={15} aria-hidden="true" />}
            label={panel.image ? words.actions.retell : words.actions.draw}
            hint={drawable ? words.actions.retellHint : words.actions.retellNeeds}
            blocked={!drawable}
          />
          {panel.image && (
            <Action
              name="caption"
              icon={<MessageSquareText size={15} aria-hidden="true" />}
              label={words.actions.caption}
              hint={words.actions.captionHint}
            />
          )}
        </div>
        <section className="flex flex-col gap-2">
          <h3 className="text-sm font-medium text-soft">{words.inspector.picture}</h3>
          <PictureFacts panel={panel} />
        </section>
      </div>
    </>
  )
}

type ActionProps = {
  name: CommandName
  label: string
  icon: React.ReactNode
  look?: 'framed' | 'lead'
  hint?: string
  blocked?: boolean
}

function Action({ name, label, icon, look = 'framed', hint, blocked = false }: ActionProps) {
  const { keys, enabled } = commands[name]
  const able = useApp(enabled) && !blocked
  return (
    <Button
      look={look}
      wide
      icon={icon}
      {...(keys[0] ? { keys: keys[0] } : {})}
      title={hint}
      disabled={!able}
      onClick={() => runCommand(appStore, name)}
    >
      {label}
    </Button>
  )
}

function ManyPanels({ count }: { count: number }) {
  return (
    <>
      <Heading tools>{words.inspector.many(count)}</Heading>
      <div className="flex flex-col gap-4 p-4">
        <Action
          name="continue"
          icon={<FeatherIcon size={15} aria-hidden="true" />}
          label={words.actions.continueThese}
        />
        <p className="text-soft">{words.inspector.manyBody}</p>
      </div>
    </>
  )
}

function NoPanel() {
  const hasPanels = useApp((s) => (s.board?.panels.length ?? 0) > 0)
  return (
    <>
      <Heading>{words.inspector.none}</Heading>
      <div className="flex flex-col gap-6 p-4">
        {hasPanels && <p className="text-soft">{words.inspector.noneBody}</p>}
        <ModelFacts />
      </div>
    </>
  )
}
