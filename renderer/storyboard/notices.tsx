import { CircleAlert, Info, X } from 'lucide-react'
import { useEffect } from 'react'
import { useApp } from '../store/app-store.ts'
import type { Notice } from '../store/notices.ts'
import { IconButton } from '../ui/button.tsx'
import { words } from '../ui/words.ts'

const NOTE_MS = 8000

/** Messages have a place of their own at the foot of the inspector: they never lie over the work. */
export function Notices() {
  const notices = useApp((s) => s.notices)
  return (
    <div role="log" aria-live="polite" aria-label={words.notices.region} className="max-h-1/2 shrink-0 overflow-y-auto">
      {notices.map((notice) => (
        <Message key={notice.id} notice={notice} />
      ))}
    </div>
  )
}

function Message({ notice }: { notice: Notice }) {
  const dismissNotice = useApp((s) => s.dismissNotice)
  const { id, tone, sentence, ref } = notice
  useEffect(() => {
    if (tone === 'error') return undefined // stays until it has been read
    const timer = setTimeout(() => dismissNotice(id), NOTE_MS)
    return () => clearTimeout(timer)
  }, [id, tone, dismissNotice])
  const Icon = tone === 'error' ? CircleAlert : Info
  return (
    <div className="flex animate-appear items-start gap-3 border-t border-line py-3 pr-2 pl-4">
      <Icon
        size={16}
        aria-hidden="true"
        className={tone === 'error' ? 'mt-0.5 shrink-0 text-alarm' : 'mt-0.5 shrink-0 text-lead'}
      />
      <div data-words className="min-w-0 grow">
        <p className="text-strong">{sentence}</p>
        {ref && <p className="mt-1 text-xs text-soft tabular-nums">{words.notices.ref(ref)}</p>}
      </div>
      <IconButton label={words.notices.dismiss} side="left" className="-my-1 size-7" onClick={() => dismissNotice(id)}>
        <X size={14} aria-hidden="true" />
      </IconButton>
    </div>
  )
}
