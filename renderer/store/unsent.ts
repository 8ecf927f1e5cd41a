import { z } from 'zod'
import { JobRequest } from '../../electron/contract/jobs.ts'
import { Change } from '../../electron/contract/storyboard.ts'
import { Id, Text } from '../../electron/contract/values.ts'

/** A change the engine has not confirmed yet. Sent again after a lost connection; its id makes that harmless. */
export const Pending = z.strictObject({ storyboardId: Id, changeId: Id, change: Change })
export type Pending = z.infer<typeof Pending>

/** Words typed into a caption since it was last sent, by panel. */
export const Drafts = z.record(Id, z.strictObject({ storyboardId: Id, caption: Text }))
export type Drafts = z.infer<typeof Drafts>

const Unsent = z.strictObject({
  outbox: z.array(Pending).readonly(),
  drafts: Drafts,
  requests: z.record(Id, JobRequest).default({}),
})
export type Unsent = z.infer<typeof Unsent>

const KEY = 'plumage.unsent'
const NONE: Unsent = { outbox: [], drafts: {}, requests: {} }

/** What an earlier page could not hand over, for instance because it was closed while the engine was restarting. */
export function readUnsent(storage: Storage | null): Unsent {
  try {
    return Unsent.parse(JSON.parse(storage?.getItem(KEY) ?? 'null'))
  } catch {
    return NONE
  }
}

export function writeUnsent(storage: Storage | null, unsent: Unsent): void {
  try {
    const { outbox, drafts, requests } = unsent
    if ([outbox, drafts, requests].some((each) => Object.keys(each).length))
      storage?.setItem(KEY, JSON.stringify({ outbox, drafts, requests }))
    else storage?.removeItem(KEY)
  } catch {
    // A full or forbidden storage only costs the second safety net.
  }
}
