import { setTimeout as wait } from 'node:timers/promises'

/** What waiting depends on. */
export type Patience = {
  /** From 0 to 1. */
  random(): number
  /** Waits that long, or until the signal comes. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
}

const backoffMsMin = 500
const backoffMsMax = 30_000

/** How long to wait before attempt number `attempt` (from 0): anything up to a bound that doubles (full jitter). */
export function backoffMs(attempt: number, random: () => number): number {
  return random() * Math.min(backoffMsMax, backoffMsMin * 2 ** Math.min(attempt, 30))
}

/** What an answer asks to wait, in milliseconds; 0 when it asks for nothing that can be understood. */
export function retryAfterMs(header: string | null, nowMs: number): number {
  if (header === null) return 0
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - nowMs
  return Number.isNaN(ms) ? 0 : Math.min(Math.max(0, ms), 10 * backoffMsMax)
}

/** Real waiting. */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  // An aborted wait rejects, which is simply the end of the wait.
  await wait(ms, undefined, { signal }).catch(() => undefined)
}
