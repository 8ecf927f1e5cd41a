import { useState } from 'react'
import { classNames } from '../ui/class-names.ts'

const source = (sha256: string) => `plumage://preview/${sha256}`

/** The small pictures of a drawing, one after another; each fades in over the one before, so that it seems to grow. */
export function GrowingPreview({ sha256 }: { sha256: string }) {
  const [seen, setSeen] = useState<{ last: string | null; before: string | null }>({ last: null, before: null })
  const under = seen.last === sha256 ? seen.before : seen.last
  return (
    <>
      {under && <img src={source(under)} alt="" className="absolute inset-0 size-full bg-sunken object-contain" />}
      <img
        key={sha256}
        src={source(sha256)}
        alt=""
        onLoad={() => setSeen(({ last }) => ({ last: sha256, before: last }))}
        className={classNames(
          'absolute inset-0 size-full bg-sunken object-contain transition-opacity duration-200',
          seen.last === sha256 ? 'opacity-100' : 'opacity-0',
        )}
      />
    </>
  )
}
