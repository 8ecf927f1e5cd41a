import type { Clock } from '../../../electron/service/supervisor.ts'

/** Time that passes only when a test says so. */
export function createFakeClock(): Clock & { advance(ms: number): void; waiting(): number[] } {
  let nowMs = 0
  const timers = new Set<{ atMs: number; act: () => void }>()
  return {
    now: () => nowMs,
    after(ms, act) {
      const timer = { atMs: nowMs + ms, act }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
    advance(ms) {
      const until = nowMs + ms
      for (;;) {
        const next = [...timers].filter(({ atMs }) => atMs <= until).toSorted((a, b) => a.atMs - b.atMs)[0]
        if (!next) break
        nowMs = next.atMs
        timers.delete(next)
        next.act()
      }
      nowMs = until
    },
    waiting: () => [...timers].map(({ atMs }) => atMs - nowMs).toSorted((a, b) => a - b),
  }
}
