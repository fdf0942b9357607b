import {
  type FunnelMetric,
  isTotals,
  type Plan,
  type RetentionMetric,
  type SeriesAnswer,
  type SeriesPoint,
  type Term,
} from '../../core/metrics/plan.ts'
import { fromSums } from '../../core/stats/summary.ts'
import { compileOutcomeSeries, outcomeSeriesAnswer } from './compile-outcome-series.ts'
import { accumulator } from './compile-plan.ts'
import { exposures, moment, population } from './population-sql.ts'
import { quoted, tableOf } from './table.ts'
import { type Bind, condition, type SqlParameter } from './where-sql.ts'

const dayMs = 86_400_000

/**
 * One metric of a plan over time as one query: how many units started on each day, and what each day adds to the sums of the three series.
 * `seriesAnswer` reads its rows. Sums are raw, unlike those of a report: good for drawing, and for values whose spread is not lost beside them.
 */
export function compileSeries(
  plan: Plan,
  metric: number,
  cap: number | null,
): { sql: string; parameters: SqlParameter[] } {
  const outcome = outcomeAt(plan, metric)
  if (outcome !== undefined) return compileOutcomeSeries(plan, outcome)
  const parameters: SqlParameter[] = []
  const bind = (value: SqlParameter) => `$${parameters.push(value)}`
  const terms = termsOf(plan, metric)
  const day = (time: string) => `((epoch_ms(${time}) - ${BigInt(Math.ceil(plan.fromMs))}) // ${dayMs})::INTEGER`
  if (terms.length === 0) throw new Error(`the plan has no metric ${metric} that can be asked for over time`)
  const columns = terms.map((_, i) => letter(i))
  const parts = [
    exposures(plan, bind),
    population(plan),
    `increments AS MATERIALIZED (
  SELECT number, any_value(arm) AS arm, day, age, any_value(start) AS start, any_value(complete) AS complete, ${columns.map(name => `sum(${name}) AS ${name}`).join(', ')}
  FROM (${[...new Set(terms.map(term => term.event))].map(event => eventRows(plan, event, terms, day, bind)).join('\n    UNION ALL ')})
  GROUP BY number, day, age
)`,
    `per_day AS (SELECT number, any_value(arm) AS arm, any_value(start) AS start, day, ${columns.map(name => `sum(${name}) AS ${name}`).join(', ')} FROM increments GROUP BY number, day)`,
    `running AS (SELECT arm, start, day, ${columns.map(name => `${name}, sum(${name}) OVER (PARTITION BY number ORDER BY day) AS r_${name}`).join(', ')} FROM per_day)`,
    `steps AS (SELECT arm, day AS k, ${columns.flatMap((name, i) => [`${shaped(terms[i], `r_${name}`, i === 0 ? cap : null)} AS ${name}`, `${shaped(terms[i], `r_${name} - ${name}`, i === 0 ? cap : null)} AS b_${name}`]).join(', ')} FROM running)`,
    `whole AS (SELECT any_value(arm) AS arm, any_value(start) AS k, ${columns.map((name, i) => `${shaped(terms[i], `sum(${name})`, i === 0 ? cap : null)} AS ${name}`).join(', ')} FROM increments GROUP BY number)`,
    `ages AS (SELECT any_value(arm) AS arm, age AS k, ${columns.map((name, i) => `${shaped(terms[i], `sum(${name})`, null)} AS ${name}`).join(', ')} FROM increments WHERE age < complete GROUP BY number, age)`,
  ]
  const none = columns.flatMap(name => [`0.0 AS ${name}`]).concat(pairs(columns).map(([a, b]) => `0.0 AS ${a}${b}`))
  const complete = `((${BigInt(Math.ceil(plan.untilMs))} - epoch_ms(first_time)) // ${dayMs})::INTEGER`
  const sums = (before: boolean) =>
    [
      ...columns.map(name => (before ? `sum(${name} - b_${name})` : `sum(${name})`)),
      ...pairs(columns).map(([a, b]) => (before ? `sum(${a} * ${b} - b_${a} * b_${b})` : `sum(${a} * ${b})`)),
    ].join(', ')
  const sql = `WITH ${parts.join(',\n')}
SELECT 'started' AS part, arm, ${day('first_time')} AS k, count(*)::DOUBLE AS n, ${none.join(', ')} FROM population GROUP BY arm, k
UNION ALL SELECT 'complete', arm, ${complete} AS k, count(*)::DOUBLE, ${none.map(() => '0.0').join(', ')} FROM population GROUP BY arm, k
UNION ALL SELECT 'cumulative', arm, k, 0, ${sums(true)} FROM steps GROUP BY arm, k
UNION ALL SELECT 'daily', arm, k, 0, ${sums(false)} FROM whole GROUP BY arm, k
UNION ALL SELECT 'sinceExposure', arm, k, 0, ${sums(false)} FROM ages GROUP BY arm, k`
  return { sql, parameters }
}

