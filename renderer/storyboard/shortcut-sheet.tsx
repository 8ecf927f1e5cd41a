import { Dialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { useApp } from '../store/app-store.ts'
import { Keys } from '../ui/keys.tsx'
import { words } from '../ui/words.ts'
import { type CommandName, commands } from './commands.ts'

const groups: Record<keyof typeof words.sheet.groups, readonly CommandName[]> = {
  make: ['continue', 'retell', 'caption', 'cancel', 'cancelAll'],
  panels: ['newPanel', 'newBefore', 'editCaption', 'duplicate', 'earlier', 'later', 'delete', 'selectAll'],
  move: ['next', 'extendNext', 'zoomFit', 'zoom100', 'zoom200', 'zoomIn', 'zoomOut', 'escape'],
  app: ['undo', 'redo', 'addPictures', 'newBoard', 'shortcuts'],
}

/** Two commands that are two sides of one thing are one line. */
const also: Partial<Record<CommandName, CommandName>> = { next: 'previous', extendNext: 'extendPrevious' }

/** All keys at a glance, from the same table that runs them. */
export function ShortcutSheet() {
  const open = useApp((s) => s.sheetOpen)
  const openSheet = useApp((s) => s.openSheet)
  return (
    <Dialog.Root open={open} onOpenChange={openSheet}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-sunken/60" />
        <Dialog.Popup className="fixed top-1/2 left-1/2 z-40 flex max-h-[calc(100%-4rem)] w-[min(46rem,calc(100%-4rem))] -translate-1/2 flex-col rounded-xl border border-line bg-raised shadow-float">
          <div className="flex items-center px-6 pt-4">
            <Dialog.Title className="grow text-xl font-semibold text-strong">{words.sheet.title}</Dialog.Title>
            {/* Without a tooltip: it would take the first Escape for itself. */}
            <Dialog.Close
              aria-label={words.sheet.close}
              className="grid size-8 place-items-center rounded-lg hover:bg-hover"
            >
              <X size={16} aria-hidden="true" />
            </Dialog.Close>
          </div>
          <Dialog.Description className="px-6 text-soft">{words.sheet.body}</Dialog.Description>
          <div className="mt-4 gap-x-12 overflow-y-auto px-6 pb-6 sm:columns-2">
            {(Object.keys(groups) as (keyof typeof groups)[]).map((group) => (
              <section key={group} className="mb-6 break-inside-avoid">
                <h3 className="mb-1 text-sm font-medium text-soft">{words.sheet.groups[group]}</h3>
                <dl>
                  {groups[group].map((name) => (
                    <Row
                      key={name}
                      label={commands[name].label}
                      keys={[
                        ...commands[name].keys.slice(0, 2),
                        ...commands[also[name] ?? name].keys.slice(0, also[name] ? 1 : 0),
                      ]}
                    />
                  ))}
                </dl>
                {group === 'move' && <p className="pt-2 text-sm text-soft">{words.sheet.pan}</p>}
              </section>
            ))}
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Row({ label, keys }: { label: string; keys: readonly string[] }) {
  return (
    <div className="flex min-h-7 items-center justify-between gap-4">
      <dt className="truncate">{label}</dt>
      <dd className="flex shrink-0 gap-3">
        {keys.map((each) => (
          <Keys key={each} keys={each} />
        ))}
      </dd>
    </div>
  )
}
