import { exposureEvent } from '../../contract/event.ts'
import type { Where } from '../../contract/metric.ts'
import { summarize } from '../stats/summary.ts'
import type { Plan, PlanAnswer, PlannedMetric, Term } from './plan.ts'
import { quantile } from './quantile.ts'

/** An event of the plan's project, as plain data. */
export type PlainEvent = {
  event: string
  environment: string
  timeMs: number
  units: Readonly<Record<string, string | null>>
  properties: Readonly<Record<string, string | number | boolean | null>>
}

/** A unit of the population: its arm, and for every term its total after the first exposure and its twin before it. */
type UnitTotals = { arm: number; after: number[]; before: number[] }

/**
 * The reference meaning of a plan, over plain arrays: slow and obvious. Every engine that answers plans gives the
 * same units and counts, and the same moments within rounding.
 */
export function interpret(plan: Plan, events: readonly PlainEvent[]): PlanAnswer {
  const byUnit = new Map<string, PlainEvent[]>()
  for (const event of events) {
    const unit = event.units[plan.unitField]
    if (event.environment !== plan.environment || unit === undefined || unit === null) continue
    const own = byUnit.get(unit)
    if (own) own.push(event)
    else byUnit.set(unit, [event])
  }
  const population: UnitTotals[] = []
  let excluded = 0
  for (const own of byUnit.values()) {
    const met = exposureOf(plan, own)
    if (met === 'several') excluded++
    else if (met !== 'none') population.push(totalsOf(plan, own, met))
  }
  return {
    units: plan.variants.map((_, arm) => population.filter(unit => unit.arm === arm).length),
    excluded,
    metrics: plan.metrics.map(metric => metricAnswer(plan, metric, population)),
  }
}

type Exposure = { arm: number; firstMs: number }

/** The one variant a unit met and when first; 'none' for units outside of the population. */
function exposureOf(plan: Plan, events: readonly PlainEvent[]): Exposure | 'none' | 'several' {
  const exposures = events.filter(
    ({ event, timeMs, properties }) =>
      event === exposureEvent &&
      timeMs < plan.untilMs &&
      properties.experiment === plan.experiment &&
      properties.phase === plan.phase &&
      plan.variants.some(variant => variant === properties.variant),
  )
  const firstMs = exposures.reduce((first, { timeMs }) => Math.min(first, timeMs), Number.POSITIVE_INFINITY)
  if (exposures.length === 0 || firstMs < plan.fromMs) return 'none'
  const arms = new Set(exposures.map(({ properties }) => plan.variants.indexOf(String(properties.variant))))
  const [arm] = arms
  return arm === undefined || arms.size > 1 ? 'several' : { arm, firstMs }
}

function totalsOf(plan: Plan, events: readonly PlainEvent[], { arm, firstMs }: Exposure): UnitTotals {
  const endMs = Math.min(plan.untilMs, plan.windowMs === null ? plan.untilMs : firstMs + plan.windowMs)
  const after = events.filter(({ timeMs }) => timeMs >= firstMs && timeMs < endMs)
  const before = events.filter(({ timeMs }) => timeMs >= firstMs - plan.prePeriodMs && timeMs < firstMs)
  return {
    arm,
    after: plan.terms.map(term => termTotal(term, after)),
    before: plan.terms.map(term => termTotal(term, before)),
  }
}

function termTotal(term: Term, events: readonly PlainEvent[]): number {
  const matching = events.filter(({ event, properties }) => event === term.event && matches(term.where, properties))
  if (term.aggregate === 'any') return matching.length > 0 ? 1 : 0
  if (term.aggregate === 'count') return matching.length
  return matching.reduce((sum, { properties }) => {
    const value = properties[term.property ?? '']
    return typeof value === 'number' ? sum + value : sum
  }, 0)
}

/** A value matches when it has the same type and the same value as one of those named; no value never matches. */
function matches(where: Where, properties: PlainEvent['properties']): boolean {
  return Object.entries(where).every(([name, values]) => values.some(value => value === properties[name]))
}

function metricAnswer(
  plan: Plan,
  { metric, y, z, cap }: PlannedMetric,
  population: readonly UnitTotals[],
): PlanAnswer['metrics'][number] {
  const outcome = population.map(unit => unit.after[y] ?? 0)
  const ceiling = cap === null ? null : quantile(outcome, cap)
  const rows = population.map((unit, index) => {
    const value = outcome[index] ?? 0
    const after = [ceiling === null ? value : Math.min(value, ceiling), ...(z === null ? [] : [unit.after[z] ?? 0])]
    const before = [unit.before[y] ?? 0, ...(z === null ? [] : [unit.before[z] ?? 0])]
    return { arm: unit.arm, columns: plan.prePeriodMs > 0 ? [...after, ...before] : after }
  })
  const width = (z === null ? 1 : 2) * (plan.prePeriodMs > 0 ? 2 : 1)
  const arms = plan.variants.map((_, arm) =>
    summarize(
      rows.filter(row => row.arm === arm).map(row => row.columns),
      width,
    ),
  )
  return { metric, cap: ceiling, arms }
}
