import { skewnessOf } from '../stats/skewness.ts'
import { summarize } from '../stats/summary.ts'
import { entriesOf, furthestOf } from './funnel.ts'
import type { PlainEvent } from './interpret.ts'
import { isOccurrence } from './match.ts'
import type {
  Arm,
  FunnelMetric,
  Plan,
  PlanAnswer,
  PlannedMetric,
  QuantileMetric,
  RetentionMetric,
  TotalsMetric,
} from './plan.ts'
import { quantile } from './quantile.ts'
import { clusterOf, orderOf } from './quantile-order.ts'
import { hasReturned, isMature } from './retention.ts'

/** The variant a unit met, and when first. */
export type Exposure = { arm: number; firstMs: number }

/** A unit of the population: its arm, its events, and for every term its total after the first exposure and its twin before it. */
export type UnitTotals = Exposure & { own: readonly PlainEvent[]; after: number[]; before: number[] }

/** Where the events of a unit end to count: with its window, or where knowledge ends. */
export function endOf({ untilMs, windowMs }: Plan, firstMs: number): number {
  return windowMs === null ? untilMs : Math.min(untilMs, firstMs + windowMs)
}

/** The answer of one metric over a population; caps are those of the `whole` population it is a part of. */
export function metricAnswer(
  plan: Plan,
  metric: PlannedMetric,
  population: readonly UnitTotals[],
  whole: readonly UnitTotals[],
): PlanAnswer['metrics'][number] {
  const byArm = plan.variants.map((_, arm) => population.filter(unit => unit.arm === arm))
  const plain = (armOf: (units: readonly UnitTotals[]) => Arm) => ({
    metric: metric.metric,
    cap: null,
    arms: byArm.map(armOf),
    skewness: byArm.map(() => null),
  })
  switch (metric.kind) {
    case 'funnel':
      return plain(units => funnelArm(plan, metric, units))
    case 'retention':
      return plain(units => retentionArm(plan, metric, units))
    case 'quantile':
      return plain(units => quantileArm(plan, metric, units))
    case 'active':
      return plain(() => summarize([], 1))
    default:
      return totalsAnswer(plan, metric, byArm, whole)
  }
}

function totalsAnswer(
  plan: Plan,
  { metric, kind, y, z, cap }: TotalsMetric,
  byArm: readonly (readonly UnitTotals[])[],
  whole: readonly UnitTotals[],
): PlanAnswer['metrics'][number] {
  const outcome = (unit: UnitTotals) => unit.after[y] ?? 0
  const ceiling = cap === null ? null : quantile(whole.map(outcome), cap)
  const rows = byArm.map(units =>
    units.map(unit => {
      const value = outcome(unit)
      const after = [ceiling === null ? value : Math.min(value, ceiling), ...(z === null ? [] : [unit.after[z] ?? 0])]
      const before = [unit.before[y] ?? 0, ...(z === null ? [] : [unit.before[z] ?? 0])]
      return plan.prePeriodMs > 0 ? [...after, ...before] : after
    }),
  )
  const width = (z === null ? 1 : 2) * (plan.prePeriodMs > 0 ? 2 : 1)
  const skewness = rows.map(arm => {
    const found = skewnessOf(arm.map(([value = 0]) => value))
    return kind === 'mean' && typeof found === 'number' ? found : null
  })
  return { metric, cap: ceiling, arms: rows.map(arm => summarize(arm, width)), skewness }
}

function funnelArm(plan: Plan, funnel: FunnelMetric, units: readonly UnitTotals[]): Arm {
  const paths = units.map(unit => {
    const isOver = plan.windowMs !== null && unit.firstMs + plan.windowMs <= plan.untilMs
    const untilMs = isOver ? Number.POSITIVE_INFINITY : plan.untilMs
    return furthestOf(funnel, entriesOf(funnel, countedOf(plan, unit), untilMs))
  })
  const taken = (step: number) => paths.filter(({ furthest }) => furthest >= step).length
  return {
    ...summarize(
      paths.map(({ furthest }) => [furthest === funnel.steps.length ? 1 : 0]),
      1,
    ),
    steps: funnel.steps.map((_, index) => taken(index + 1)),
    immature: paths.filter(({ immature }) => immature).length,
  }
}

function retentionArm(plan: Plan, retention: RetentionMetric, units: readonly UnitTotals[]): Arm {
  const mature = units.filter(unit => isMature(retention, unit.firstMs, plan.untilMs))
  return {
    ...summarize(
      mature.map(unit => [hasReturned(retention, unit.firstMs, unit.own) ? 1 : 0]),
      1,
    ),
    immature: units.length - mature.length,
  }
}

function quantileArm(plan: Plan, metric: QuantileMetric, units: readonly UnitTotals[]): Arm {
  if (metric.level === 'unit') {
    const totals = units.map(unit => unit.after[metric.y] ?? 0)
    return withOrder(
      summarize(
        totals.map(total => [total]),
        1,
      ),
      orderOf(totals, metric.q),
    )
  }
  const values = units.map(unit =>
    countedOf(plan, unit)
      .filter(event => isOccurrence(metric, event))
      .flatMap(({ properties }) => {
        const value = properties[metric.property]
        return typeof value === 'number' ? [value] : []
      }),
  )
  const order = orderOf(values.flat(), metric.q)
  const clusters = values.filter(own => own.length > 0).map(own => clusterOf(own, order?.value ?? 0))
  return withOrder(summarize(clusters, 2), order)
}

function withOrder(summary: Arm, order: Arm['order']): Arm {
  return order === undefined ? summary : { ...summary, order }
}

/** The events of a unit that count: from its first exposure to the end of its window. */
function countedOf(plan: Plan, { own, firstMs }: UnitTotals): UnitTotals['own'] {
  const endMs = endOf(plan, firstMs)
  return own.filter(({ timeMs }) => timeMs >= firstMs && timeMs < endMs)
}
