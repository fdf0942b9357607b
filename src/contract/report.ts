import { z } from 'zod'
import { CalculatorLine } from './calculators.ts'
import { AnalysisMode, Decision, ExperimentStatus, RecommendedOutcome } from './experiment.ts'
import { MetricRole } from './metric-role.ts'
import { Json, Key, Timestamp } from './name.ts'
import { StartedUnready } from './readiness.ts'

export const Unavailable = z.strictObject({ unavailable: z.string().meta({ description: 'why there is no number' }) })
export type Unavailable = z.infer<typeof Unavailable>
const Bound = z.number().nullable().meta({ description: 'null: unbounded on this side' })
export const Interval = z.tuple([Bound, Bound])
export type Interval = z.infer<typeof Interval>
const Relative = z.union([z.strictObject({ lift: z.number(), ci: Interval }), Unavailable])

export const HealthStatus = z.enum(['ok', 'warning', 'failing', 'unknown'])
export type HealthStatus = z.infer<typeof HealthStatus>

/** One reason to trust or distrust the numbers below it. */
export const HealthCheck = z.strictObject({
  check: z.enum([
    'exposures',
    'sample-ratio',
    'multiple-variants',
    'pre-period-imbalance',
    'missing-outcomes',
    'mid-run-changes',
    'event-freshness',
    'event-health',
  ]),
  status: HealthStatus,
  detail: z.string(),
  values: z.record(z.string(), Json),
  calculator: CalculatorLine.optional(),
})
export type HealthCheck = z.infer<typeof HealthCheck>

/** How an event beneath a number is, or was in the time the number is about. */
export const EventBeneath = z
  .strictObject({
    event: z.string(),
    status: HealthStatus,
    detail: z.string(),
    since: Timestamp.optional().meta({ description: 'when what the status is about began' }),
  })
  .meta({ id: 'EventBeneath' })
export type EventBeneath = z.infer<typeof EventBeneath>

/** The moments a number was computed from; columns are named in their order. */
export const Sums = z.strictObject({
  columns: z.array(z.enum(['y', 'z', 'yPre', 'zPre'])),
  n: z.int(),
  means: z.array(z.number().nullable()).meta({ description: 'null: more than a number can hold' }),
  comoments: z.array(z.number().nullable()).meta({ description: 'packed lower triangle of centred sums of products' }),
})
export type Sums = z.infer<typeof Sums>

const test = {
  difference: z.number(),
  se: z.number(),
  df: z.number(),
  t: z.number(),
  p: z.number(),
  ci: Interval,
  relative: Relative,
  calculator: CalculatorLine.meta({ description: 'gives these numbers again' }),
}

/** A test of one metric alone at a single look: what a fixed test would say. */
export const PlainTest = z.strictObject(test)
export type PlainTest = z.infer<typeof PlainTest>

/** The same after the method of the experiment and the adjustment of the metric's role: what conclusions rest on. */
export const AdjustedTest = z.strictObject({
  p: z.number(),
  unadjustedP: z.number().meta({ description: 'by the method of the experiment, before the adjustment' }),
  ci: Interval,
  relative: Relative,
  level: z.number().meta({ description: 'the alpha of this interval' }),
  adjustment: z.enum(['holm', 'none', 'benjamini-hochberg']),
  family: z.int().meta({ description: 'how many tests share the adjustment' }),
  calculator: CalculatorLine.meta({ description: 'gives the interval again, unless it ends at 0 by Holm' }),
})
export type AdjustedTest = z.infer<typeof AdjustedTest>

/** A guardrail's one-sided test that the loss is smaller than its margin. */
export const NonInferiority = z.strictObject({
  margin: z.number().meta({ description: 'relative to the control' }),
  limit: z.number().meta({ description: 'the difference its bound must stay clear of' }),
  ci: Interval,
  p: z.number(),
  passed: z.boolean(),
})
export type NonInferiority = z.infer<typeof NonInferiority>

export const Comparison = z.strictObject({
  ...test,
  cuped: z
    .union([z.strictObject({ theta: z.number(), varianceReduction: z.number(), raw: PlainTest }), Unavailable])
    .optional()
    .meta({ description: 'with a pre-period: the numbers above are adjusted for it, raw are those without' }),
  adjusted: z.union([AdjustedTest, Unavailable]),
  nonInferiority: z.union([NonInferiority, Unavailable]).optional(),
  bayes: z
    .union([
      z.strictObject({
        prior: z.strictObject({
          mean: z.number(),
          sd: z.number(),
          source: z.enum(['experiment', 'project', 'default']),
        }),
        mean: z.number(),
        sd: z.number(),
        chanceToWin: z.number(),
        expectedLoss: z.number(),
        ci: Interval,
        calculator: CalculatorLine,
      }),
      Unavailable,
    ])
    .meta({
      description:
        'of the gain (the lift, or its negative where lower is better), for the stated prior; a view of the same data and no license to stop when it looks good',
    }),
  shrunk: z
    .union([z.strictObject({ lift: z.number(), tau: z.number(), experiments: z.int() }), Unavailable])
    .meta({ description: "the lift with the winner's curse taken off, by the project's past experiments" }),
  verdict: z.enum(['better', 'worse', 'no-effect-found', 'unavailable']),
})
export type Comparison = z.infer<typeof Comparison>

