import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { Keys } from './keys.tsx'
import { Tip } from './tip.tsx'

const looks = {
  lead: 'bg-lead text-lead-ink hover:bg-lead-strong disabled:hover:bg-lead font-medium',
  quiet: 'text-body hover:bg-hover disabled:hover:bg-transparent',
  framed: 'bg-raised text-body border border-line hover:border-edge disabled:hover:border-line',
  alarm: 'text-alarm hover:bg-alarm-wash',
} as const

const common =
  'inline-flex items-center justify-center whitespace-nowrap transition-colors duration-100 disabled:opacity-45 aria-disabled:opacity-45'

type ButtonProps = ComponentProps<'button'> & {
  look?: keyof typeof looks
  icon?: ReactNode
  keys?: string
  wide?: boolean
}

/** A button with words. `keys` shows the shortcut that does the same. */
export function Button({ look = 'framed', icon, keys, wide, className, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      className={classNames(
        common,
        'h-8 gap-2 rounded-lg px-3',
        wide && 'w-full justify-start',
        looks[look],
        className,
      )}
      {...rest}
    >
      {icon}
      <span className={classNames(wide && 'grow text-left', 'truncate')}>{children}</span>
      {keys && <Keys keys={keys} faint={look === 'lead'} />}
    </button>
  )
}

type IconButtonProps = Omit<ComponentProps<'button'>, 'aria-label' | 'title'> & {
  label: string
  keys?: string
  look?: keyof typeof looks
  side?: 'top' | 'bottom' | 'left' | 'right'
}

/** A button with a picture: its name is in the label and in a tooltip. */
export function IconButton({ label, keys, look = 'quiet', side, className, children, ...rest }: IconButtonProps) {
  return (
    <Tip label={label} keys={keys} side={side}>
      <button
        type="button"
        aria-label={label}
        className={classNames(common, 'size-8 shrink-0 rounded-lg', looks[look], className)}
        {...rest}
      >
        {children}
      </button>
    </Tip>
  )
}
