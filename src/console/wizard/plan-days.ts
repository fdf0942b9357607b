import type { PlanAdvice } from '../../contract/analyses.ts'
import type { Weights } from '../../contract/flag.ts'
import type { Metric } from '../../contract/metric.ts'
import { isShare } from '../../core/report/metric-kind.ts'
import { durationDays, unitsPerArm } from '../../core/stats/planning.ts'

/** Days it takes to find a relative effect on a metric, from what was advised for another one; undefined where there are none. */
export function daysFor(
  { baseline, level, power, varianceReduction, inflation, unitsPerDay }: PlanAdvice,
  effect: number,
  { formula }: Metric,
  weights: Weights,
): number | undefined {
  const delta = effect * baseline.value
  const treated = baseline.value + delta
  const share = isShare(formula.kind)
  if (share && !(treated >= 0 && treated <= 1)) return undefined
  const perArm = unitsPerArm(
    {
      controlVariance: baseline.variance,
      treatmentVariance: share ? treated * (1 - treated) : baseline.variance,
      alpha: level,
      power,
      varianceReduction,
      inflation,
    },
    delta,
  )
  const given = weights.flatMap(({ weight }) => (weight > 0 ? [weight / 100] : []))
  const days = typeof perArm === 'number' ? durationDays(perArm, unitsPerDay, given) : undefined
  return typeof days === 'number' ? days : undefined
}
