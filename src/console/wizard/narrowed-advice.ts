import type { PlanAdvice } from '../../contract/analyses.ts'
import type { Weights } from '../../contract/flag.ts'
import { durationDays } from '../../core/stats/planning.ts'

/**
 * The advice when only a share of those who arrive fits the audience: so much longer, and effects so much larger within the planned days.
 * The metric itself is taken to be the same inside the audience.
 */
export function narrowedAdvice(advice: PlanAdvice, share: number, weights: Weights): PlanAdvice {
  if (share === 1) return advice
  const { perArm, minimumDetectableEffect: smallest, powerCurve } = advice
  const unitsPerDay = advice.unitsPerDay * share
  const given = weights.flatMap(({ weight }) => (weight > 0 ? [weight / 100] : []))
  // What is found grows with the root of how many take part.
  const larger = 1 / Math.sqrt(share)
  return {
    ...advice,
    unitsPerDay,
    days: typeof perArm === 'number' ? durationDays(perArm, unitsPerDay, given) : perArm,
    minimumDetectableEffect:
      'unavailable' in smallest
        ? smallest
        : {
            absolute: smallest.absolute * larger,
            relative: smallest.relative === null ? null : smallest.relative * larger,
          },
    powerCurve: powerCurve.map(({ effect, power }) => ({ effect: effect * larger, power })),
  }
}
