import type { FunnelMetric, Plan, RetentionMetric, SeriesAnswer, SeriesPoint } from '../../core/metrics/plan.ts'
import { dayOf } from '../../core/metrics/retention.ts'
import { funnelParts } from './funnel-sql.ts'
import { shareOf } from './outcome-sql.ts'
import { dayEvents, exposures, moment, population, sinceFirst } from './population-sql.ts'
import { type Bind, condition, type SqlParameter } from './where-sql.ts'

const dayMs = 86_400_000

/**
 * A funnel or retention over time as one query: by arm and day, how many units are counted from that day on and how many of them succeeded.
 * `outcomeSeriesAnswer` reads its rows.
 */
export function compileOutcomeSeries(
  plan: Plan,
  metric: FunnelMetric | RetentionMetric,
): { sql: string; parameters: SqlParameter[] } {
  const parameters: SqlParameter[] = []
  const bind = (value: SqlParameter) => `$${parameters.push(value)}`
  const parts = metric.kind === 'funnel' ? funnelSeries(plan, metric, bind) : retentionSeries(plan, metric, bind)
  const sql = `WITH ${[exposures(plan, bind), population(plan), ...parts].join(',\n')}
SELECT 'cumulative' AS part, arm, counted_on AS k, count(*)::DOUBLE AS n, 0::DOUBLE AS y FROM units WHERE counted_on IS NOT NULL GROUP BY arm, k
UNION ALL SELECT 'cumulative', arm, succeeded_on AS k, 0, count(*) FROM units WHERE counted_on IS NOT NULL AND succeeded_on IS NOT NULL GROUP BY arm, k
UNION ALL SELECT 'daily', arm, started_on AS k, count(counted_on), count(succeeded_on) FROM units GROUP BY arm, k
UNION ALL SELECT 'complete', arm, days AS k, count(*), 0 FROM units GROUP BY arm, k
UNION ALL SELECT 'sinceExposure', arm, age AS k, 0, count(DISTINCT number) FROM units JOIN ages USING (number) WHERE age < days GROUP BY arm, k`
  return { sql, parameters }
}

/** The series in the rows of a compiled one. */
export function outcomeSeriesAnswer(
  plan: Plan,
  metric: FunnelMetric | RetentionMetric,
  rows: readonly Record<string, unknown>[],
): SeriesAnswer {
  const days = Math.max(0, Math.ceil((plan.untilMs - plan.fromMs) / dayMs))
  const every = Array.from({ length: days }, (_, day) => day)
  const sum = (part: string, arm: number, column: 'n' | 'y', from: number, to: number) =>
    rows.reduce((total, row) => {
      const k = Number(row.k)
      return row.part === part && row.arm === arm && k >= from && k <= to ? total + Number(row[column]) : total
    }, 0)
  const point = (day: number, arm: (arm: number) => [n: number, y: number]): SeriesPoint => ({
    day,
    arms: plan.variants.map((_, place) => shareOf(...arm(place))),
  })
  const isOpen = (day: number) => metric.kind === 'retention' || plan.windowMs === null || day * dayMs < plan.windowMs
  return {
    cumulative: every.map(day =>
      point(day, arm => [sum('cumulative', arm, 'n', 0, day), sum('cumulative', arm, 'y', 0, day)]),
    ),
    daily: every.map(day => point(day, arm => [sum('daily', arm, 'n', day, day), sum('daily', arm, 'y', day, day)])),
    sinceExposure: every
      .filter(isOpen)
      .map(day =>
        point(day, arm => [sum('complete', arm, 'n', day + 1, days), sum('sinceExposure', arm, 'y', day, day)]),
      )
      .filter(({ arms }) => arms.some(({ n }) => n > 0)),
  }
}

function funnelSeries(plan: Plan, funnel: FunnelMetric, bind: Bind): string[] {
  return [
    ...funnelParts(plan, funnel, 'paths', bind),
    `units AS MATERIALIZED (
  SELECT p.number, p.arm, ${dayFrom(plan, 'epoch_ms(p.first_time)')} AS started_on, started_on AS counted_on,
    ${dayFrom(plan, 'f.complete')} AS succeeded_on, ${daysOver(plan)} AS days
  FROM population p LEFT JOIN paths f USING (number)
)`,
    `ages AS (SELECT number, ((complete - epoch_ms(first_time)) // ${dayMs})::INTEGER AS age FROM paths JOIN population USING (number) WHERE complete IS NOT NULL)`,
  ]
}

function retentionSeries(plan: Plan, retention: RetentionMetric, bind: Bind): string[] {
  const kept = condition(retention.back.where ?? {}, bind)
  const counted = kept === '' ? '' : ` WHERE ${kept}`
  const known = `epoch_ms(p.first_time) + ${dayOf(retention, 0).untilMs}`
  const mature = `p.first_time <= ${moment(Math.floor(plan.untilMs) - dayOf(retention, 0).untilMs)}`
  return [
    `returned AS (SELECT DISTINCT _number AS number, true AS returned FROM (${dayEvents(plan, retention, bind)})${counted})`,
    // The moment at which a unit is known belongs to the day that ends with it.
    `units AS MATERIALIZED (
  SELECT p.number, p.arm, ${dayFrom(plan, 'epoch_ms(p.first_time)')} AS started_on,
    CASE WHEN ${mature} THEN ${dayFrom(plan, `${known} - 1`)} END AS counted_on,
    CASE WHEN r.returned AND ${mature} THEN ${dayFrom(plan, `${known} - 1`)} END AS succeeded_on, ${daysOver(plan)} AS days
  FROM population p LEFT JOIN returned r USING (number)
)`,
    `ages AS (SELECT DISTINCT _number AS number, _age AS age FROM (${sinceFirst(plan, retention.back.event, bind)})${counted})`,
  ]
}

function dayFrom(plan: Plan, ms: string): string {
  return `((${ms} - ${BigInt(Math.ceil(plan.fromMs))}) // ${dayMs})::INTEGER`
}

/** How many whole days since its first exposure are known of a unit. */
function daysOver(plan: Plan): string {
  return `((${BigInt(Math.floor(plan.untilMs))} - epoch_ms(p.first_time)) // ${dayMs})::INTEGER`
}
