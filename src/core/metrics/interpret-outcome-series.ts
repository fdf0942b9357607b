import { summarize } from '../stats/summary.ts'
import { entriesOf, furthestOf } from './funnel.ts'
import type { PlainEvent } from './interpret.ts'
import { unitsOf } from './interpret.ts'
import { endOf } from './interpret-metric.ts'
import type { FunnelMetric, Plan, RetentionMetric, SeriesAnswer, SeriesPoint } from './plan.ts'
import { hasReturned, isMature } from './retention.ts'

const dayMs = 86_400_000

type Unit = ReturnType<typeof unitsOf>[0]

/** The reference meaning of a funnel or of retention over time. */
export function interpretOutcomeSeries(
  plan: Plan,
  metric: FunnelMetric | RetentionMetric,
  events: readonly PlainEvent[],
): SeriesAnswer {
  const units = unitsOf(plan, events)
  const days = Array.from({ length: Math.max(0, Math.ceil((plan.untilMs - plan.fromMs) / dayMs)) }, (_, day) => day)
  const point = (day: number, counted: readonly Unit[], succeeded: (unit: Unit) => boolean): SeriesPoint => ({
    day,
    arms: plan.variants.map((_, arm) =>
      summarize(
        counted.filter(unit => unit.arm === arm).map(unit => [succeeded(unit) ? 1 : 0]),
        1,
      ),
    ),
  })
  const startedOn = (day: number) => units.filter(({ firstMs }) => Math.floor((firstMs - plan.fromMs) / dayMs) === day)
  const complete = (day: number) => units.filter(({ firstMs }) => firstMs + (day + 1) * dayMs <= plan.untilMs)
  if (metric.kind === 'retention') {
    const known = (unit: Unit, untilMs: number) => isMature(metric, unit.firstMs, Math.min(untilMs, plan.untilMs))
    const returned = (unit: Unit) => hasReturned(metric, unit.firstMs, unit.own)
    return {
      cumulative: days.map(day =>
        point(
          day,
          units.filter(unit => known(unit, plan.fromMs + (day + 1) * dayMs)),
          returned,
        ),
      ),
      daily: days.map(day =>
        point(
          day,
          startedOn(day).filter(unit => known(unit, plan.untilMs)),
          returned,
        ),
      ),
      sinceExposure: days
        .filter(day => complete(day).length > 0)
        .map(day => point(day, complete(day), unit => hasReturned({ ...metric, day }, unit.firstMs, unit.own))),
    }
  }
  const completeBy = (unit: Unit, untilMs: number) => {
    const own = unit.own.filter(
      ({ timeMs }) => timeMs >= unit.firstMs && timeMs < Math.min(untilMs, endOf(plan, unit.firstMs)),
    )
    return furthestOf(metric, entriesOf(metric, own, untilMs)).furthest === metric.steps.length
  }
  return {
    cumulative: days.map(day => {
      const untilMs = plan.fromMs + (day + 1) * dayMs
      return point(
        day,
        units.filter(({ firstMs }) => firstMs < untilMs),
        unit => completeBy(unit, untilMs),
      )
    }),
    daily: days.map(day => point(day, startedOn(day), unit => completeBy(unit, plan.untilMs))),
    sinceExposure: days
      .filter(day => complete(day).length > 0 && (plan.windowMs === null || day * dayMs < plan.windowMs))
      .map(day =>
        point(day, complete(day), unit => {
          const fromMs = unit.firstMs + day * dayMs
          return completeBy(unit, fromMs + dayMs) && !completeBy(unit, fromMs)
        }),
      ),
  }
}
