import { z } from 'zod'
import { Json } from './name.ts'

/** The event every SDK sends when a unit meets a variant of a running experiment. */
export const exposureEvent = '$exposure'

/** What an app may say about where an event happened; anything else in `context` is not kept. */
export const contextFields = [
  'platform',
  'country',
  'app_version',
  'sdk',
  'sdk_version',
  'locale',
  'device_type',
] as const

/** One event on the wire. Unit fields (`user_id`, `device_id`, ...) stand beside these, named by the project. */
export const WireEvent = z
  .looseObject({
    id: z.string().min(1).max(200).meta({
      description: 'fixed when the event is captured, UUIDv7 preferred',
      example: '0193587a-5b7f-7cc2-9f0e-0d6a4c1b2a3d',
    }),
    event: z.string().min(1).max(100).meta({ example: 'purchase_complete' }),
    time: z
      .union([z.string(), z.number()])
      .meta({ description: 'ISO 8601, or milliseconds since 1970, by the clock of the sender' }),
    sent_at: z
      .union([z.string(), z.number()])
      .optional()
      .meta({ description: 'when this attempt left the sender, by the same clock; corrects a wrong clock' }),
    user_id: z.string().optional(),
    device_id: z.string().optional(),
    session_id: z.string().optional(),
    sequence: z
      .int()
      .min(0)
      .optional()
      .meta({ description: 'counts up by one from 0 within a session, so that losses can be measured' }),
    sequence_id: z
      .string()
      .max(200)
      .optional()
      .meta({ description: 'what the sequence counts within when that is not the session: a process, a page' }),
    dropped: z
      .int()
      .min(0)
      .optional()
      .meta({ description: 'how many events of the same sequence the sender has given up so far' }),
    context: z.record(z.string(), z.string()).optional(),
    consent: z.array(z.string()).optional().meta({ description: 'the purposes the person agreed to' }),
    properties: z.record(z.string(), Json).optional(),
  })
  .meta({ id: 'WireEvent' })
export type WireEvent = z.infer<typeof WireEvent>

export const QuarantineReason = z.enum([
  'malformed-event',
  'unknown-event',
  'missing-property',
  'mistyped-property',
  'no-unit',
  'wrong-source',
  'unapproved-property',
])
export type QuarantineReason = z.infer<typeof QuarantineReason>

/** Why an event was not taken at all: the person did not agree to its purpose, or was erased. */
export const RefusalReason = z.enum(['no-consent', 'erased'])
export type RefusalReason = z.infer<typeof RefusalReason>

/** What became of one event. */
export const Verdict = z.discriminatedUnion('verdict', [
  z.strictObject({
    verdict: z.literal('valid'),
    dropped: z
      .array(z.string())
      .optional()
      .meta({ description: 'properties that were not kept: undeclared, dropped or not approved' }),
  }),
  z.strictObject({ verdict: z.literal('duplicate') }),
  z.strictObject({ verdict: z.literal('quarantined'), reason: QuarantineReason, detail: z.string() }),
  z.strictObject({ verdict: z.literal('refused'), reason: RefusalReason }),
])
export type Verdict = z.infer<typeof Verdict>

/** The answer to a batch: counts, and the verdict of each event that was not simply valid, by its place in the request. */
export const BatchAnswer = z
  .strictObject({
    valid: z.int(),
    duplicate: z.int(),
    quarantined: z.int(),
    refused: z.int().optional().meta({ description: 'events of which nothing was kept; absent when there were none' }),
    verdicts: z.array(z.intersection(z.object({ index: z.int() }), Verdict)),
  })
  .meta({ id: 'BatchAnswer' })
export type BatchAnswer = z.infer<typeof BatchAnswer>

/** How far a sender's clock was to be trusted: corrected when skewed, clamped when it named the future or the distant past. */
export const Clock = z.enum(['ok', 'skewed', 'future', 'ancient'])
export type Clock = z.infer<typeof Clock>
