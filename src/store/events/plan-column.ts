import { isTotals, type Plan, type PlannedMetric } from '../../core/metrics/plan.ts'

/** One number per unit that a plan needs: a term after the first exposure, capped or not, or its twin from before. */
export type PlanColumn = { name: string; term: number; side: 'after' | 'before'; cap: number | null }

/** The columns of a metric's summary, in the order of the summary; none for metrics that are not made of accumulators. */
export function columnsOfMetric(plan: Plan, metric: PlannedMetric): PlanColumn[] {
  if (metric.kind === 'quantile' && metric.level === 'unit') return [column(metric.y, 'after', null)]
  if (!isTotals(metric)) return []
  const { y, z, cap } = metric
  const after = [column(y, 'after', cap), ...(z === null ? [] : [column(z, 'after', null)])]
  const before = [column(y, 'before', null), ...(z === null ? [] : [column(z, 'before', null)])]
  return plan.prePeriodMs > 0 ? [...after, ...before] : after
}

/** Every column of a plan once, however many metrics share it. */
export function columnsOfPlan(plan: Plan): PlanColumn[] {
  return distinct(plan.metrics.flatMap(metric => columnsOfMetric(plan, metric)))
}

/** The pairs of columns whose co-moments the summaries of a plan hold, each once. */
export function pairsOfPlan(plan: Plan): { name: string; left: PlanColumn; right: PlanColumn }[] {
  return distinct(plan.metrics.flatMap(metric => pairsOf(columnsOfMetric(plan, metric))))
}

/** The columns whose skewness a plan asks for: the outcomes of means. */
export function skewedOfPlan(plan: Plan): PlanColumn[] {
  return distinct(plan.metrics.flatMap(metric => (metric.kind === 'mean' ? column(metric.y, 'after', metric.cap) : [])))
}

/** The pairs of a packed lower triangle, row by row. */
export function pairsOf(columns: readonly PlanColumn[]): { name: string; left: PlanColumn; right: PlanColumn }[] {
  return columns.flatMap((left, i) =>
    columns.slice(0, i + 1).map(right => ({ name: `${left.name}_${right.name}`, left, right })),
  )
}

function column(term: number, side: PlanColumn['side'], cap: number | null): PlanColumn {
  const letter = side === 'after' ? 'a' : 'b'
  return { name: `${letter}${term}${cap === null ? '' : `c${String(cap).replace(/\W/g, '_')}`}`, term, side, cap }
}

function distinct<Named extends { name: string }>(items: readonly Named[]): Named[] {
  return [...new Map(items.map(item => [item.name, item])).values()]
}
