import { z } from 'zod'
import { Where } from './metric.ts'
import { Key, SnakeName, Timestamp } from './name.ts'
import { EventBeneath, Unavailable } from './report.ts'

/** How the calendar is cut, in the time zone of the project: weeks start on Monday, `all` is one stretch. */
export const BucketSize = z.enum(['hour', 'day', 'week', 'month', 'all'])
export type BucketSize = z.infer<typeof BucketSize>

/** Whose numbers are asked for, in place of every unit seen in a bucket. */
export const Population = z.union([
  z
    .strictObject({ event: SnakeName, where: Where.optional() })
    .meta({ description: 'the units with this event in the bucket' }),
  z
    .strictObject({
      experiment: Key,
      phase: z.int().min(1).optional().meta({ description: 'default: the last one' }),
      variant: Key.optional().meta({ description: 'absent: the units of all variants together' }),
    })
    .meta({
      description:
        'the units of an experiment, in the bucket of their first exposure, with all outcomes its report counts',
    }),
])
export type Population = z.infer<typeof Population>

/** A metric asked over a stretch of the calendar. */
export const Query = z
  .strictObject({
    project: Key,
    metric: Key,
    environment: Key.optional().meta({ description: "default: that of the population's experiment, or production" }),
    from: Timestamp.meta({ description: 'included' }),
    until: Timestamp.optional().meta({
      description:
        'excluded; default, and at most: now; funnels and retention that began before it are followed up to now',
    }),
    bucket: BucketSize.default('day'),
    unit: Key.optional().meta({ description: "default: that of the population's experiment, or user" }),
    dimension: z
      .string()
      .max(210)
      .optional()
      .meta({ description: 'a field of the context (country), or EVENT.PROPERTY', example: 'country' }),
    population: Population.optional().meta({ description: 'absent: every unit with any event in the bucket' }),
  })
  .meta({ id: 'Query' })
export type Query = z.infer<typeof Query>

/** How many units of a bucket got as far as a step of a funnel. */
export const FunnelStep = z.strictObject({
  step: SnakeName,
  units: z.int(),
  share: z.union([z.number(), Unavailable]).meta({ description: 'of all units of the segment' }),
})
export type FunnelStep = z.infer<typeof FunnelStep>

/** The metric of one bucket and segment, with the counts or sums it is made of. */
export const QuerySegment = z.strictObject({
  segment: z.string().nullable().meta({ description: 'null: the question has no dimension' }),
  units: z.int(),
  value: z.union([z.number(), Unavailable]),
  numerator: z.number().optional(),
  denominator: z.number().optional(),
  immature: z
    .int()
    .optional()
    .meta({ description: 'units whose time is not over; funnels count them, retention leaves them out of the value' }),
  steps: z.array(FunnelStep).optional(),
})
export type QuerySegment = z.infer<typeof QuerySegment>

export const QueryBucket = z.strictObject({
  start: Timestamp,
  end: Timestamp.meta({ description: 'excluded' }),
  partial: z.literal(true).optional().meta({ description: 'from, until or the present cuts it' }),
  segments: z.array(QuerySegment),
})
export type QueryBucket = z.infer<typeof QueryBucket>

/** A metric by calendar buckets, under the definition that experiments read too. */
export const QueryAnswer = z
  .strictObject({
    project: Key,
    environment: Key,
    metric: Key,
    name: z.string(),
    kind: z.string(),
    measure: z.string().optional(),
    definitionVersion: z.int().meta({ description: 'of the metric' }),
    definitionHash: z
      .string()
      .meta({ description: 'SHA-256 of what the metric computes; equal hashes are equal metrics' }),
    timeZone: z.string(),
    unit: Key,
    bucket: BucketSize,
    from: Timestamp,
    until: Timestamp,
    population: z.string().meta({ description: 'whose numbers these are, in words' }),
    dimension: z.string().optional(),
    health: z.array(EventBeneath).meta({ description: 'of the events beneath the metric' }),
    buckets: z.array(QueryBucket),
    hints: z.array(z.string()).meta({ description: 'what to know before reading the numbers' }),
  })
  .meta({ id: 'QueryAnswer' })
export type QueryAnswer = z.infer<typeof QueryAnswer>
