import type { Timers } from '../../sdk/src/options.ts'

type Pending = { readonly callback: () => void; readonly delayMs: number; readonly atMs: number }

/** A clock with its timers, which stands still until a test moves it. */
export type VirtualClock = {
  readonly now: () => number
  readonly timers: Timers
  readonly pending: () => number[]
  /** Moves to the next timer that is due by then and lets it go off, or to then when there is none. */
  readonly advance: (toMs: number) => void
}

/** A clock that shows this time. */
export function virtualClock(startMs: number): VirtualClock {
  const waiting = new Set<Pending>()
  let nowMs = startMs
  return {
    now: () => nowMs,
    timers: {
      setTimeout: (callback, delayMs) => {
        const timer = { callback, delayMs, atMs: nowMs + delayMs }
        waiting.add(timer)
        return timer
      },
      clearTimeout: timer => {
        waiting.delete(timer as Pending)
      },
    },
    pending: () => Array.from(waiting, ({ delayMs }) => delayMs),
    advance: toMs => {
      const [next] = Array.from(waiting).toSorted((a, b) => a.atMs - b.atMs)
      const due = next !== undefined && next.atMs <= toMs ? next : undefined
      nowMs = due?.atMs ?? toMs
      if (due === undefined) return
      waiting.delete(due)
      due.callback()
    },
  }
}
