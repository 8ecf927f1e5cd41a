import { Dices, Lock, LockOpen, Sparkle } from 'lucide-react'
import { useState } from 'react'
import { appStore, useApp } from '../store/app-store.ts'
import { canContinue, destinationOf } from '../store/story.ts'
import { newSeed } from '../store/view.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { words } from '../ui/words.ts'
import { runCommand } from './commands.ts'
import { complete, completions, knowsOf } from './first-lines.ts'

/** Where the story is continued: the words, the seed, and a button that says where the panel will go. */
export function PromptBar() {
  const prompt = useApp((s) => s.prompt)
  const setPrompt = useApp((s) => s.setPrompt)
  const board = useApp((s) => s.board)
  const selection = useApp((s) => s.selection)
  const jobs = useApp((s) => s.jobs)
  const knows = knowsOf(useApp((s) => s.packs))
  const [focused, setFocused] = useState(false)
  const destination = destinationOf(board, selection, jobs)
  const ready = canContinue(board, destination, prompt)
  const hints = focused ? completions(knows, prompt) : []
  const { afterNumber, context, range } = destination
  const first = context.length === 0 && afterNumber === 0
  const where = first
    ? words.prompt.first
    : afterNumber === null
      ? words.prompt.afterNew
      : words.prompt.after(afterNumber)
  const reads = range ? words.prompt.readsRange(...range) : words.prompt.reads(context.length)
  const go = () => runCommand(appStore, 'continue')
  return (
    <section
      aria-label={words.prompt.region}
      className="relative z-10 shrink-0 bg-canvas px-4 pb-4 before:pointer-events-none before:absolute before:inset-x-0 before:-top-4 before:h-4 before:bg-linear-to-t before:from-canvas before:to-transparent"
    >
      <div className="@container mx-auto max-w-4xl rounded-xl border border-line bg-raised shadow-card transition-colors focus-within:border-lead">
        <textarea
          id="prompt"
          aria-label={words.prompt.label}
          rows={1}
          maxLength={2000}
          value={prompt}
          readOnly={board === null} // until a storyboard is open, with the line that was begun there
          placeholder={first ? words.prompt.firstHint : words.prompt.hint}
          onChange={(event) => setPrompt(event.target.value)}
          onFocus={() => setFocused(true)}
          onBlur={() => setFocused(false)}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return
            if (event.key === 'Escape') event.currentTarget.blur()
            if (event.key !== 'Enter' || event.shiftKey) return
            event.preventDefault()
            go()
          }}
          className="block field-sizing-content max-h-32 min-h-11 w-full resize-none px-4 pt-3 pb-1 text-lg text-strong outline-none"
        />
        {hints.length > 0 && (
          <ul aria-label={words.prompt.knows} className="flex flex-wrap gap-1.5 px-4 pt-1 pb-1">
            {hints.map((hint) => (
              <li key={hint}>
                <button
                  type="button"
                  tabIndex={-1}
                  onMouseDown={(event) => event.preventDefault()}
                  onClick={() => setPrompt(`${complete(prompt, hint)} `)}
                  className="h-6 rounded-full bg-lead-wash px-2.5 text-sm text-strong hover:outline hover:outline-lead"
                >
                  {hint}
                </button>
              </li>
            ))}
          </ul>
        )}
        <div className="flex items-center gap-2 py-2 pr-2 pl-3">
          <SeedField />
          <span className="ml-auto hidden truncate text-sm text-soft tabular-nums @2xl:inline">
            {ready ? reads : words.prompt.needsWords}
          </span>
          <Button
            look="lead"
            keys="Mod+Enter"
            icon={<Sparkle size={15} aria-hidden="true" />}
            aria-disabled={!ready}
            onClick={go}
            className={classNames('ml-auto @2xl:ml-1', !ready && 'hover:bg-lead')}
          >
            <span className="tabular-nums">{where}</span>
          </Button>
        </div>
      </div>
    </section>
  )
}

/** The seed of the next picture: written, rolled, or kept. */
function SeedField() {
  const seed = useApp((s) => s.seed)
  const locked = useApp((s) => s.seedLocked)
  const setSeed = useApp((s) => s.setSeed)
  const lockSeed = useApp((s) => s.lockSeed)
  return (
    <div role="group" aria-label={words.prompt.seed} className="flex items-center">
      <label className="flex items-center gap-2 text-sm text-soft">
        {words.prompt.seed}
        <input
          inputMode="numeric"
          value={String(seed)}
          onChange={(event) => {
            const typed = Number(event.target.value.replace(/\D/g, '').slice(0, 15))
            setSeed(typed)
            lockSeed(true) // a seed that was written is meant
          }}
          onKeyDown={(event) => event.key === 'Enter' && runCommand(appStore, 'continue')}
          className="h-7 w-24 rounded-md border border-line bg-transparent px-2 text-sm text-strong tabular-nums"
        />
      </label>
      <IconButton label={words.prompt.roll} side="top" className="ml-1" onClick={() => setSeed(newSeed())}>
        <Dices size={15} aria-hidden="true" />
      </IconButton>
      <IconButton
        label={locked ? words.prompt.unlock : words.prompt.lock}
        side="top"
        aria-pressed={locked}
        onClick={() => lockSeed(!locked)}
        className={classNames(locked && 'text-lead')}
      >
        {locked ? <Lock size={15} aria-hidden="true" /> : <LockOpen size={15} aria-hidden="true" />}
      </IconButton>
    </div>
  )
}
