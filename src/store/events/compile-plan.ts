import { exposureEvent } from '../../contract/event.ts'
import type { Plan, PlanAnswer, Term } from '../../core/metrics/plan.ts'
import { columnsOfMetric, columnsOfPlan, type PlanColumn, pairsOf, pairsOfPlan } from './plan-column.ts'
import { quoted, tableOf } from './table.ts'
import { type Bind, condition, numeric, type SqlParameter } from './where-sql.ts'

/** A plan as one DuckDB query with positional parameters; `planAnswer` reads its rows. Every event table is scanned once. */
export function compilePlan(plan: Plan): { sql: string; parameters: SqlParameter[] } {
  const parameters: SqlParameter[] = []
  const bind = (value: SqlParameter) => `$${parameters.push(value)}`
  const sql = `WITH ${[exposures(plan, bind), population(plan), ...eventTotals(plan, bind), ...moments(plan)].join(',\n')}
SELECT * FROM excluded CROSS JOIN caps LEFT JOIN summaries ON true ORDER BY arm`
  return { sql, parameters }
}

/** The answer in the rows of a compiled plan: one per arm that has units, or a single one when none has. */
export function planAnswer(plan: Plan, rows: readonly Record<string, unknown>[]): PlanAnswer {
  const byArm = new Map(rows.map(row => [row.arm, row]))
  const [first] = rows
  return {
    units: plan.variants.map((_, arm) => numberIn(byArm.get(arm), 'n')),
    excluded: numberIn(first, 'excluded'),
    metrics: plan.metrics.map(metric => {
      const columns = columnsOfMetric(plan, metric)
      const capped = columns.find(column => column.cap !== null)
      const cap = capped === undefined ? null : first?.[`cap_${capped.name}`]
      return {
        metric: metric.metric,
        cap: typeof cap === 'number' ? cap : null,
        arms: plan.variants.map((_, arm) => {
          const row = byArm.get(arm)
          return {
            n: numberIn(row, 'n'),
            means: columns.map(column => numberIn(row, `mean_${column.name}`)),
            comoments: pairsOf(columns).map(pair => numberIn(row, `comoment_${pair.name}`)),
          }
        }),
      }
    }),
  }
}

/**
 * Every unit that met a variant of the phase in time: its arms and its first exposure. A small number stands for the unit
 * from here on: grouping by it is cheaper than by text.
 */
function exposures(plan: Plan, bind: Bind): string {
  const variants = plan.variants.map(variant => `${bind(variant)}::VARCHAR`)
  const arms = variants.map((variant, arm) => `WHEN ${variant} THEN ${arm}`)
  return `exposures AS MATERIALIZED (
  SELECT (row_number() OVER ())::INTEGER AS number, unit, min(arm) AS arm, max(arm) AS arm_max, min(_time) AS first_time
  FROM (
    SELECT ${quoted(plan.unitField)} AS unit, _time, CASE variant ${arms.join(' ')} END AS arm
    FROM ${tableOf(plan.project, exposureEvent)}
    WHERE _environment = ${bind(plan.environment)} AND experiment = ${bind(plan.experiment)} AND phase = ${bind(plan.phase)}::BIGINT
      AND variant IN (${variants.join(', ')}) AND _time < ${moment(plan.untilMs)} AND ${quoted(plan.unitField)} IS NOT NULL
  )
  GROUP BY unit
  HAVING min(_time) >= ${moment(plan.fromMs)}
),
excluded AS (SELECT count(*)::DOUBLE AS excluded FROM exposures WHERE arm <> arm_max)`
}

/** Units of one arm, with the bounds of their own window. Not materialized: the texts of all units are in memory once already. */
function population(plan: Plan): string {
  const window = plan.windowMs === null ? '' : `, ${shifted('first_time', Math.ceil(plan.windowMs))} AS end_time`
  const twin = plan.prePeriodMs > 0 ? `, ${shifted('first_time', -Math.floor(plan.prePeriodMs))} AS pre_time` : ''
  return `population AS NOT MATERIALIZED (
  SELECT number, unit, arm, first_time${window}${twin} FROM exposures WHERE arm = arm_max
)`
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
function moments(plan: Plan): string[] {
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
  const comoments = pairsOfPlan(plan).map(
    ({ name, left, right }) =>
      `sum(${left.name} * ${right.name}) - sum(${left.name}) * sum(${right.name}) / count(*) AS comoment_${name}`,
  )
  return [
    `totals AS MATERIALIZED (SELECT ${['arm', ...totals].join(', ')} FROM population ${joins.join(' ')})`,
    `caps AS MATERIALIZED (SELECT ${['count(*) AS population', ...capValues].join(', ')} FROM totals)`,
    `capped AS (SELECT ${['arm', ...values].join(', ')} FROM totals CROSS JOIN caps)`,
    `centres AS MATERIALIZED (SELECT ${['arm', ...centres].join(', ')} FROM capped GROUP BY arm)`,
    `deviations AS (SELECT ${['v.arm', ...deviations].join(', ')} FROM capped v JOIN centres c USING (arm))`,
    `summaries AS (SELECT ${['arm', 'count(*)::DOUBLE AS n', ...means, ...comoments].join(',\n  ')} FROM deviations GROUP BY arm)`,
  ]
}

function eventsOf(plan: Plan): string[] {
  return unique(plan.terms.map(term => term.event))
}

/** Counts serve `any` as well. */
function accumulator(term: Term): string {
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

// Constants rather than parameters: the planner skips row groups by them.
function moment(ms: number): string {
  return `make_timestamp_ms(${BigInt(Math.ceil(ms))}::BIGINT)::TIMESTAMP_MS`
}

function shifted(column: string, ms: number): string {
  return `make_timestamp_ms(epoch_ms(${column}) + ${BigInt(ms)})::TIMESTAMP_MS`
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)]
}

// A count or moment DuckDB did not return is an arm without units.
function numberIn(row: Record<string, unknown> | undefined, name: string): number {
  const value = row?.[name]
  return typeof value === 'number' ? value : 0
}
