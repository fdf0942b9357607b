import { z } from 'zod'
import { Key, SnakeName, Timestamp } from './name.ts'
import { Interval, Unavailable } from './report.ts'

const Value = z.union([z.number(), Unavailable])
const Relative = z.union([z.strictObject({ lift: z.number(), ci: Interval }), Unavailable])

/** A day of a series: every arm with its value and, against the control, the difference and its interval of a single look. */
export const SeriesRow = z.strictObject({
  day: z.int().meta({ description: 'from 0' }),
  arms: z.array(
    z.strictObject({
      variant: Key,
      units: z.int(),
      value: Value,
      comparison: z
        .union([
          z.strictObject({ difference: z.number(), se: z.number(), ci: Interval, relative: Relative }),
          Unavailable,
        ])
        .optional(),
    }),
  ),
})
export type SeriesRow = z.infer<typeof SeriesRow>

const Dated = SeriesRow.extend({ date: Timestamp.meta({ description: 'when the day starts' }) })

/** One metric over time. The intervals are each of one look: to see what happened when, not to conclude from. */
export const Series = z
  .strictObject({
    metric: Key,
    cumulative: z.array(Dated).meta({ description: 'everything up to the end of each day' }),
    daily: z.array(Dated).meta({ description: 'the units first exposed on each day' }),
    sinceExposure: z.array(SeriesRow).meta({ description: "each unit's n-th day, of units for which it is over" }),
  })
  .meta({ id: 'Series' })
export type Series = z.infer<typeof Series>

/** The check of a segment's split against the designed one. */
export const SegmentCheck = z.strictObject({
  segment: z.string(),
  units: z.array(z.int()),
  p: z.number().optional().meta({ description: 'adjusted over the segments by Holm; absent: nothing to test' }),
})
export type SegmentCheck = z.infer<typeof SegmentCheck>

/** One metric of one segment and variant: adjusted over all segments, and shrunk towards their mean by how much they differ. */
export const SegmentResult = z.strictObject({
  segment: z.string(),
  variant: Key,
  units: z.int(),
  comparison: z.union([
    z.strictObject({
      difference: z.number(),
      se: z.number(),
      p: z.number(),
      adjustedP: z.number(),
      ci: Interval,
      relative: Relative,
      shrunk: z.union([z.number(), Unavailable]).meta({ description: 'of the difference' }),
      varianceReduction: z.number().optional(),
    }),
    Unavailable,
  ]),
})
export type SegmentResult = z.infer<typeof SegmentResult>

/** An experiment by the segments of a dimension, or why it must not be broken down that way. */
export const Breakdown = z
  .strictObject({
    dimension: z.string(),
    measured: z.enum(['before', 'after']),
    checks: z.array(SegmentCheck),
    refused: z.string().optional(),
    metrics: z.array(z.strictObject({ metric: Key, name: z.string(), segments: z.array(SegmentResult) })),
  })
  .meta({ id: 'Breakdown' })
export type Breakdown = z.infer<typeof Breakdown>

/** What two experiments that share units do to each other. */
export const InteractionCheck = z.strictObject({
  experiment: Key,
  name: z.string(),
  units: z.int().meta({ description: 'in both' }),
  independence: z.union([
    z.strictObject({ chi2: z.number(), df: z.number(), p: z.number(), holds: z.boolean() }),
    Unavailable,
  ]),
  interactions: z
    .array(
      z.strictObject({
        metric: Key,
        variant: Key,
        otherVariant: Key,
        result: z.union([
          z.strictObject({
            difference: z.number(),
            se: z.number(),
            p: z.number(),
            adjustedP: z.number(),
            ci: Interval,
          }),
          Unavailable,
        ]),
      }),
    )
    .meta({ description: 'empty where the assignments depend on each other' }),
})
export type InteractionCheck = z.infer<typeof InteractionCheck>

/** What shipping a variant would mean for the whole product, by metric. */
export const Impact = z
  .strictObject({
    metrics: z.array(
      z.strictObject({
        metric: Key,
        variant: Key,
        result: z.union([
          z.strictObject({
            coverage: z
              .number()
              .meta({ description: "the share of the product's total that comes from exposed units" }),
            productTotal: z.number(),
            exposedTotal: z.number(),
            gain: z
              .number()
              .meta({ description: 'of the total, had all exposed units met the variant and not the control' }),
            ci: Interval,
            productLift: z
              .number()
              .meta({ description: 'the gain relative to the product with everyone on the control' }),
            productLiftCi: Interval,
          }),
          Unavailable,
        ]),
      }),
    ),
  })
  .meta({ id: 'Impact' })
export type Impact = z.infer<typeof Impact>

/** What a test of an effect takes, and what the traffic of the last days makes of it. */
export const PlanRequest = z.strictObject({
  metric: Key,
  effect: z.union([
    z.strictObject({ relative: z.number().refine(size => size !== 0, 'an effect of 0 needs no test') }),
    z.strictObject({ absolute: z.number().refine(size => size !== 0, 'an effect of 0 needs no test') }),
  ]),
  power: z.number().gt(0.5).lt(1).default(0.8),
  days: z.number().positive().max(365).default(14).meta({ description: 'how much recent traffic to learn from' }),
  arrival: SnakeName.optional().meta({
    description: 'the event by which units arrive where the experiment will meet them; absent: exposures so far',
  }),
})
export type PlanRequest = z.infer<typeof PlanRequest>

export const PlanAdvice = z
  .strictObject({
    metric: Key,
    baseline: z.strictObject({ value: z.number(), variance: z.number(), units: z.int() }),
    unitsPerDay: z.number().meta({ description: 'that would take part' }),
    level: z.number().meta({ description: 'the alpha of this test beside the others of the experiment' }),
    power: z.number().meta({ description: 'of this test, so that it passes together with the guardrails' }),
    varianceReduction: z.number().meta({ description: 'by the pre-period' }),
    inflation: z.number().meta({ description: 'of the sample, by looking early' }),
    perArm: z.union([z.int(), Unavailable]),
    days: z.union([z.int(), Unavailable]),
    minimumDetectableEffect: z
      .union([z.strictObject({ absolute: z.number(), relative: z.number().nullable() }), Unavailable])
      .meta({ description: 'within the planned days' }),
    powerCurve: z
      .array(z.strictObject({ effect: z.number(), power: z.number() }))
      .meta({ description: 'by the absolute effect, within the planned days' }),
  })
  .meta({ id: 'PlanAdvice' })
export type PlanAdvice = z.infer<typeof PlanAdvice>
