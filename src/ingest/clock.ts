import type { Clock } from '../contract/event.ts'

const minuteMs = 60_000
const toleranceMs = minuteMs
const ancientMs = 400 * 24 * 60 * minuteMs

/** What is known of the clocks when an event arrives. `trusted` times are history on purpose: they are never too old. */
export type Arrival = { receivedMs: number; sentMs: number | undefined; trusted: boolean }

/**
 * When an event happened by our clock. A sender whose `sent_at` is more than a minute off has its times moved by the
 * difference ('skewed'). What then lies more than a minute ahead happened on arrival ('future'); so did what lies more
 * than 400 days back ('ancient'), unless the sender is trusted with history. Without `sent_at` nothing is moved.
 */
export function correctClock(timeMs: number, arrival: Arrival): { timeMs: number; clock: Clock } {
  const { receivedMs, sentMs, trusted } = arrival
  const skewMs = sentMs === undefined ? 0 : receivedMs - sentMs
  const skewed = Math.abs(skewMs) > toleranceMs
  const correctedMs = skewed ? timeMs + skewMs : timeMs
  if (correctedMs > receivedMs + toleranceMs) return { timeMs: receivedMs, clock: 'future' }
  if (correctedMs < receivedMs - ancientMs && !trusted) return { timeMs: receivedMs, clock: 'ancient' }
  return { timeMs: correctedMs, clock: skewed ? 'skewed' : 'ok' }
}
