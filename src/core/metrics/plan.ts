import type { ExperimentRecord, Phase } from '../../contract/experiment.ts'
import type { Metric, MetricFormula, Total, Where } from '../../contract/metric.ts'
import type { Project } from '../../contract/project.ts'
import type { Summary } from '../stats/summary.ts'

const dayMs = 86_400_000

/** One number accumulated per unit: whether an event happened, how often, or the sum of a property. */
export type Term = {
  event: string
  aggregate: 'any' | 'count' | 'sum'
  property: string | null
  where: Where
}

/** A metric in terms of accumulators: `y`, for ratios also `z`, as indexes into the plan's terms. */
export type PlannedMetric = {
  metric: string
  kind: MetricFormula['kind']
  y: number
  z: number | null
  cap: number | null
}

/**
 * A question about an experiment, free of any engine. Population: units whose first exposure to the phase falls in
 * [fromMs, untilMs) and that met exactly one of the variants. A term counts a unit's events in the same environment with
 * first exposure <= time < first exposure + windowMs (no window: no end), and time < untilMs; its pre-period twin counts
 * first exposure - prePeriodMs <= time < first exposure. A sum skips events without the property. Caps are the
 * linearly interpolated quantile (type 7) of the unit totals over all arms, zeros included, and apply to the outcome only.
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
  windowMs: number | null
  prePeriodMs: number
  terms: Term[]
  metrics: PlannedMetric[]
}

/**
 * What a plan answers: units per variant, units met in several variants, and for every metric the value of its cap and
 * one summary per variant (in the plan's order). Columns of a summary: y, then z for ratios, then with a pre-period their
 * pre-period twins in the same order. `skewness` is that of y per variant, for means only, null where there is none.
 */
export type PlanAnswer = {
  units: number[]
  excluded: number
  metrics: { metric: string; cap: number | null; arms: Summary[]; skewness: (number | null)[] }[]
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

function plannedMetric(metric: Metric, terms: Term[]): PlannedMetric {
  const { formula } = metric
  const base = { metric: metric.key, kind: formula.kind, z: null, cap: null }
  if (formula.kind === 'proportion') {
    return {
      ...base,
      y: place(terms, { event: formula.event, aggregate: 'any', property: null, where: formula.where ?? {} }),
    }
  }
  if (formula.kind === 'mean') return { ...base, y: place(terms, termOf(formula.total)), cap: formula.cap ?? null }
  return { ...base, y: place(terms, termOf(formula.numerator)), z: place(terms, termOf(formula.denominator)) }
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
