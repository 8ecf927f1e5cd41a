import { classNames } from './class-names.ts'
import { keyLabels } from './key-map.ts'

/** A shortcut in the words of this machine. The button it stands on says it too, so a screen reader skips it. */
export function Keys({ keys, faint = false }: { keys: string; faint?: boolean }) {
  return (
    <kbd
      aria-hidden="true"
      className={classNames('flex shrink-0 gap-0.5 font-sans text-xs tabular-nums', faint ? 'opacity-75' : 'text-soft')}
    >
      {keyLabels(keys).map((label) => (
        <span
          key={label}
          className={faint ? 'px-0.5' : 'min-w-4 rounded-sm border border-line px-1 text-center leading-[0.9375rem]'}
        >
          {label}
        </span>
      ))}
    </kbd>
  )
}
