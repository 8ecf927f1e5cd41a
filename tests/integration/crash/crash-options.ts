/** How many rounds, and what everything in them is chosen by: `node build/run.mjs crash` sets both. */
export const rounds = Number(process.env['PLUMAGE_CRASH_ROUNDS'] ?? 40)
export const seed = process.env['PLUMAGE_CRASH_SEED'] ?? String(Date.now())

/** How to meet a failure again that came in a round (counted from 0). */
export const again = (round: number): string => `node build/run.mjs crash --rounds ${round + 1} --seed ${seed}`