/** The series in the rows of a compiled one. */
export function seriesAnswer(plan: Plan, metric: number, rows: readonly Record<string, unknown>[]): SeriesAnswer {
  const outcome = outcomeAt(plan, metric)
  if (outcome !== undefined) return outcomeSeriesAnswer(plan, outcome, rows)
  const columns = termsOf(plan, metric).map((_, i) => letter(i))
  const days = Math.max(0, Math.ceil((plan.untilMs - plan.fromMs) / dayMs))
  const byPlace = new Map(rows.map(row => [`${row.part} ${row.arm} ${row.k}`, row]))
  const at = (part: string, arm: number, k: number, name: string) => {
    const value = byPlace.get(`${part} ${arm} ${k}`)?.[name]
    return typeof value === 'number' ? value : 0
  }
  const over = (part: string, arm: number, name: string, from: number, to: number) => {
    let sum = 0
    for (let k = from; k <= to; k++) sum += at(part, arm, k, name)
    return sum
  }
  const point = (day: number, part: string, n: (arm: number) => number, from: number): SeriesPoint => ({
    day,
    arms: plan.variants.map((_, arm) =>
      fromSums({
        n: n(arm),
        sums: columns.map(name => over(part, arm, name, from, day)),
        products: pairs(columns).map(([a, b]) => over(part, arm, `${a}${b}`, from, day)),
      }),
    ),
  })
  const every = Array.from({ length: days }, (_, day) => day)
  return {
    cumulative: every.map(day => point(day, 'cumulative', arm => over('started', arm, 'n', 0, day), 0)),
    daily: every.map(day => point(day, 'daily', arm => at('started', arm, day, 'n'), day)),
    sinceExposure: every
      .filter(day => plan.windowMs === null || day * dayMs < plan.windowMs)
      .map(day => point(day, 'sinceExposure', arm => over('complete', arm, 'n', day + 1, days), day))
      .filter(({ arms }) => arms.some(arm => arm.n > 0)),
  }
}

/** The events of one table as rows of a unit, a day since the start, and a day since the unit's first exposure. */
function eventRows(
  plan: Plan,
  event: string,
  terms: readonly Term[],
  day: (time: string) => string,
  bind: Bind,
): string {
  const totals = terms.map((term, i) => {
    if (term.event !== event) return `0.0 AS ${letter(i)}`
    const kept = condition(term.where, bind)
    return `coalesce(${accumulator(term)}${kept === '' ? '' : ` FILTER (WHERE ${kept})`}, 0)::DOUBLE AS ${letter(i)}`
  })
  return `SELECT _number AS number, _arm AS arm, _start AS start, _complete AS complete, _day AS day, _age AS age, ${totals.join(', ')}
    FROM (
      SELECT e.*, p.number AS _number, p.arm AS _arm, ${day('p.first_time')} AS _start, ${day('e._time')} AS _day,
        ((epoch_ms(e._time) - epoch_ms(p.first_time)) // ${dayMs})::INTEGER AS _age,
        ((${BigInt(Math.ceil(plan.untilMs))} - epoch_ms(p.first_time)) // ${dayMs})::INTEGER AS _complete
      FROM ${tableOf(plan.project, event)} e JOIN population p ON e.${quoted(plan.unitField)} = p.unit
      WHERE e._environment = ${bind(plan.environment)} AND e._time >= ${moment(plan.fromMs)} AND e._time < ${moment(plan.untilMs)}
        AND e._time >= p.first_time${plan.windowMs === null ? '' : ' AND e._time < p.end_time'}
    )
    GROUP BY _number, _arm, _start, _complete, _day, _age`
}

function outcomeAt(plan: Plan, place: number): FunnelMetric | RetentionMetric | undefined {
  const metric = plan.metrics[place]
  return metric?.kind === 'funnel' || metric?.kind === 'retention' ? metric : undefined
}

function termsOf(plan: Plan, metric: number): Term[] {
  const planned = plan.metrics[metric]
  if (planned === undefined || !isTotals(planned)) return []
  return [planned.y, ...(planned.z === null ? [] : [planned.z])].flatMap(place => plan.terms[place] ?? [])
}

// A total as the metric counts it: whether anything happened, or capped.
function shaped(term: Term | undefined, total: string, cap: number | null): string {
  const counted = term?.aggregate === 'any' ? `(${total} > 0)::DOUBLE` : `(${total})`
  return cap === null ? counted : `least(${counted}, ${cap}::DOUBLE)`
}

function letter(place: number): string {
  return place === 0 ? 'y' : 'z'
}

// The packed lower triangle: yy, then zy and zz.
function pairs(columns: readonly string[]): [string, string][] {
  return columns.flatMap((left, i) => columns.slice(0, i + 1).map((right): [string, string] => [left, right]))
}
