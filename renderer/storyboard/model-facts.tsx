import { useState } from 'react'
import { appStore, useApp } from '../store/app-store.ts'
import { words } from '../ui/words.ts'
import { Fact } from './picture-facts.tsx'

const SHOWN = 24

/** The installed model and the words it knows, so that nobody has to guess at its limits. */
export function ModelFacts() {
  const pack = useApp((s) => s.packs.find((each) => !each.problem) ?? s.packs[0])
  const [all, setAll] = useState(false)
  if (!pack) return null
  const subjects = pack.knows?.subjects ?? []
  return (
    <>
      <section className="flex flex-col gap-2">
        <h3 className="text-sm font-medium text-soft">{words.inspector.model}</h3>
        {pack.problem ? (
          <p data-words className="rounded-lg bg-alarm-wash p-3 text-strong">
            {pack.problem}
          </p>
        ) : (
          <p data-words className="text-body">
            {pack.description}
          </p>
        )}
        <dl>
          <Fact name={words.inspector.modelName}>{`${pack.name} ${pack.version}`}</Fact>
          <Fact name={words.inspector.drawsAt}>{`${pack.width} × ${pack.height}`}</Fact>
          <Fact name={words.inspector.modelFile}>
            {words.inspector.sizeAndLicence((pack.sizeBytes / 1_000_000).toFixed(0), pack.licence)}
          </Fact>
        </dl>
      </section>
      {subjects.length > 0 && (
        <section className="flex flex-col gap-2">
          <h3 className="text-sm font-medium text-soft">{words.inspector.modelKnows}</h3>
          <ul className="flex flex-wrap gap-1">
            {(all ? subjects : subjects.slice(0, SHOWN)).map((subject) => (
              <li key={subject}>
                <button
                  type="button"
                  onClick={() => addWord(subject)}
                  className="h-6 rounded-md bg-hover px-2 text-sm text-body transition-colors hover:bg-lead-wash hover:text-strong"
                >
                  {subject}
                </button>
              </li>
            ))}
            {!all && subjects.length > SHOWN && (
              <li>
                <button
                  type="button"
                  onClick={() => setAll(true)}
                  className="h-6 px-1 text-sm text-lead underline-offset-2 hover:underline"
                >
                  {words.inspector.modelMore(subjects.length - SHOWN)}
                </button>
              </li>
            )}
          </ul>
        </section>
      )}
    </>
  )
}

/** Puts a word at the end of the line that is being written. */
function addWord(subject: string): void {
  const { prompt, setPrompt } = appStore.getState()
  const line = prompt.trimEnd()
  setPrompt(`${line}${line ? ' ' : ''}${words.aThing(subject)} `)
  document.getElementById('prompt')?.focus()
}
