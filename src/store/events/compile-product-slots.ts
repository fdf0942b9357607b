import type { ProductPlan } from '../../core/metrics/product-plan.ts'
import { moment } from './population-sql.ts'
import { quoted, tableOf } from './table.ts'
import type { Bind } from './where-sql.ts'

/** A stretch of time that belongs to the buckets from `low` to `high`, both included. */
export type Stretch = { startMs: number; endMs: number; low: number; high: number }

/**
 * The calendar as equally long slots: every stretch is a whole number of them, whatever the clocks did, so that finding the buckets of an event
 * is one join on a small number. Where there is a single stretch there is nothing to find.
 */
export type Slots = { stretches: readonly Stretch[]; lengthMs: number }

/** Cuts stretches, which follow each other in order, into slots. Only where they meet has to be exact: rows beyond the ends are not read. */
export function slotsOf(stretches: readonly Stretch[]): Slots {
  const meetings = stretches.slice(1).map(({ startMs }) => startMs)
  const ends = stretches.slice(0, -1).map(({ endMs }) => endMs)
  return { stretches, lengthMs: [...meetings, ...ends].reduce((length, ms) => divisor(length, Math.abs(ms)), 0) }
}

/** The part of a question that holds the slots. */
export function slotsPart({ stretches, lengthMs }: Slots): string[] {
  if (lengthMs === 0) return []
  const rows = stretches.map(
    ({ startMs, endMs, low, high }) =>
      `(${Math.floor(startMs / lengthMs)}, ${Math.ceil(endMs / lengthMs)}, ${low}, ${high})`,
  )
  return [
    `slots AS MATERIALIZED (SELECT unnest(range(_from, _until)) AS _slot, _low, _high FROM (VALUES ${rows.join(', ')}) t(_from, _until, _low, _high))`,
  ]
}

/** Which events of a table a part reads: from `fromMs` to before `untilMs`, their place in the calendar found `shiftMs` before their time. */
export type Reading = { event: string; fromMs: number; untilMs: number; shiftMs?: number }

/**
 * The events of one table that name a unit, with all of their columns, and `_unit`, `_low` and `_high`. Properties never begin with an
 * underscore, so that no name can be mistaken for another.
 */
export function placedEvents(plan: ProductPlan, slots: Slots, reading: Reading, bind: Bind): string {
  const { event, fromMs, untilMs, shiftMs = 0 } = reading
  const unit = `e.${quoted(plan.unitField)}`
  const [only] = slots.stretches
  const place =
    slots.lengthMs === 0 ? `${only?.low ?? 0}::BIGINT AS _low, ${only?.high ?? 0}::BIGINT AS _high` : 's._low, s._high'
  const join =
    slots.lengthMs === 0 ? '' : ` JOIN slots s ON s._slot = (epoch_ms(e._time) - ${shiftMs}) // ${slots.lengthMs}`
  return `(SELECT e.*, ${unit} AS _unit, ${place} FROM ${tableOf(plan.project, event)} e${join}
    WHERE e._environment = ${bind(plan.environment)} AND ${unit} IS NOT NULL
      AND e._time >= ${moment(fromMs)} AND e._time < ${moment(Math.min(untilMs, plan.knownMs))})`
}

/** The buckets of a plan as stretches. */
export function bucketStretches({ buckets }: ProductPlan): Stretch[] {
  return buckets.map(({ startMs, endMs }, place) => ({ startMs, endMs, low: place, high: place }))
}

/** Where the buckets of a plan begin and end. */
export function reachOf({ buckets }: ProductPlan): { fromMs: number; untilMs: number } {
  return { fromMs: buckets[0]?.startMs ?? 0, untilMs: buckets.at(-1)?.endMs ?? 0 }
}

function divisor(one: number, other: number): number {
  return other === 0 ? one : divisor(other, one % other)
}
