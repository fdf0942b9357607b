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
