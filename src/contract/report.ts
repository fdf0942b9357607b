import { z } from 'zod'
import { Decision, ExperimentStatus, MetricRole } from './experiment.ts'
import { Key, Timestamp } from './name.ts'

const Unavailable = z.strictObject({ unavailable: z.string().meta({ description: 'why there is no number' }) })
const Bound = z.number().nullable().meta({ description: 'null: unbounded on this side' })
const Interval = z.tuple([Bound, Bound])

export const HealthStatus = z.enum(['ok', 'warning', 'failing', 'unknown'])
export type HealthStatus = z.infer<typeof HealthStatus>

/** One reason to trust or distrust the numbers below it. */
export const HealthCheck = z.strictObject({
  check: z.enum(['sample-ratio', 'multiple-variants', 'event-freshness', 'exposures']),
  status: HealthStatus,
  detail: z.string(),
  values: z.record(z.string(), z.json()),
})
export type HealthCheck = z.infer<typeof HealthCheck>

/** The moments a number was computed from; columns are named in their order. */
export const Sums = z.strictObject({
  columns: z.array(z.enum(['y', 'z', 'yPre', 'zPre'])),
  n: z.int(),
  means: z.array(z.number()),
  comoments: z.array(z.number()).meta({ description: 'packed lower triangle of centred sums of products' }),
})
export type Sums = z.infer<typeof Sums>

export const Comparison = z.strictObject({
  difference: z.number(),
  se: z.number(),
  df: z.number(),
  t: z.number(),
  p: z.number(),
  ci: Interval,
  relative: z.union([z.strictObject({ lift: z.number(), ci: Interval }), Unavailable]),
})
export type Comparison = z.infer<typeof Comparison>

export const ArmResult = z.strictObject({
  variant: Key,
  units: z.int(),
  value: z.union([z.number(), Unavailable]),
  sums: Sums,
  comparison: z
    .union([Comparison, Unavailable])
    .optional()
    .meta({ description: 'against the control; absent for the control itself' }),
})
export type ArmResult = z.infer<typeof ArmResult>

export const MetricResult = z.strictObject({
  metric: Key,
  name: z.string(),
  role: MetricRole,
  kind: z.string(),
  better: z.enum(['up', 'down']),
  measure: z.string().optional(),
  method: z.string(),
  alpha: z.number(),
  cap: z.number().nullable().optional().meta({ description: 'the value the unit totals were capped at' }),
  arms: z.array(ArmResult),
})
export type MetricResult = z.infer<typeof MetricResult>

/** What an experiment has shown so far: health first, then every metric by arm. */
export const Report = z
  .strictObject({
    experiment: Key,
    name: z.string(),
    hypothesis: z.string().optional(),
    status: ExperimentStatus,
    phase: z.int(),
    environment: Key,
    unit: Key,
    control: Key,
    from: Timestamp,
    until: Timestamp,
    computedAt: Timestamp,
    definitionVersion: z.int(),
    exposures: z.strictObject({
      units: z.int().meta({ description: 'units in exactly one variant' }),
      excluded: z.int().meta({ description: 'units seen in several variants' }),
      arms: z.array(z.strictObject({ variant: Key, weight: z.number(), units: z.int() })),
    }),
    health: z.strictObject({ status: HealthStatus, checks: z.array(HealthCheck) }),
    metrics: z.array(MetricResult),
    decision: Decision.optional(),
  })
  .meta({ id: 'Report' })
export type Report = z.infer<typeof Report>