/** An arm that has fewer units than the skewness of its outcome asks for (355 x skewness^2). */
export const SkewnessWarning = z.strictObject({ skewness: z.number(), needed: z.number() })
export type SkewnessWarning = z.infer<typeof SkewnessWarning>

/** How many units of an arm took a step of a funnel, and their share of all exposed ones. */
export const StepResult = z.strictObject({
  step: z.int().meta({ description: 'counted from 1' }),
  event: z.string(),
  units: z.int(),
  share: z.union([z.number(), Unavailable]),
})
export type StepResult = z.infer<typeof StepResult>

/** A quantile of n values and the values at the levels that span it; null while n is too small for them. */
export const OrderStatistics = z.strictObject({
  q: z.number(),
  n: z.int(),
  value: z.number().nullable(),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
})
export type OrderStatistics = z.infer<typeof OrderStatistics>

export const ArmResult = z.strictObject({
  variant: Key,
  units: z.int().meta({
    description:
      'those the value is of: for retention the units whose day is over, for a quantile of events the units with any',
  }),
  value: z.union([z.number(), Unavailable]),
  sums: Sums.meta({
    description:
      'of a quantile of events: y how many values of a unit are not above the quantile, z how many it has; of a quantile of units: y their totals',
  }),
  steps: z.array(StepResult).optional().meta({ description: 'of a funnel; the last one is the value' }),
  immature: z.int().optional().meta({
    description:
      'of a funnel: units that may still go further; of retention: units left out, for their day is not over',
  }),
  order: OrderStatistics.optional().meta({ description: 'of a quantile: what its standard error is made of' }),
  tooFewForSkewness: SkewnessWarning.optional(),
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
  addedAfterStart: z.literal(true).optional().meta({ description: 'named while running, so exploratory' }),
  kind: z.string(),
  better: z.enum(['up', 'down']),
  measure: z.string().optional(),
  method: z.string(),
  alpha: z.number(),
  cap: z.number().nullable().optional().meta({ description: 'the value the unit totals were capped at' }),
  health: HealthStatus.meta({ description: 'the worst of the events it reads' }),
  arms: z.array(ArmResult),
})
export type MetricResult = z.infer<typeof MetricResult>

/** The tests that share an adjustment, in the order of their p values. */
export const Family = z.strictObject({
  role: MetricRole,
  members: z.array(z.strictObject({ metric: Key, variant: Key })),
  calculator: CalculatorLine,
})
export type Family = z.infer<typeof Family>

/** One condition of shipping with what decided it. */
export const ConditionResult = z.strictObject({
  condition: z.enum(['health-passes', 'success-superior', 'guardrails-non-inferior', 'nothing-deteriorated']),
  holds: z.boolean(),
  because: z.array(
    z.strictObject({
      metric: Key.optional(),
      check: z.string().optional(),
      status: HealthStatus.optional(),
      bound: z.number().nullable().optional().meta({ description: 'the bound of the interval that was compared' }),
      limit: z.number().optional().meta({ description: 'with what it was compared' }),
      p: z.number().optional(),
      crossedAt: z.int().optional().meta({ description: 'the first look at which the metric crossed its bound' }),
      unavailable: z.string().optional(),
    }),
  ),
})
export type ConditionResult = z.infer<typeof ConditionResult>

/** What the decision rule says about one variant, and why. */
export const Recommendation = z.strictObject({
  variant: Key,
  outcome: RecommendedOutcome,
  look: z.int().nullable().meta({ description: 'the recorded look it rests on; null: none yet' }),
  expectedEnd: Timestamp.nullable(),
  remainingDays: z.number().nullable(),
  conditions: z.array(ConditionResult),
})
export type Recommendation = z.infer<typeof Recommendation>

/** Something that changed while the phase ran, to be marked on the time axis. */
export const MidRunChange = z.strictObject({
  at: Timestamp,
  kind: z.enum(['phase', 'targeting', 'coverage']),
  detail: z.string(),
})
export type MidRunChange = z.infer<typeof MidRunChange>

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
    analysis: z.strictObject({
      mode: AnalysisMode,
      alpha: z.number(),
      information: z.number().meta({ description: 'the share of the plan that is done; 1 is its end' }),
      look: z.int().nullable().meta({ description: 'the recorded look these numbers are; null: none' }),
      looks: z.int().meta({ description: 'how many were recorded' }),
      bounds: z
        .strictObject({ z: z.array(z.number().nullable()), spent: z.array(z.number()), calculator: CalculatorLine })
        .optional(),
      plannedUnits: z.number().optional(),
    }),
    provisional: z
      .boolean()
      .meta({ description: 'numbers between two looks, with the bounds a look now would have; conclude nothing' }),
    health: z.strictObject({ status: HealthStatus, checks: z.array(HealthCheck) }),
    eventHealth: z
      .array(EventBeneath)
      .meta({ description: 'of each event beneath the metrics, in the time of the report' }),
    startedUnready: StartedUnready.optional().meta({
      description: 'it was started although this could not be measured',
    }),
    changes: z.array(MidRunChange),
    metrics: z.array(MetricResult),
    veiled: z
      .strictObject({ reason: z.string(), metrics: z.array(MetricResult) })
      .optional()
      .meta({ description: 'numbers that must not be concluded from, and why' }),
    families: z.array(Family),
    recommendations: z.array(Recommendation),
    decision: Decision.optional(),
  })
  .meta({ id: 'Report' })
export type Report = z.infer<typeof Report>
