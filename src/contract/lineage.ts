import { z } from 'zod'
import { SnakeName, Timestamp } from './name.ts'

/** What stands in a lineage. A property is called EVENT.PROPERTY; an incident by its id. */
export const LineageNoun = z.enum([
  'property',
  'event',
  'metric',
  'experiment',
  'flag',
  'holdout',
  'dimension',
  'webhook',
  'incident',
])
export type LineageNoun = z.infer<typeof LineageNoun>

export const LineageNode = z.strictObject({
  id: z.string().meta({ description: 'NOUN:KEY, which edges name it by', example: 'event:purchase_complete' }),
  noun: LineageNoun,
  key: z.string(),
  name: z.string(),
  owner: z.string().optional(),
  status: z.string().meta({
    description:
      'experiments: draft, running, stopped, decided; personal properties: approved, pending, refused; incidents: open; missing: named but not defined; else active',
  }),
})
export type LineageNode = z.infer<typeof LineageNode>

/** What flows from one thing into another, and how. */
export const LineageEdge = z.strictObject({
  from: z.string(),
  to: z.string(),
  via: z.string().meta({ example: 'success metric' }),
})
export type LineageEdge = z.infer<typeof LineageEdge>

/** What feeds what: events have properties, metrics read both, experiments and flags rest on metrics. */
export const Lineage = z
  .strictObject({ nodes: z.array(LineageNode), edges: z.array(LineageEdge) })
  .meta({ id: 'Lineage' })
export type Lineage = z.infer<typeof Lineage>

/** What a lineage is asked about; nothing: everything there is. */
export const LineageQuery = z
  .object({
    event: z.string().max(100).optional(),
    property: SnakeName.optional().meta({ description: 'of the event' }),
    metric: z.string().max(100).optional(),
    experiment: z.string().max(100).optional(),
    flag: z.string().max(100).optional(),
  })
  .refine(({ property, event }) => property === undefined || event !== undefined, {
    path: ['property'],
    message: 'name the event the property belongs to as well',
  })
  .refine(({ event, metric, experiment, flag }) => [event, metric, experiment, flag].filter(Boolean).length <= 1, {
    message: 'ask about one thing at a time',
  })

/** An event that nobody has read for a while, with what dropping it would save. */
export const UnusedEvent = z.strictObject({
  event: z.string(),
  owner: z.string(),
  purpose: z.string(),
  metrics: z.array(z.string()).meta({ description: 'metrics that would read it, were they looked at' }),
  lastRead: z.iso.date().optional().meta({ description: 'absent: never since reads are remembered' }),
  unreadSince: Timestamp.meta({ description: 'its last read, its definition, or when reads began to be remembered' }),
  events: z.int().meta({ description: 'how many came in the period' }),
  stored: z.int().meta({ description: 'how many are kept' }),
  approximateBytes: z
    .int()
    .meta({ description: 'of those kept, as lines of JSON by the mean of a sample; compressed on disk' }),
  lastReceived: Timestamp.optional(),
})
export type UnusedEvent = z.infer<typeof UnusedEvent>
