import type { ExperimentRecord, Phase } from '../../contract/experiment.ts'
import type { Metric, Total, Where } from '../../contract/metric.ts'
import type { Project } from '../../contract/project.ts'
import type { Summary } from '../stats/summary.ts'
import { type Funnel, funnelOf } from './funnel.ts'
import { type Retention, retentionOf } from './retention.ts'

const dayMs = 86_400_000

/** One number accumulated per unit: whether an event happened, how often, or the sum of a property. */
export type Term = {
  event: string
  aggregate: 'any' | 'count' | 'sum'
  property: string | null
  where: Where
}

/** A metric in terms of accumulators: `y`, for ratios also `z`, as indexes into the plan's terms. */
export type TotalsMetric = {
  metric: string
  kind: 'proportion' | 'mean' | 'ratio'
  y: number
  z: number | null
  cap: number | null
}

/** Whether and how far each unit went; the outcome is the last step. Its denominator is the whole population. */
export type FunnelMetric = { metric: string; kind: 'funnel' } & Funnel

/** Whether each unit came back on its day n, of the units whose day n is over before `untilMs`; the window of the plan does not bound it. */
export type RetentionMetric = { metric: string; kind: 'retention' } & Retention

/** A quantile of the totals `y` of all units; or of all values of a property, clustered by unit. */
export type QuantileMetric = { metric: string; kind: 'quantile'; q: number } & (
  | { level: 'unit'; y: number }
  | { level: 'event'; event: string; property: string; where: Where }
)

/** Active units belong to calendar days; of an exposed population nothing is computed. */
export type CalendarMetric = { metric: string; kind: 'active' }

/** A metric as a plan asks for it. */
export type PlannedMetric = TotalsMetric | FunnelMetric | RetentionMetric | QuantileMetric | CalendarMetric

/**
 * A question about an experiment, free of any engine. Population: units whose first exposure to the phase falls in
 * [fromMs, untilMs) and that met exactly one of the variants. A term counts a unit's events in the same environment with
 * first exposure <= time < first exposure + windowMs (no window: no end), and time < untilMs; its pre-period twin counts
 * first exposure - prePeriodMs <= time < first exposure. A sum skips events without the property. Caps are the
 * linearly interpolated quantile (type 7) of the unit totals over all arms, zeros included, and apply to the outcome only.
 * Funnels and quantiles count the same events as terms do; only totals have pre-period twins.
 */
export type Plan = {
  project: string
  environment: string
  unitField: string
  experiment: string
  phase: number
  variants: string[]
  /** In place of exposures: every unit with this event in the period, from its first one in it on, is of the first variant. */
  arrival?: string
  fromMs: number
  untilMs: number
  /** Of exposures: leaves out units whose first one is not before this moment, with everything they did. */
  enteredUntilMs?: number
  windowMs: number | null
  prePeriodMs: number
  terms: Term[]
  metrics: PlannedMetric[]
}

/**
 * What is known of one arm. Columns of the summary: y, then z for ratios, then with a pre-period their twins in the same order.
 * Funnels: [y], 1 for units that took every step; `steps` counts the units that took each step, `immature` those that may still go further.
 * Retention: [y], 1 for units that came back, over mature units; `immature` counts the others.
 * Quantiles: `order` are the quantile and its order statistics, absent where there are no values. Unit level: [y], the totals.
 * Event level: [y, z] over units with values, y how many of them are not above the quantile, z how many there are.
 */
export type Arm = Summary & { steps?: readonly number[]; immature?: number; order?: ArmOrder }

/** The quantile q of n values, and the order statistics around it; null while n is too small for them. */
export type ArmOrder = { q: number; n: number; value: number; lower: number | null; upper: number | null }

/**
 * What a plan answers: units per variant, units met in several variants, and for every metric the value of its cap and
 * one arm per variant (in the plan's order). `skewness` is that of y per variant, for means only, null where there is none.
 */
export type PlanAnswer = {
  units: number[]
  excluded: number
  metrics: { metric: string; cap: number | null; arms: Arm[]; skewness: (number | null)[] }[]
}

/**
 * What a population may be split by: what a unit's first exposure said of its context; the last value of an event's property at or before
 * the first exposure, or the first one after it (within the window); or the one variant of another experiment it met before `untilMs`.
 */
export type Dimension =
  | { kind: 'context'; field: string }
  | { kind: 'property'; event: string; property: string; measured: 'before' | 'after' }
  | { kind: 'experiment'; experiment: string; phase: number }

/** The units without a value, and those of all values beyond the `segmentsMax` most frequent ones. */
export const unknownSegment = '(unknown)'
export const otherSegments = '(other)'
export const segmentsMax = 20

