import { z } from 'zod'
import { Key, SnakeName, Text, Title } from './name.ts'

/** Keeps only events whose property is one of the values. */
export const Where = z.record(SnakeName, z.array(z.union([z.string(), z.number(), z.boolean()])).min(1))
export type Where = z.infer<typeof Where>

/** What is added up per unit: the number of events, or the sum of one numeric property. */
export const Total = z
  .strictObject({ event: SnakeName, property: SnakeName.optional(), where: Where.optional() })
  .meta({
    description: 'without a property: how many events; with one: the sum of it',
    example: { event: 'purchase_complete', property: 'amount' },
  })
export type Total = z.infer<typeof Total>

/** Events of one name, of those with certain values where it says so. */
export const Occurrence = z.strictObject({ event: SnakeName, where: Where.optional() })
export type Occurrence = z.infer<typeof Occurrence>

/** What a metric computes from the events of a unit. */
export const MetricFormula = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('proportion'), event: SnakeName, where: Where.optional() }),
  z.strictObject({
    kind: z.literal('mean'),
    total: Total,
    cap: z
      .number()
      .gt(0)
      .lt(1)
      .optional()
      .meta({ description: 'unit totals above this quantile are set to it (0.999)' }),
  }),
  z.strictObject({ kind: z.literal('ratio'), numerator: Total, denominator: Total }),
  z.strictObject({
    kind: z.literal('funnel'),
    steps: z.array(Occurrence).min(2).max(12),
    windowDays: z.number().positive().max(365).default(1).meta({ description: 'for all steps, from the first one on' }),
    exclude: z.array(Occurrence).max(10).optional().meta({ description: 'events that end a path between two steps' }),
  }),
  z.strictObject({
    kind: z.literal('retention'),
    ...Occurrence.shape,
    day: z.int().min(1).max(365).meta({ description: 'the n-th 24 hours after the start' }),
    start: Occurrence.optional().meta({
      description: 'absent: the same event; in an experiment the first exposure is the start',
    }),
  }),
  z.strictObject({
    kind: z.literal('quantile'),
    ...Occurrence.shape,
    property: SnakeName,
    q: z.number().gt(0).lt(1),
    level: z.enum(['event', 'unit']).default('event').meta({
      description: 'event: over all events, clustered by unit; unit: over the sums of the units, zeros included',
    }),
  }),
  z.strictObject({
    kind: z.literal('active'),
    event: SnakeName.optional().meta({ description: 'absent: any event' }),
    where: Where.optional(),
    days: z.int().min(1).max(90).default(1).meta({ description: 'days up to the end of a bucket: 1, 7, 28' }),
  }),
])
export type MetricFormula = z.infer<typeof MetricFormula>

/** The one definition of a metric; experiments, charts and monitors all read it. */
export const Metric = z
  .strictObject({
    key: Key,
    name: Title,
    description: Text.optional(),
    owner: z.string().max(200).optional(),
    formula: MetricFormula,
    better: z.enum(['up', 'down']).default('up'),
    measure: z.string().max(40).optional().meta({ description: 'what the number is counted in', example: 'EUR' }),
  })
  .meta({ id: 'Metric' })
export type Metric = z.infer<typeof Metric>
