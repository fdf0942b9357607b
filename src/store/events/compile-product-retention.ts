import type { MetricFormula } from '../../contract/metric.ts'
import type { ProductPlan } from '../../core/metrics/product-plan.ts'
import { startOf } from '../../core/metrics/retention.ts'
import { keptPart, label, saidBy } from './compile-product-segment.ts'
import { placedEvents, reachOf, type Slots } from './compile-product-slots.ts'
import { type Bind, condition } from './where-sql.ts'

const dayMs = 86_400_000

/** Entries and returns of a retention metric, as the parts of a question that ends in `cells`. */
export function retentionParts(
  plan: ProductPlan,
  formula: Extract<MetricFormula, { kind: 'retention' }>,
  slots: Slots,
  bind: Bind,
): string[] {
  const { fromMs, untilMs } = reachOf(plan)
  const start = startOf(formula)
  const said = saidBy(plan, start.event) ?? 'NULL::VARCHAR'
  const afterMs = formula.day * dayMs
  const back = { event: formula.event, fromMs: fromMs + afterMs, untilMs: untilMs + afterMs + dayMs, shiftMs: afterMs }
  const entry = `epoch_ms(e.entry) + ${afterMs}`
  return [
    // What says nothing comes last among events of one moment.
    `entries AS MATERIALIZED (
  SELECT _unit, _low AS bucket, min(struct_pack(t := _time, silent := ${said} IS NULL, v := ${said})) AS _entry
  FROM ${placedEvents(plan, slots, { event: start.event, fromMs, untilMs }, bind)}${filtered(condition(start.where ?? {}, bind))}
  GROUP BY _unit, _low
)`,
    ...members(plan, slots, bind),
    `starts AS MATERIALIZED (SELECT _unit, bucket, _entry.t AS entry, _entry.v AS segment FROM entries${plan.member === null ? '' : ' SEMI JOIN members USING (_unit, bucket)'})`,
    // An event is on day n of entries of at most a few buckets: joined by their places, not by comparing all with all.
    `returned AS (
  SELECT DISTINCT e._unit, e.bucket
  FROM (SELECT _unit, _time, unnest(range(_low - ${bucketsInADay(plan)}, _low + 1)) AS _place
    FROM ${placedEvents(plan, withLastDay(slots), back, bind)}${filtered(condition(formula.where ?? {}, bind))}) r
  JOIN starts e ON e._unit = r._unit AND e.bucket = r._place
  WHERE epoch_ms(r._time) >= ${entry} AND epoch_ms(r._time) < ${entry} + ${dayMs}
)`,
    `totals AS MATERIALIZED (
  SELECT s.bucket, s.segment, (r._unit IS NOT NULL)::DOUBLE AS y, epoch_ms(s.entry) + ${afterMs + dayMs} <= ${plan.knownMs} AS mature
  FROM starts s LEFT JOIN returned r ON r._unit = s._unit AND r.bucket = s.bucket
)`,
    ...(plan.dimension === null ? [] : [keptPart()]),
    `labelled AS (SELECT bucket, ${label(plan)} AS label, y, mature FROM totals)`,
    `cells AS (SELECT bucket, label, count(*)::DOUBLE AS units, coalesce(sum(y) FILTER (WHERE mature), 0) AS numerator,
    (count(*) FILTER (WHERE mature))::DOUBLE AS denominator, (count(*) FILTER (WHERE NOT mature))::DOUBLE AS immature
  FROM labelled GROUP BY bucket, label)`,
  ]
}

/** The slots with a day more at their end: day n of the last entries is over that much later. */
export function withLastDay({ stretches, lengthMs }: Slots): Slots {
  const last = stretches.at(-1)
  if (last === undefined) return { stretches, lengthMs }
  return { stretches: [...stretches.slice(0, -1), { ...last, endMs: last.endMs + dayMs }], lengthMs }
}

function members(plan: ProductPlan, slots: Slots, bind: Bind): string[] {
  if (plan.member === null) return []
  const { event, where = {} } = plan.member
  return [
    `members AS (SELECT DISTINCT _unit, _low AS bucket FROM ${placedEvents(plan, slots, { event, ...reachOf(plan) }, bind)}${filtered(condition(where, bind))})`,
  ]
}

/** How many buckets before that of its end 24 hours can reach back into. */
function bucketsInADay({ buckets }: ProductPlan): number {
  let first = 0
  return buckets.reduce((most, { startMs }, place) => {
    while ((buckets[first]?.endMs ?? Number.POSITIVE_INFINITY) <= startMs - dayMs) first++
    return Math.max(most, place - first)
  }, 0)
}

function filtered(text: string): string {
  return text === '' ? '' : ` WHERE ${text}`
}
