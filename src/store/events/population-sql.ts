import { exposureEvent } from '../../contract/event.ts'
import type { Plan } from '../../core/metrics/plan.ts'
import { dayOf, type Retention } from '../../core/metrics/retention.ts'
import { quoted, tableOf } from './table.ts'
import type { Bind } from './where-sql.ts'

const dayMs = 86_400_000

/**
 * Every unit that met a variant of the phase in time: its arms and its first exposure. A small number stands for the unit
 * from here on: grouping by it is cheaper than by text.
 */
export function exposures(plan: Plan, bind: Bind): string {
  if (plan.arrival !== undefined) return arrivals(plan, plan.arrival, bind)
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
  HAVING min(_time) >= ${moment(plan.fromMs)}${plan.enteredUntilMs === undefined ? '' : ` AND min(_time) < ${moment(plan.enteredUntilMs)}`}
),
excluded AS (SELECT count(*)::DOUBLE AS excluded FROM exposures WHERE arm <> arm_max)`
}

function arrivals(plan: Plan, event: string, bind: Bind): string {
  return `exposures AS MATERIALIZED (
  SELECT (row_number() OVER ())::INTEGER AS number, ${quoted(plan.unitField)} AS unit, 0 AS arm, 0 AS arm_max, min(_time) AS first_time
  FROM ${tableOf(plan.project, event)}
  WHERE _environment = ${bind(plan.environment)} AND _time >= ${moment(plan.fromMs)} AND _time < ${moment(plan.untilMs)}
    AND ${quoted(plan.unitField)} IS NOT NULL
  GROUP BY unit
),
excluded AS (SELECT 0::DOUBLE AS excluded)`
}

/** Units of one arm, with the bounds of their own window. Not materialized: the texts of all units are in memory once already. */
export function population(plan: Plan): string {
  const window = plan.windowMs === null ? '' : `, ${shifted('first_time', Math.ceil(plan.windowMs))} AS end_time`
  const twin = plan.prePeriodMs > 0 ? `, ${shifted('first_time', -Math.floor(plan.prePeriodMs))} AS pre_time` : ''
  return `population AS NOT MATERIALIZED (
  SELECT number, unit, arm, first_time${window}${twin} FROM exposures WHERE arm = arm_max
)`
}

/** The events of one name that count for the units of the population, from the first exposure to the end of the window. */
export function countedEvents(plan: Plan, event: string, bind: Bind): string {
  return `SELECT e.*, p.number AS _number FROM ${tableOf(plan.project, event)} e JOIN population p ON e.${quoted(plan.unitField)} = p.unit
    WHERE e._environment = ${bind(plan.environment)}
      AND e._time >= ${moment(plan.fromMs)} AND e._time < ${moment(plan.untilMs)}
      AND e._time >= p.first_time${plan.windowMs === null ? '' : ' AND e._time < p.end_time'}`
}

/** The events of one name on the day n of each unit, bounded by nothing but what is known. */
export function dayEvents(plan: Plan, retention: Retention, bind: Bind): string {
  const { fromMs, untilMs } = dayOf(retention, 0)
  return `SELECT e.*, p.number AS _number FROM ${tableOf(plan.project, retention.back.event)} e JOIN population p ON e.${quoted(plan.unitField)} = p.unit
    WHERE e._environment = ${bind(plan.environment)}
      AND e._time >= ${moment(plan.fromMs + fromMs)} AND e._time < ${moment(plan.untilMs)}
      AND e._time >= ${shifted('p.first_time', fromMs)} AND e._time < ${shifted('p.first_time', untilMs)}`
}

/** All events of one name since the first exposure of each unit, with how many whole days they came after it. */
export function sinceFirst(plan: Plan, event: string, bind: Bind): string {
  return `SELECT e.*, p.number AS _number, ((epoch_ms(e._time) - epoch_ms(p.first_time)) // ${dayMs})::INTEGER AS _age
    FROM ${tableOf(plan.project, event)} e JOIN population p ON e.${quoted(plan.unitField)} = p.unit
    WHERE e._environment = ${bind(plan.environment)}
      AND e._time >= ${moment(plan.fromMs)} AND e._time < ${moment(plan.untilMs)} AND e._time >= p.first_time`
}

/** A moment as a constant rather than a parameter: the planner skips row groups by it. */
export function moment(ms: number): string {
  return `make_timestamp_ms(${BigInt(Math.ceil(ms))}::BIGINT)::TIMESTAMP_MS`
}

function shifted(column: string, ms: number): string {
  return `make_timestamp_ms(epoch_ms(${column}) + ${BigInt(ms)})::TIMESTAMP_MS`
}
