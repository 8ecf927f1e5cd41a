import type { RunningEngine } from './processes.ts'
import type { Random } from './random.ts'
import type { World } from './world.ts'

export interface Walk {
  /** How many boards, and how far back on each. */
  readonly boards: number
  readonly steps: number
  readonly random: Random
}

/** Takes back the last steps of some boards and does them again: each must lead where it led before. */
export async function walkBoards(engine: RunningEngine, world: World, { boards, steps, random }: Walk): Promise<void> {
  const { storyboards } = engine.connect()
  const left = [...world.boards.values()]
  for (let n = 0; n < boards && left.length > 0; n++) {
    const [log] = left.splice(random.below(left.length), 1)
    if (!log) break
    const id = { storyboardId: log.id }
    const walked = await log.walk({ undo: () => storyboards.undo(id), redo: () => storyboards.redo(id) }, steps)
    world.counts['steps undone and redone'] = (world.counts['steps undone and redone'] ?? 0) + walked
  }
}
