import { ImagePlus, PenLine } from 'lucide-react'
import { appStore, useApp } from '../store/app-store.ts'
import { Button } from '../ui/button.tsx'
import { words } from '../ui/words.ts'
import { runCommand } from './commands.ts'
import { firstLines, knowsOf } from './first-lines.ts'

/** A board with nothing on it, and three ways to begin. */
export function EmptyBoard() {
  const packs = useApp((s) => s.packs)
  const boardId = useApp((s) => s.board?.id)
  const lines = firstLines(knowsOf(packs), boardId ?? '')
  return (
    <div className="absolute inset-0 overflow-y-auto">
      <div className="grid min-h-full place-items-center p-6">
        <div className="flex max-w-lg animate-appear flex-col items-center text-center">
          <Sketch />
          <h2 className="mt-8 text-2xl font-semibold tracking-tight text-balance text-strong">{words.empty.title}</h2>
          <p className="mt-2 max-w-md text-lg text-balance text-soft">{words.empty.body}</p>
          <div className="mt-6 flex flex-wrap justify-center gap-2">
            <Button
              look="lead"
              icon={<ImagePlus size={16} aria-hidden="true" />}
              onClick={() => runCommand(appStore, 'addPictures')}
            >
              {words.empty.add}
            </Button>
            <Button
              icon={<PenLine size={16} aria-hidden="true" />}
              keys="N"
              onClick={() => runCommand(appStore, 'newPanel')}
            >
              {words.empty.line}
            </Button>
          </div>
          {lines.length > 0 && (
            <div className="mt-8 flex flex-col items-center gap-2">
              <p className="text-sm text-soft">{words.empty.try}</p>
              <ul className="flex flex-wrap justify-center gap-2">
                {lines.map((line) => (
                  <li key={line}>
                    <button
                      type="button"
                      onClick={() => {
                        appStore.getState().setPrompt(line)
                        document.getElementById('prompt')?.focus()
                      }}
                      className="h-8 rounded-full border border-line px-3 text-body transition-colors hover:border-lead hover:text-lead"
                    >
                      {line}
                    </button>
                  </li>
                ))}
              </ul>
            </div>
          )}
        </div>
      </div>
    </div>
  )
}

/** Three frames of a story: land, someone comes, and a third one still to be drawn. */
function Sketch() {
  return (
    <svg
      viewBox="0 0 320 112"
      width="320"
      height="112"
      aria-hidden="true"
      className="[@media(max-height:680px)]:hidden" // where it is tight, the words matter more
      fill="none"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <g className="fill-raised stroke-edge">
        <rect x="1" y="9" width="94" height="94" rx="10" />
        <rect x="113" y="9" width="94" height="94" rx="10" />
      </g>
      <rect x="225" y="9" width="94" height="94" rx="10" className="stroke-lead" strokeDasharray="3 5" />
      <g className="stroke-edge">
        <path d="M13 78c16-14 30-14 42-4 9 7 18 7 28 0M13 88h70" />
        <path d="M125 78c16-14 30-14 42-4 9 7 18 7 28 0M125 88h70" />
      </g>
      <circle cx="70" cy="36" r="9" className="stroke-edge" />
      <circle cx="182" cy="30" r="9" className="stroke-edge" />
      <path
        d="M146 66c-6 0-10-5-9-11 3 2 6 2 8 0-1-9 3-16 9-17 3 0 5 2 5 5l4 2-4 2c0 4-1 6-3 8 1 7-3 11-10 11zM144 66v10M150 66v10"
        className="fill-lead-wash stroke-lead"
      />
      <path d="M254 78c2-20 12-34 34-42 0 22-10 36-30 38M254 78l-6 8M258 72l16-20" className="stroke-lead" />
    </svg>
  )
}
