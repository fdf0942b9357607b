import { otherSegments, segmentsMax, unknownSegment } from '../../core/metrics/plan.ts'
import type { ProductPlan } from '../../core/metrics/product-plan.ts'
import { quoted } from './table.ts'

/** The type of what an event said and when, so that parts of a question that say nothing fit to those that do. */
const saidType = 'STRUCT(t TIMESTAMP_MS, v VARCHAR)'

/** What an event of one kind says of the plan's dimension, as a text; undefined where such events say nothing. */
export function saidBy({ dimension }: ProductPlan, event: string): string | undefined {
  if (dimension === null) return undefined
  if (dimension.kind === 'context') return quoted(`_${dimension.field}`)
  if (dimension.event !== event) return undefined
  const column = quoted(dimension.property)
  // Numbers as they are written in JSON.
  return `CASE WHEN typeof(${column}) = 'DOUBLE' THEN regexp_replace(${column}::VARCHAR, '\\.0$', '') ELSE ${column}::VARCHAR END`
}

/** The earliest thing said in a group of rows. */
export function earliestSaid(said: string | undefined): string {
  return said === undefined
    ? `NULL::${saidType}`
    : `min(struct_pack(t := _time, v := ${said})) FILTER (WHERE ${said} IS NOT NULL)`
}

/** The part that says which segments of `totals` keep their names. */
export function keptPart(weight = 'count(*)'): string {
  return `kept AS MATERIALIZED (SELECT segment FROM totals WHERE segment IS NOT NULL GROUP BY segment ORDER BY ${weight} DESC, segment LIMIT ${segmentsMax})`
}

/** The name of a row's segment, null where the plan has no dimension. */
export function label({ dimension }: ProductPlan): string {
  return dimension === null
    ? 'NULL::VARCHAR'
    : `CASE WHEN segment IS NULL THEN '${unknownSegment}' WHEN segment IN (SELECT segment FROM kept) THEN segment ELSE '${otherSegments}' END`
}
