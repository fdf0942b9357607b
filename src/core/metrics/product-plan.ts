import type { MetricFormula, Occurrence } from '../../contract/metric.ts'
import type { Bucket } from './product-calendar.ts'

/** What the units of a bucket may be told apart by: what events said of their context, or a property of one kind of event. */
export type ProductDimension =
  | { kind: 'context'; field: string }
  | { kind: 'property'; event: string; property: string }

/**
 * A question about the whole product over the calendar, free of any engine; an experiment's population is asked by a `Plan` instead.
 *
 * Only events of the environment that name a unit and happened before `knownMs` exist, however late they came. `buckets` follow each other
 * without gaps. Each bucket is asked by itself: what a unit did in one says nothing about another.
 *
 * Population of a bucket: the units with at least one event in it, of any of `events` (exposures are events too), or with one that is `member`.
 * Funnels, retention and active units have a population of their own, which `member` only narrows:
 * - proportion, mean, ratio: what the population's units did in the bucket. The share of units with the event; the sum per unit, where the
 *   cap is the linearly interpolated quantile (type 7) of the bucket's unit totals, zeros included; one sum over another.
 * - quantile: at the level of units, of their sums in the bucket, zeros included; at the level of events, of all their values in it.
 * - funnel: the units with an entry, an event of step 1, in the bucket. A unit counts once, with the furthest path of those entries; the
 *   other steps may be taken after the bucket. The number is the share that took the last step; who could still take it is `immature`.
 * - retention: the units with a start in the bucket; the first one in it is the entry, and day n the n-th 24 hours after that. The number is
 *   the share with the event on day n, over the units whose day n was over at `knownMs`; the others are `immature`.
 * - active: how many distinct units had an event in the bucket's window (`windows`), which ends with the bucket and began `days` calendar
 *   days before that, so it may reach back beyond the first bucket. It has no `member`.
 *
 * Segment of a unit in a bucket: the earliest value any of its events said in the bucket; of funnels, what the entry of the furthest path said (the
 * earliest such); of retention, what the entry said; of active units, the earliest value one of the counted events said in the window. Of values at
 * the same moment the smallest counts. Caps are those of the whole bucket.
 */
export type ProductPlan = {
  project: string
  environment: string
  unitField: string
  formula: MetricFormula
  buckets: Bucket[]
  /** Of active units: where the window of each bucket begins. */
  windows: number[]
  knownMs: number
  member: Occurrence | null
  events: string[]
  dimension: ProductDimension | null
}

/**
 * One bucket and segment, by its place and name (null where there is no dimension). `units` is its population, `value` null where there is nothing to
 * compute it from. `steps` are the units that got at least as far as each step.
 */
export type ProductCell = {
  bucket: number
  segment: string | null
  units: number
  value: number | null
  numerator: number | null
  denominator: number | null
  immature: number | null
  steps: number[] | null
}

/** Cells by bucket, in it the segments that are largest over all buckets first; those without units are left out. */
export type ProductAnswer = ProductCell[]

/** A question may not ask for more numbers than a person or a chart can take in. */
export const cellsMax = 10_000
