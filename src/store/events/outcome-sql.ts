import { type Arm, isTotals, type Plan, type PlannedMetric, type RetentionMetric } from '../../core/metrics/plan.ts'
import { dayOf } from '../../core/metrics/retention.ts'
import { empty, type Summary } from '../../core/stats/summary.ts'
import { funnelParts } from './funnel-sql.ts'
import { dayEvents, moment } from './population-sql.ts'
import { quantileArm, quantileParts } from './quantile-sql.ts'
import { type Bind, condition } from './where-sql.ts'

type Row = Record<string, unknown> | undefined

/** The metrics of a plan that are not made of accumulators alone, by the name of the part of the query that has one row of each per arm. */
export function outcomesOf(plan: Plan): { name: string; metric: PlannedMetric }[] {
  return plan.metrics.flatMap((metric, place) =>
    isTotals(metric) || metric.kind === 'active' ? [] : [{ name: outcomeName(place), metric }],
  )
}

/** How a compiled plan names what it finds out about the metric at a place. */
export function outcomeName(place: number): string {
  return `outcome_${place}`
}

/**
 * Funnels, retention and quantiles by arm (and segment) as parts of a compiled plan; `labelled` has every unit of the population, and `totals`
 * its accumulators, both with the `keys` that are grouped by.
 */
export function outcomeParts(plan: Plan, keys: readonly string[], bind: Bind): string[] {
  return outcomesOf(plan).flatMap(({ name, metric }) => {
    if (metric.kind === 'funnel') {
      const taken = metric.steps.map(
        (_, index) => `count(*) FILTER (WHERE furthest >= ${index + 1})::DOUBLE AS ${name}_step_${index}`,
      )
      const immature = `count(*) FILTER (WHERE open AND furthest < ${metric.steps.length})::DOUBLE AS ${name}_immature`
      return [
        ...funnelParts(plan, metric, `${name}_units`, bind),
        counted(name, keys, [`count(*)::DOUBLE AS ${name}_n`, ...taken, immature]),
      ]
    }
    if (metric.kind === 'retention') return retentionParts(plan, metric, name, keys, bind)
    return metric.kind === 'quantile' ? quantileParts(plan, metric, name, keys, bind) : []
  })
}

/** What one row says of an arm of a metric; `totals` summarizes its accumulators, where it has any. */
export function outcomeArm(metric: PlannedMetric, name: string, row: Row, totals: Summary): Arm {
  const number = (column: string) => {
    const value = row?.[`${name}_${column}`]
    return typeof value === 'number' ? value : 0
  }
  if (metric.kind === 'funnel') {
    const steps = metric.steps.map((_, index) => number(`step_${index}`))
    return { ...shareOf(number('n'), steps.at(-1) ?? 0), steps, immature: number('immature') }
  }
  if (metric.kind === 'retention') return { ...shareOf(number('n'), number('y')), immature: number('immature') }
  return metric.kind === 'quantile' ? quantileArm(metric, name, row, totals) : empty(1)
}

function retentionParts(
  plan: Plan,
  metric: RetentionMetric,
  name: string,
  keys: readonly string[],
  bind: Bind,
): string[] {
  const kept = condition(metric.back.where ?? {}, bind)
  const mature = `first_time <= ${moment(Math.floor(plan.untilMs) - dayOf(metric, 0).untilMs)}`
  return [
    `${name}_units AS (SELECT DISTINCT _number AS number, true AS returned
  FROM (${dayEvents(plan, metric, bind)})${kept === '' ? '' : ` WHERE ${kept}`})`,
    counted(name, keys, [
      `count(*) FILTER (WHERE ${mature})::DOUBLE AS ${name}_n`,
      `count(returned) FILTER (WHERE ${mature})::DOUBLE AS ${name}_y`,
      `count(*) FILTER (WHERE NOT ${mature})::DOUBLE AS ${name}_immature`,
    ]),
  ]
}

function counted(name: string, keys: readonly string[], columns: readonly string[]): string {
  return `${name} AS (SELECT ${[...keys, ...columns].join(', ')} FROM labelled LEFT JOIN ${name}_units USING (number) GROUP BY ${keys.join(', ')})`
}

/** The summary of n units of which y have a one. */
export function shareOf(n: number, y: number): Summary {
  return n === 0 ? empty(1) : { n, means: [y / n], comoments: [(y / n) * (n - y)] }
}
