import type { MetricFormula, Occurrence } from '../../contract/metric.ts'
import { isOccurrence, type Matchable } from './match.ts'

/** Coming back on day n: `back` is what counts as coming back. */
export type Retention = { back: Occurrence; day: number }

const dayMs = 86_400_000

/** What a formula counts as coming back, and when. */
export function retentionOf({ event, where, day }: Extract<MetricFormula, { kind: 'retention' }>): Retention {
  return { back: { event, where }, day }
}

/** What a unit starts with outside of experiments: the event named as the start, else the one it comes back with. */
export function startOf({ event, where, start }: Extract<MetricFormula, { kind: 'retention' }>): Occurrence {
  return start ?? { event, where }
}

/**
 * Day n of a unit is the n-th 24 hours after its start, whatever the calendar says: [start + n days, start + n + 1 days). Day 0 are the 24
 * hours that begin with the start.
 */
export function dayOf({ day }: Retention, startMs: number): { fromMs: number; untilMs: number } {
  return { fromMs: startMs + day * dayMs, untilMs: startMs + (day + 1) * dayMs }
}

/** Whether day n of a unit is over where knowledge ends. A unit whose day is not over says nothing yet, whatever it did on it so far. */
export function isMature(retention: Retention, startMs: number, untilMs: number): boolean {
  return dayOf(retention, startMs).untilMs <= untilMs
}

/** Whether a unit came back on its day n. */
export function hasReturned(
  retention: Retention,
  startMs: number,
  events: readonly (Matchable & { timeMs: number })[],
): boolean {
  const { fromMs, untilMs } = dayOf(retention, startMs)
  return events.some(event => event.timeMs >= fromMs && event.timeMs < untilMs && isOccurrence(retention.back, event))
}