/** The answer of a plan for one segment of its population; caps are those of the whole. */
export type SegmentAnswer = { segment: string; answer: PlanAnswer }

/** A point of a series: its day, counted from 0, and a summary per variant: `[y]`, or `[y, z]` for ratios. */
export type SeriesPoint = { day: number; arms: Summary[] }

/**
 * One metric over time. `cumulative`: all units and outcomes up to the end of each day since the start. `daily`: the units first exposed on
 * each day, with all of their outcomes. `sinceExposure`: the outcomes of each unit's n-th day, of units for which that day is over.
 * The outcome of a funnel is its completion, which happens once. Retention counts mature units only, from the day on that makes them so;
 * its `sinceExposure` is the retention of every day.
 */
export type SeriesAnswer = Record<'cumulative' | 'daily' | 'sinceExposure', SeriesPoint[]>

/** The question an experiment's report asks about one phase, over the metrics it names, up to a moment. */
export function planOf(
  project: Project,
  experiment: ExperimentRecord,
  phase: Phase,
  metrics: Metric[],
  untilMs: number,
): Plan {
  const terms: Term[] = []
  const planned = metrics.map(metric => plannedMetric(metric, terms))
  const endMs = phase.endedAt === undefined ? untilMs : Math.min(untilMs, Date.parse(phase.endedAt))
  const { windowDays, prePeriodDays } = experiment.analysis
  return {
    project: project.key,
    environment: experiment.environment,
    unitField: project.units[experiment.unit] ?? `${experiment.unit}_id`,
    experiment: experiment.key,
    phase: phase.number,
    variants: phase.variants.map(arm => arm.variant),
    fromMs: Date.parse(phase.startedAt),
    untilMs: endMs,
    windowMs: windowDays === undefined ? null : windowDays * dayMs,
    prePeriodMs: prePeriodDays * dayMs,
    terms,
    metrics: planned,
  }
}

function plannedMetric({ key: metric, formula }: Metric, terms: Term[]): PlannedMetric {
  const { kind } = formula
  switch (kind) {
    case 'proportion': {
      const { event, where = {} } = formula
      return { metric, kind, y: place(terms, { event, aggregate: 'any', property: null, where }), z: null, cap: null }
    }
    case 'mean':
      return { metric, kind, y: place(terms, termOf(formula.total)), z: null, cap: formula.cap ?? null }
    case 'ratio': {
      const [y, z] = [place(terms, termOf(formula.numerator)), place(terms, termOf(formula.denominator))]
      return { metric, kind, y, z, cap: null }
    }
    case 'funnel':
      return { metric, kind, ...funnelOf(formula) }
    case 'retention':
      return { metric, kind, ...retentionOf(formula) }
    case 'quantile': {
      const { q, level, event, property, where = {} } = formula
      const base = { metric, kind, q }
      if (level === 'event') return { ...base, level, event, property, where }
      return { ...base, level, y: place(terms, { event, aggregate: 'sum', property, where }) }
    }
    case 'active':
      return { metric, kind }
  }
}

/** The events a metric of a plan counts. Those that only end a path are not among them: that none came is no sign of anything. */
export function eventsOfMetric(plan: Plan, metric: PlannedMetric): string[] {
  const ofTerm = (index: number | null) => (index === null ? [] : (plan.terms[index]?.event ?? []))
  switch (metric.kind) {
    case 'funnel':
      return [...new Set(metric.steps.map(({ event }) => event))]
    case 'retention':
      return [metric.back.event]
    case 'quantile':
      return metric.level === 'unit' ? [ofTerm(metric.y)].flat() : [metric.event]
    case 'active':
      return []
    default:
      return [ofTerm(metric.y), ofTerm(metric.z)].flat()
  }
}

/** Whether a metric of a plan can be asked for over time: quantiles of days say nothing about those of longer times. */
export function hasSeries(metric: PlannedMetric): boolean {
  return metric.kind !== 'quantile' && metric.kind !== 'active'
}

/** Whether a metric of a plan is made of accumulators. */
export function isTotals(metric: PlannedMetric): metric is TotalsMetric {
  return metric.kind === 'proportion' || metric.kind === 'mean' || metric.kind === 'ratio'
}

function termOf(total: Total): Term {
  return {
    event: total.event,
    aggregate: total.property === undefined ? 'count' : 'sum',
    property: total.property ?? null,
    where: total.where ?? {},
  }
}

/** Terms are shared: two metrics over the same accumulator read it once. */
function place(terms: Term[], term: Term): number {
  const wanted = JSON.stringify(term)
  const found = terms.findIndex(known => JSON.stringify(known) === wanted)
  return found >= 0 ? found : terms.push(term) - 1
}
