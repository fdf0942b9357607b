import { exposureEvent } from '../../contract/event.ts'
import type { Dimension, Plan } from '../../core/metrics/plan.ts'
import { quoted, tableOf } from './table.ts'
import type { Bind } from './where-sql.ts'

/**
 * The segment of every unit that has one, as a part of a compiled plan: by the number the population gives to units. Of several values at
 * the same moment the smallest counts, or the largest where the last value is wanted.
 */
export function segments(plan: Plan, dimension: Dimension, bind: Bind): string {
  return `segments AS MATERIALIZED (${segmentRows(plan, dimension, bind)})`
}

function segmentRows(plan: Plan, dimension: Dimension, bind: Bind): string {
  const unit = `e.${quoted(plan.unitField)}`
  if (dimension.kind === 'context') {
    const variants = plan.variants.map(variant => `${bind(variant)}::VARCHAR`)
    return `SELECT p.number, min(e.${quoted(`_${dimension.field}`)}) AS segment
    FROM ${tableOf(plan.project, exposureEvent)} e JOIN population p ON ${unit} = p.unit AND e._time = p.first_time
    WHERE e._environment = ${bind(plan.environment)} AND e.experiment = ${bind(plan.experiment)} AND e.phase = ${bind(plan.phase)}::BIGINT
      AND e.variant IN (${variants.join(', ')})
    GROUP BY p.number`
  }
  if (dimension.kind === 'experiment') {
    return `SELECT p.number, min(e.variant) AS segment
    FROM ${tableOf(plan.project, exposureEvent)} e JOIN population p ON ${unit} = p.unit
    WHERE e._environment = ${bind(plan.environment)} AND e.experiment = ${bind(dimension.experiment)} AND e.phase = ${bind(dimension.phase)}::BIGINT
      AND e._time < make_timestamp_ms(${BigInt(Math.ceil(plan.untilMs))}::BIGINT)::TIMESTAMP_MS
    GROUP BY p.number HAVING min(e.variant) = max(e.variant)`
  }
  const property = `e.${quoted(dimension.property)}`
  const end = plan.windowMs === null ? '' : ' AND e._time < p.end_time'
  const until = `e._time < make_timestamp_ms(${BigInt(Math.ceil(plan.untilMs))}::BIGINT)::TIMESTAMP_MS`
  const [pick, when] =
    dimension.measured === 'before'
      ? ['max', 'e._time <= p.first_time']
      : ['min', `e._time > p.first_time AND ${until}${end}`]
  return `SELECT number, ${pick}(value).v AS segment FROM (
      SELECT p.number, struct_pack(t := e._time, v := ${property}::VARCHAR) AS value
      FROM ${tableOf(plan.project, dimension.event)} e JOIN population p ON ${unit} = p.unit
      WHERE e._environment = ${bind(plan.environment)} AND ${property} IS NOT NULL AND ${when}
    ) GROUP BY number`
}
