import { Tooltip } from '@base-ui/react/tooltip'
import type { ReactElement } from 'react'
import { Keys } from './keys.tsx'

type Props = {
  label: string
  keys?: string | undefined
  side?: 'top' | 'bottom' | 'left' | 'right' | undefined
  children: ReactElement
}

/** What a button does, said on hover and on focus. */
export function Tip({ label, keys, side = 'bottom', children }: Props) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger render={children} />
      <Tooltip.Portal>
        <Tooltip.Positioner side={side} sideOffset={6} className="z-50">
          <Tooltip.Popup className="animate-appear flex max-w-72 items-center gap-2 rounded-md bg-strong px-2 py-1 text-sm text-surface shadow-float">
            {label}
            {keys && <Keys keys={keys} faint />}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  )
}

export const TipProvider = Tooltip.Provider
