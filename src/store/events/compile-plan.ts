import {
  type Dimension,
  isTotals,
  otherSegments,
  type Plan,
  type PlanAnswer,
  type PlannedMetric,
  type SegmentAnswer,
  segmentsMax,
  type Term,
  unknownSegment,
} from '../../core/metrics/plan.ts'
import { outcomeArm, outcomeName, outcomeParts, outcomesOf } from './outcome-sql.ts'
import { columnsOfMetric, columnsOfPlan, type PlanColumn, pairsOf, pairsOfPlan, skewedOfPlan } from './plan-column.ts'
import { exposures, moment, population } from './population-sql.ts'
import { segments } from './segment-sql.ts'
import { quoted, tableOf } from './table.ts'
import { type Bind, condition, numeric, type SqlParameter } from './where-sql.ts'

/**
 * A plan as one DuckDB query with positional parameters, for the whole population or by segments; `planAnswer` reads the rows of the one,
 * `segmentAnswers` those of the other. Every event table is scanned once for all accumulators, and once for each metric made of more than those.
 */
export function compilePlan(plan: Plan, dimension?: Dimension): { sql: string; parameters: SqlParameter[] } {
  const parameters: SqlParameter[] = []
  const bind = (value: SqlParameter) => `$${parameters.push(value)}`
  const keys = dimension === undefined ? ['arm'] : ['arm', 'segment']
  const parts = [
    exposures(plan, bind),
    population(plan),
    ...(dimension === undefined ? [] : [segments(plan, dimension, bind)]),
    ...eventTotals(plan, bind),
    ...moments(plan, keys),
    ...outcomeParts(plan, keys, bind),
  ]
  const outcomes = outcomesOf(plan).map(({ name }) => ` LEFT JOIN ${name} USING (${keys.join(', ')})`)
  const sql = `WITH ${parts.join(',\n')}
SELECT * FROM excluded CROSS JOIN caps LEFT JOIN summaries ON true${outcomes.join('')} ORDER BY arm`
  return { sql, parameters }
}

/** The answers in the rows of a plan compiled by segments, the largest segment first; units in several variants have none. */
export function segmentAnswers(plan: Plan, rows: readonly Record<string, unknown>[]): SegmentAnswer[] {
  const names = new Set(rows.flatMap(({ segment }) => (typeof segment === 'string' ? [segment] : [])))
  return [...names]
    .map(segment => ({
      segment,
      answer: {
        ...planAnswer(
          plan,
          rows.filter(row => row.segment === segment),
        ),
        excluded: 0,
      },
    }))
    .sort((one, other) => sizeOf(other) - sizeOf(one) || (one.segment < other.segment ? -1 : 1))
}

function sizeOf({ answer }: SegmentAnswer): number {
  return answer.units.reduce((sum, units) => sum + units, 0)
}

/** The answer in the rows of a compiled plan: one per arm that has units, or a single one when none has. */
export function planAnswer(plan: Plan, rows: readonly Record<string, unknown>[]): PlanAnswer {
  const byArm = new Map(rows.map(row => [row.arm, row]))
  const [first] = rows
  return {
    units: plan.variants.map((_, arm) => numberIn(byArm.get(arm), 'n')),
    excluded: numberIn(first, 'excluded'),
    metrics: plan.metrics.map((metric, place) => {
      const columns = columnsOfMetric(plan, metric)
      const capped = columns.find(column => column.cap !== null)
      const cap = capped === undefined ? null : first?.[`cap_${capped.name}`]
      return {
        metric: metric.metric,
        cap: typeof cap === 'number' ? cap : null,
        arms: plan.variants.map((_, arm) => {
          const row = byArm.get(arm)
          const summary = {
            n: numberIn(row, 'n'),
            means: columns.map(column => numberIn(row, `mean_${column.name}`)),
            comoments: pairsOf(columns).map(pair => numberIn(row, `comoment_${pair.name}`)),
          }
          return isTotals(metric) ? summary : outcomeArm(metric, outcomeName(place), row, summary)
        }),
        skewness: plan.variants.map((_, arm) => skewnessIn(byArm.get(arm), metric, columns)),
      }
    }),
  }
}

/** Per event that has terms, one row per unit with such events: each accumulator after the first exposure and before. */
function eventTotals(plan: Plan, bind: Bind): string[] {
  const sides = plan.prePeriodMs > 0 ? (['after', 'before'] as const) : (['after'] as const)
  return eventsOf(plan).map((event, place) => {
    const terms = [...plan.terms.entries()].filter(([, term]) => term.event === event)
    const conditions = new Map(terms.map(([index, term]) => [index, condition(term.where, bind)]))
    const selective = [...conditions.values()].every(text => text !== '')
    const accumulators = terms.flatMap(([index, term]) =>
      sides.map(side => {
        const kept = [
          ...(sides.length > 1 ? [side === 'after' ? '_after' : 'NOT _after'] : []),
          conditions.get(index),
        ].filter(Boolean)
        const filter = kept.length > 0 ? ` FILTER (WHERE ${kept.join(' AND ')})` : ''
        return `${accumulator(term)}${filter} AS ${side === 'after' ? 'a' : 'b'}${index}`
      }),
    )
    return `event_${place} AS (
  SELECT _number AS number, ${accumulators.join(',\n    ')}
  FROM (
    SELECT e.*, p.number AS _number, e._time >= p.first_time AS _after
    FROM ${tableOf(plan.project, event)} e JOIN population p ON e.${quoted(plan.unitField)} = p.unit
    WHERE e._environment = ${bind(plan.environment)}
      AND e._time >= ${moment(plan.fromMs - Math.floor(plan.prePeriodMs))} AND e._time < ${moment(plan.untilMs)}
      AND e._time >= p.${plan.prePeriodMs > 0 ? 'pre_time' : 'first_time'}${plan.windowMs === null ? '' : ' AND e._time < p.end_time'}
  )${selective ? ` WHERE ${[...new Set(conditions.values())].map(text => `(${text})`).join(' OR ')}` : ''}
  GROUP BY _number
)`
  })
}

