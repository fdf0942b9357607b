import type { Timers } from '../../sdk/src/options.ts'

type Pending = { callback: () => void; delayMs: number }

/** Timers that go off when a test says so. */
export function manualTimers(): Timers & { pending: () => number[]; fire: (delayMs: number) => void } {
  const waiting = new Set<Pending>()
  return {
    setTimeout: (callback, delayMs) => {
      const timer = { callback, delayMs }
      waiting.add(timer)
      return timer
    },
    clearTimeout: timer => {
      waiting.delete(timer as Pending)
    },
    pending: () => Array.from(waiting, ({ delayMs }) => delayMs),
    fire: delayMs => {
      for (const timer of Array.from(waiting)) {
        if (timer.delayMs !== delayMs) continue
        waiting.delete(timer)
        timer.callback()
      }
    },
  }
}
