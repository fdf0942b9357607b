import { z } from 'zod'
import type { EdgeKey } from './edge-keys.ts'

/**
 * One event on its way through an edge: as it came, with the key it came under. `sent` is when the attempt left the sender
 * by the sender's clock, as far as the sender said so; `received` is when it arrived by the clock of the edge.
 */
export const EdgeLine = z.strictObject({
  key: z.string(),
  received: z.number(),
  sent: z.number().optional(),
  backfill: z.literal(true).optional(),
  event: z.unknown(),
})
export type EdgeLine = z.infer<typeof EdgeLine>

/** How much longer an event may get on its way from here. */
export const addedBytesMax = 100

/** The line of an event, to be sealed and journalled. */
export function lineOf(key: EdgeKey, arrival: Omit<EdgeLine, 'key' | 'event'>, event: unknown): string {
  return JSON.stringify({ key: key.id, ...arrival, event })
}

/**
 * The event as it is forwarded, as JSON. The upstream reads a wrong clock off the difference between `sent_at` and the
 * arrival there, so the time an event spent here must not count: `sent_at` becomes what the sender's clock shows now.
 * A sender that did not say when it sent has no clock to be corrected by, and none is made up.
 */
export function wireEvent({ event, sent, received }: EdgeLine, nowMs: number): string {
  if (sent === undefined || typeof event !== 'object' || event === null) return JSON.stringify(event)
  return JSON.stringify({ ...event, sent_at: sent + Math.max(0, nowMs - received) })
}
