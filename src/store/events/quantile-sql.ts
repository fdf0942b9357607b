import type { Arm, Plan, QuantileMetric } from '../../core/metrics/plan.ts'
import { ORDER_Z, quantileLevels } from '../../core/stats/quantile.ts'
import type { Summary } from '../../core/stats/summary.ts'
import { isUnavailable } from '../../core/stats/unavailable.ts'
import { countedEvents } from './population-sql.ts'
import { type Bind, condition, numeric } from './where-sql.ts'

const levels = ['value', 'lower', 'upper'] as const

/**
 * The order statistics of each arm (and segment) as parts of a compiled plan, and at the level of events what each unit adds to their
 * variance. Only these few numbers leave the engine, never the values.
 */
export function quantileParts(
  plan: Plan,
  metric: QuantileMetric,
  name: string,
  keys: readonly string[],
  bind: Bind,
): string[] {
  const of = keys.map(key => `l.${key}`).join(', ')
  if (metric.level === 'unit') {
    return [
      values(name, `SELECT ${of}, l.number, t.total_a${metric.y} AS v FROM labelled l JOIN totals t USING (number)`),
      ranked(name, keys),
      orders(name, keys, metric.q, name),
    ]
  }
  const kept = [`${numeric(metric.property)} IS NOT NULL`, condition(metric.where, bind)].filter(Boolean)
  return [
    values(
      name,
      `SELECT ${of}, l.number, e.v FROM (
    SELECT _number AS number, ${numeric(metric.property)} AS v FROM (${countedEvents(plan, metric.event, bind)}) WHERE ${kept.join(' AND ')}
  ) e JOIN labelled l USING (number)`,
    ),
    ranked(name, keys),
    orders(name, keys, metric.q, `${name}_orders`),
    `${name}_clusters AS (
  SELECT ${keys.join(', ')}, number, count(*) FILTER (WHERE v <= ${name}_value)::DOUBLE AS y, count(*)::DOUBLE AS z
  FROM ${name}_values JOIN ${name}_orders USING (${keys.join(', ')}) GROUP BY ${[...keys, 'number'].join(', ')}
)`,
    `${name} AS (
  SELECT * FROM ${name}_orders JOIN (
    SELECT ${keys.join(', ')}, count(*)::DOUBLE AS ${name}_units, avg(y) AS ${name}_y, avg(z) AS ${name}_z,
      var_pop(y) * count(*) AS ${name}_yy, covar_pop(z, y) * count(*) AS ${name}_zy, var_pop(z) * count(*) AS ${name}_zz
    FROM ${name}_clusters GROUP BY ${keys.join(', ')}
  ) USING (${keys.join(', ')})
)`,
  ]
}

/** What one row says of an arm of a quantile. */
export function quantileArm(
  metric: QuantileMetric,
  name: string,
  row: Record<string, unknown> | undefined,
  totals: Summary,
): Arm {
  const number = (column: string) => {
    const value = row?.[`${name}_${column}`]
    return typeof value === 'number' ? value : undefined
  }
  const [n, value, lower, upper] = [number('n'), number('value'), number('lower'), number('upper')]
  const summary =
    metric.level === 'unit'
      ? totals
      : {
          n: number('units') ?? 0,
          means: [number('y') ?? 0, number('z') ?? 0],
          comoments: [number('yy') ?? 0, number('zy') ?? 0, number('zz') ?? 0],
        }
  if (n === undefined || value === undefined) return summary
  const known = !isUnavailable(quantileLevels(n, metric.q))
  const order = { q: metric.q, n, value, lower: known ? (lower ?? null) : null, upper: known ? (upper ?? null) : null }
  return { ...summary, order }
}

function values(name: string, select: string): string {
  return `${name}_values AS MATERIALIZED (${select})`
}

function ranked(name: string, keys: readonly string[]): string {
  const own = `PARTITION BY ${keys.join(', ')}`
  return `${name}_ranked AS (SELECT ${keys.join(', ')}, v, row_number() OVER (${own} ORDER BY v) - 1 AS place, count(*) OVER (${own}) AS n FROM ${name}_values)`
}

/** Interpolated between the two values around each level (type 7), as everywhere else. */
function orders(name: string, keys: readonly string[], q: number, as: string): string {
  const reach = `${ORDER_Z}::DOUBLE * sqrt(${q * (1 - q)}::DOUBLE / n)`
  const level = {
    value: `${q}::DOUBLE`,
    lower: `greatest(0, ${q}::DOUBLE - ${reach})`,
    upper: `least(1, ${q}::DOUBLE + ${reach})`,
  }
  const places = levels.map(one => `(n - 1) * ${level[one]} AS at_${one}`)
  const ends = levels.flatMap(one => [
    `any_value(at_${one} - floor(at_${one})) AS share_${one}`,
    `max(v) FILTER (WHERE place = floor(at_${one})) AS low_${one}`,
    `max(v) FILTER (WHERE place = least(floor(at_${one}) + 1, n - 1)) AS high_${one}`,
  ])
  const between = levels.map(one => `low_${one} + share_${one} * (high_${one} - low_${one}) AS ${name}_${one}`)
  return `${as} AS ${as === name ? '' : 'MATERIALIZED '}(
  SELECT ${[...keys, `n::DOUBLE AS ${name}_n`, ...between].join(', ')} FROM (
    SELECT ${[...keys, 'any_value(n) AS n', ...ends].join(', ')}
    FROM (SELECT *, ${places.join(', ')} FROM ${name}_ranked) GROUP BY ${keys.join(', ')}
  )
)`
}
