// Every npm script goes through here, so that an old Node ends in one sentence or on the pinned Node, never in a stack.
import '../electron/cli/pinned-node.mjs'

const [, , task, ...args] = process.argv
const { runTask } = await import('./tasks.ts')
process.exitCode = await runTask(task, args)
