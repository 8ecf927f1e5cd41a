import { Copy, CornerDownLeft } from 'lucide-react'
import { useEffect } from 'react'
import type { Panel } from '../../electron/contract/storyboard.ts'
import { useApp } from '../store/app-store.ts'
import { IconButton } from '../ui/button.tsx'
import { words } from '../ui/words.ts'

/** A line of a fact sheet: what it is, and what it is here. */
export function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className="flex min-h-7 items-center gap-3">
      <dt className="w-20 shrink-0 text-soft">{name}</dt>
      <dd data-words className="min-w-0 grow break-words text-body tabular-nums">
        {children}
      </dd>
    </div>
  )
}

/** How a picture came to be. */
export function PictureFacts({ panel }: { panel: Panel }) {
  const { image, generationId } = panel
  const loadGeneration = useApp((s) => s.loadGeneration)
  const engine = useApp((s) => s.engine)
  const made = useApp((s) => (generationId ? s.generations[generationId] : undefined))
  useEffect(() => {
    if (generationId) void loadGeneration(generationId)
  }, [generationId, engine, loadGeneration])
  if (!image) return <p className="text-soft">{words.board.noPicture}</p>
  const totalMs = made ? (made.timingsMs['total'] ?? Object.values(made.timingsMs).reduce((sum, ms) => sum + ms, 0)) : 0
  return (
    <dl>
      {!generationId && <Fact name={words.facts.origin}>{words.facts.yours}</Fact>}
      {made && (
        <>
          <Fact name={words.facts.madeWith}>{made.pack}</Fact>
          <SeedFact seed={made.seed} />
          <Fact name={words.facts.steps}>{made.steps}</Fact>
          {totalMs > 0 && <Fact name={words.facts.time}>{words.facts.seconds((totalMs / 1000).toFixed(1))}</Fact>}
          <Fact name={words.facts.device}>{made.device}</Fact>
        </>
      )}
      <Fact name={words.facts.size}>{`${image.width} × ${image.height}`}</Fact>
      <Fact name={words.facts.file}>
        {words.facts.fileOf(image.mime.slice('image/'.length).toUpperCase(), image.sizeBytes)}
      </Fact>
      {made?.completion && <Fact name={words.facts.completion}>{made.completion}</Fact>}
    </dl>
  )
}

function SeedFact({ seed }: { seed: number }) {
  const announce = useApp((s) => s.announce)
  const fail = useApp((s) => s.fail)
  const setSeed = useApp((s) => s.setSeed)
  const lockSeed = useApp((s) => s.lockSeed)
  return (
    <Fact name={words.facts.seed}>
      <span className="flex items-center">
        <span className="truncate">{seed}</span>
        <IconButton
          label={words.facts.copySeed}
          className="ml-1 size-7"
          onClick={() =>
            void navigator.clipboard.writeText(String(seed)).then(() => announce(words.facts.seedCopied), fail)
          }
        >
          <Copy size={14} aria-hidden="true" />
        </IconButton>
        <IconButton
          label={words.facts.takeSeed}
          className="size-7"
          onClick={() => {
            setSeed(seed)
            lockSeed(true)
          }}
        >
          <CornerDownLeft size={14} aria-hidden="true" />
        </IconButton>
      </span>
    </Fact>
  )
}
