import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { base } from './inference.ts'

export const ServiceName = z.enum(['engine', 'inference'])
export type ServiceName = z.infer<typeof ServiceName>

export const ServiceState = z.strictObject({
  service: ServiceName,
  /** `stopped`: it crashed three times within a minute and is not started again by itself. */
  state: z.enum(['starting', 'ready', 'restarting', 'stopped']),
  /** What happened, for the person; null while all is well. */
  sentence: z.string().nullable(),
  logFile: z.string(),
})
export type ServiceState = z.infer<typeof ServiceState>

/** Menu items that act in the page. The page's own key map names the same actions. */
export const MenuCommand = z.enum([
  'new-storyboard',
  'add-pictures',
  'undo',
  'redo',
  'select-all',
  'delete',
  'continue',
  'retell',
  'caption',
  'cancel',
  'zoom-fit',
  'zoom-100',
  'zoom-in',
  'zoom-out',
  'shortcuts',
])
export type MenuCommand = z.infer<typeof MenuCommand>

/** page → main: the little that only the app's shell can do. */
export const shellContract = {
  about: base.output(z.strictObject({ version: z.string(), electron: z.string(), platform: z.string() })),
  /** The state of each service now, then every change. */
  services: base.output(eventIterator(ServiceState)),
  commands: base.output(eventIterator(MenuCommand)),
  /** Starts a stopped service again. */
  restart: base.input(z.strictObject({ service: ServiceName })).output(z.null()),
  /** Shows a service's log file in the system's file browser. */
  showLog: base.input(z.strictObject({ service: ServiceName })).output(z.null()),
  theme: base.input(z.strictObject({ theme: z.enum(['system', 'light', 'dark']) })).output(z.null()),
}
export type ShellContract = typeof shellContract
