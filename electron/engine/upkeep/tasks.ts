import { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import { Backup, BackupKind, VerifyProgress, VerifyReport } from '../../contract/upkeep.ts'
import { TimeMs } from '../../contract/values.ts'

/** Work on a whole library, which would keep the engine from answering: it is done in a thread of its own. */
export const Task = z.discriminatedUnion('task', [
  z.strictObject({ task: z.literal('backup'), library: z.string(), kind: BackupKind, nowMs: TimeMs }),
  z.strictObject({ task: z.literal('verify'), library: z.string() }),
])
export type Task = z.infer<typeof Task>

export const taskResults = { backup: Backup, verify: VerifyReport } satisfies Record<Task['task'], z.ZodType>
export type TaskResult<Name extends Task['task']> = z.infer<(typeof taskResults)[Name]>

/** What the thread says. */
export const TaskMessage = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('progress'), step: VerifyProgress }),
  z.strictObject({ type: z.literal('done'), result: z.unknown() }),
  /** `cause` is for the log. */
  z.strictObject({ type: z.literal('failed'), failure: Failure, cause: z.string() }),
])
export type TaskMessage = z.infer<typeof TaskMessage>
