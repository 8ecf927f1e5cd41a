import { useEffect, useRef, useState } from 'react'
import { classNames } from '../ui/class-names.ts'

const source = (sha256: string) => `plumage://preview/${sha256}`

/** The small pictures of a drawing, one after another; each fades in over the one before, so that it seems to grow. */
export function GrowingPreview({ sha256 }: { sha256: string }) {
  const [ready, setReady] = useState<string | null>(null)
  const shown = useRef<string | null>(null) // the last that could be seen; it stays underneath
  useEffect(() => {
    if (ready) shown.current = ready
  }, [ready])
  const under = ready === sha256 ? shown.current : ready
  return (
    <>
      {under && under !== sha256 && <img src={source(under)} alt="" className="absolute inset-0 size-full bg-sunken object-contain" />}
      <img
        key={sha256}
        src={source(sha256)}
        alt=""
        onLoad={() => setReady(sha256)}
        className={classNames(
          'absolute inset-0 size-full bg-sunken object-contain transition-opacity duration-200',
          ready === sha256 ? 'opacity-100' : 'opacity-0',
        )}
      />
    </>
  )
}