/**
 * Totals of every unit, capped, then centred on the mean of the arm before they are multiplied: DuckDB's own var_pop
 * and covar_pop lose more than nine digits of values around 1e9. The sums of deviations take back what the mean lost.
 */
function moments(plan: Plan, keys: readonly string[]): string[] {
  const bySegment = keys.includes('segment')
  const columns = columnsOfPlan(plan)
  const joins = eventsOf(plan).map((_, place) => `LEFT JOIN event_${place} USING (number)`)
  const totals = unique(columns.map(column => `${total(plan, column)} AS ${uncapped(column)}`))
  const caps = columns.filter(column => column.cap !== null)
  const capValues = caps.map(
    column => `quantile_cont(${uncapped(column)}, ${column.cap}::DOUBLE) AS cap_${column.name}`,
  )
  const values = columns.map(({ name, ...column }) =>
    column.cap === null ? `${uncapped(column)} AS ${name}` : `least(${uncapped(column)}, cap_${name}) AS ${name}`,
  )
  const centres = columns.map(({ name }) => `avg(${name}) AS ${name}`)
  const deviations = columns.map(({ name }) => `v.${name} - c.${name} AS ${name}, c.${name} AS centre_${name}`)
  const means = columns.map(({ name }) => `any_value(centre_${name}) + sum(${name}) / count(*) AS mean_${name}`)
  const thirds = skewedOfPlan(plan).map(
    ({ name }) =>
      `sum(${name} * ${name} * ${name}) - 3 * sum(${name}) * sum(${name} * ${name}) / count(*) + 2 * sum(${name}) ** 3 / count(*) ** 2 AS third_${name}`,
  )
  const comoments = pairsOfPlan(plan).map(
    ({ name, left, right }) =>
      `sum(${left.name} * ${right.name}) - sum(${left.name}) * sum(${right.name}) / count(*) AS comoment_${name}`,
  )
  const label = `CASE WHEN segment IS NULL THEN '${unknownSegment}' WHEN segment IN (SELECT segment FROM kept) THEN segment ELSE '${otherSegments}' END AS segment`
  const kept = `kept AS MATERIALIZED (SELECT segment FROM totals WHERE segment IS NOT NULL GROUP BY segment ORDER BY count(*) DESC, segment LIMIT ${segmentsMax})`
  const grouped = keys.join(', ')
  return [
    `totals AS MATERIALIZED (SELECT ${['number', ...keys, ...totals].join(', ')} FROM population ${bySegment ? 'LEFT JOIN segments USING (number) ' : ''}${joins.join(' ')})`,
    ...(bySegment ? [kept] : []),
    ...(outcomesOf(plan).length > 0
      ? [
          `labelled AS MATERIALIZED (SELECT ${['number, arm, first_time', ...(bySegment ? [label] : [])].join(', ')} FROM population${bySegment ? ' LEFT JOIN segments USING (number)' : ''})`,
        ]
      : []),
    `caps AS MATERIALIZED (SELECT ${['count(*) AS population', ...capValues].join(', ')} FROM totals)`,
    `capped AS (SELECT ${['arm', ...(bySegment ? [label] : []), ...values].join(', ')} FROM totals CROSS JOIN caps)`,
    `centres AS MATERIALIZED (SELECT ${[...keys, ...centres].join(', ')} FROM capped GROUP BY ${grouped})`,
    `deviations AS (SELECT ${[...keys.map(key => `v.${key}`), ...deviations].join(', ')} FROM capped v JOIN centres c USING (${grouped}))`,
    `summaries AS (SELECT ${[...keys, 'count(*)::DOUBLE AS n', ...means, ...comoments, ...thirds].join(',\n  ')} FROM deviations GROUP BY ${grouped})`,
  ]
}

function eventsOf(plan: Plan): string[] {
  return unique(plan.terms.map(term => term.event))
}

/** Counts serve `any` as well. */
export function accumulator(term: Term): string {
  return term.aggregate === 'sum' ? `sum(${numeric(term.property ?? '')})` : 'count(*)'
}

function total(plan: Plan, column: PlanColumn): string {
  const source = `${column.side === 'after' ? 'a' : 'b'}${column.term}`
  return plan.terms[column.term]?.aggregate === 'any'
    ? `(coalesce(${source}, 0) > 0)::DOUBLE`
    : `coalesce(${source}, 0)::DOUBLE`
}

function uncapped({ term, side }: Pick<PlanColumn, 'term' | 'side'>): string {
  return `total_${side === 'after' ? 'a' : 'b'}${term}`
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)]
}

function skewnessIn(
  row: Record<string, unknown> | undefined,
  { kind }: PlannedMetric,
  [y]: readonly PlanColumn[],
): number | null {
  if (kind !== 'mean' || y === undefined) return null
  const n = numberIn(row, 'n')
  const skewness = numberIn(row, `third_${y.name}`) / n / (numberIn(row, `comoment_${y.name}_${y.name}`) / n) ** 1.5
  return Number.isFinite(skewness) ? skewness : null
}

// A count or moment DuckDB did not return is an arm without units.
function numberIn(row: Record<string, unknown> | undefined, name: string): number {
  const value = row?.[name]
  return typeof value === 'number' ? value : 0
}
