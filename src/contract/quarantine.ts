import { z } from 'zod'
import { Json, Timestamp } from './name.ts'

/** An event kept aside, with the reason. */
export const QuarantinedEvent = z
  .strictObject({
    id: z.string(),
    environment: z.string(),
    event: z.string(),
    reason: z.string(),
    detail: z.string(),
    received: Timestamp,
    raw: Json,
  })
  .meta({ id: 'QuarantinedEvent' })

/** Events kept aside for one reason, from one version of an SDK. */
export const QuarantineGroup = z
  .strictObject({
    environment: z.string(),
    event: z.string(),
    reason: z.string(),
    sdkVersion: z.string().optional(),
    events: z.int(),
    firstSeen: Timestamp,
    lastSeen: Timestamp,
    sample: QuarantinedEvent,
  })
  .meta({ id: 'QuarantineGroup' })

const filter = {
  environment: z.string().max(100).optional(),
  event: z.string().max(100).optional(),
  reason: z.string().max(100).optional(),
  sdkVersion: z.string().max(200).optional().meta({ description: 'empty: events that name no version' }),
}

/** What is looked for in quarantine. */
export const QuarantineQuery = z.object({
  ...filter,
  search: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'occurs in the event as it came, or in the detail' }),
})

const selection = { ...filter, ids: z.array(z.string().max(200)).min(1).max(1000).optional() }
const isNarrow = (selected: Record<string, unknown>) =>
  Object.keys(selection).some(name => selected[name] !== undefined)
const narrow = 'name ids, or what the events have in common: environment, event, reason or sdkVersion'

/** Which quarantined events are judged again: some by id, or a group. */
export const Replay = z
  .strictObject({
    ...selection,
    incomplete: z.boolean().default(false).meta({
      description: 'also take events of which a declared value was not kept when they arrived, without that value',
    }),
  })
  .refine(isNarrow, narrow)
  .meta({ id: 'Replay' })

/** Which quarantined events are given up, and why; the reason is kept in the audit. */
export const Discard = z
  .strictObject({ ...selection, why: z.string().min(1).max(2000) })
  .refine(isNarrow, narrow)
  .meta({ id: 'Discard' })

/** What became of them: how many left quarantine, and why the others stayed. */
export const Released = z
  .strictObject({
    released: z.int(),
    kept: z.array(z.strictObject({ reason: z.string(), detail: z.string(), events: z.int() })),
  })
  .meta({ id: 'Released' })
