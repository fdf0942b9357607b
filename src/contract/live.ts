import { z } from 'zod'
import { Key } from './name.ts'

/** What became of an event on the stream. */
export const TailVerdict = z.enum(['valid', 'quarantined', 'duplicate'])
export type TailVerdict = z.infer<typeof TailVerdict>

/** Which events a reader of the stream wants; what is absent does not matter. */
export const TailQuery = z.object({
  event: z.string().max(100).optional(),
  verdict: TailVerdict.optional(),
  environment: Key.optional(),
  unit: z.string().max(200).optional().meta({ description: 'the id of a user, device, session, ...' }),
  platform: z.string().max(200).optional(),
})
export type TailQuery = z.infer<typeof TailQuery>

/** One event as it was judged, with personal properties masked. */
export type TailEvent = {
  type: 'event'
  verdict: TailVerdict
  environment: string
  id: string
  event: string
  /** Absent on quarantined events, whose time may be what is wrong with them. */
  time?: string
  received: string
  units: Record<string, string>
  context: Record<string, string>
  properties: Record<string, string | number | boolean | null>
  reason?: string
  detail?: string
}

/** What a stream says: an event, how many events went by unseen because they came faster than they could be sent, or news. */
export type TailMessage = TailEvent | { type: 'missed'; events: number } | { type: 'incident'; incident: unknown }
