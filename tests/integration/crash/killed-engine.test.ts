import { expect, it, vi } from 'vitest'
import { again, rounds, seed } from './crash-options.ts'
import { makeTinyPlace } from './processes.ts'
import { lastLines, runRounds } from './run-rounds.ts'

vi.setConfig({ testTimeout: Math.max(900_000, rounds * 60_000) })

it(`an engine that is killed ${rounds} times has lost nothing it acknowledged (seed ${seed})`, async () => {
  const place = await makeTinyPlace()
  let begun = 0
  let lastPlan = ''
  const say = (round: number, plan: string) => {
    begun = round
    lastPlan = plan
    if (round > 0 && round % 50 === 0) console.log(`${round} rounds`)
  }
  try {
    const { counts } = await runRounds({ seed, rounds, place, say })
    console.log(`killed ${rounds} times with seed ${seed}: ${JSON.stringify(counts)}`)
    expect(counts['board']).toBeGreaterThan(rounds)
  } catch (cause) {
    const where = `round ${begun} of seed ${seed} (${again(begun)}), library kept in ${place.library}`
    throw new Error(`${String(cause)}\n${where}\n${lastPlan}\n${lastLines(place)}`, { cause })
  }
  await place.remove()
})
