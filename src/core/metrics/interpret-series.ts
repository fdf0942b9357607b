import { summarize } from '../stats/summary.ts'
import type { PlainEvent } from './interpret.ts'
import { termTotal, unitsOf } from './interpret.ts'
import { interpretOutcomeSeries } from './interpret-outcome-series.ts'
import { isTotals, type Plan, type SeriesAnswer, type SeriesPoint } from './plan.ts'

const dayMs = 86_400_000

/** The reference meaning of a series, over plain arrays; `cap` is the value the totals of the metric are capped at. */
export function interpretSeries(
  plan: Plan,
  metric: number,
  cap: number | null,
  events: readonly PlainEvent[],
): SeriesAnswer {
  const planned = plan.metrics[metric]
  if (planned?.kind === 'funnel' || planned?.kind === 'retention') return interpretOutcomeSeries(plan, planned, events)
  if (planned === undefined || !isTotals(planned)) return { cumulative: [], daily: [], sinceExposure: [] }
  const terms = [planned.y, ...(planned.z === null ? [] : [planned.z])].flatMap(place => plan.terms[place] ?? [])
  const units = unitsOf(plan, events)
  const days = Math.max(0, Math.ceil((plan.untilMs - plan.fromMs) / dayMs))
  const between = (unit: (typeof units)[0], fromMs: number, untilMs: number, ceiling: number | null) => {
    const endMs = Math.min(untilMs, plan.windowMs === null ? plan.untilMs : unit.firstMs + plan.windowMs, plan.untilMs)
    const own = unit.own.filter(({ timeMs }) => timeMs >= Math.max(fromMs, unit.firstMs) && timeMs < endMs)
    return terms.map((term, i) => {
      const total = termTotal(term, own)
      return i === 0 && ceiling !== null ? Math.min(total, ceiling) : total
    })
  }
  const point = (day: number, rows: readonly { arm: number; values: number[] }[]): SeriesPoint => ({
    day,
    arms: plan.variants.map((_, arm) =>
      summarize(
        rows.filter(row => row.arm === arm).map(row => row.values),
        terms.length,
      ),
    ),
  })
  const every = Array.from({ length: days }, (_, day) => day)
  return {
    cumulative: every.map(day => {
      const endMs = plan.fromMs + (day + 1) * dayMs
      const so = units.filter(({ firstMs }) => firstMs < endMs)
      return point(
        day,
        so.map(unit => ({ arm: unit.arm, values: between(unit, unit.firstMs, endMs, cap) })),
      )
    }),
    daily: every.map(day => {
      const cohort = units.filter(({ firstMs }) => Math.floor((firstMs - plan.fromMs) / dayMs) === day)
      return point(
        day,
        cohort.map(unit => ({ arm: unit.arm, values: between(unit, unit.firstMs, plan.untilMs, cap) })),
      )
    }),
    sinceExposure: every.flatMap(day => {
      const complete = units.filter(({ firstMs }) => firstMs + (day + 1) * dayMs <= plan.untilMs)
      if (complete.length === 0 || (plan.windowMs !== null && day * dayMs >= plan.windowMs)) return []
      const rows = complete.map(unit => {
        const fromMs = unit.firstMs + day * dayMs
        return { arm: unit.arm, values: between(unit, fromMs, fromMs + dayMs, null) }
      })
      return [point(day, rows)]
    }),
  }
}
