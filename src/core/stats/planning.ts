import * as normal from './distribution/normal.ts'
import { type Unavailable, unavailable } from './unavailable.ts'

/** What a plan is about: the spread of units in each arm, the error rates, and what makes it smaller or larger. */
export type Plan = {
  controlVariance: number
  treatmentVariance: number
  alpha?: number
  power?: number
  sides?: 1 | 2
  /** The share of the variance the pre-period explains, rho^2. */
  varianceReduction?: number
  /** How much larger looking early makes the sample: `sequentialInflation`, or 1. */
  inflation?: number
}

/**
 * Units per arm that show a difference `delta` with the planned power: (z_{alpha/2} + z_beta)^2 (s_C^2 + s_T^2) /
 * delta^2, times (1 - rho^2) and the inflation; rounded up.
 */
export function unitsPerArm(plan: Plan, delta: number): number | Unavailable {
  const variance = varianceOfPair(plan)
  if (typeof variance !== 'number') return variance
  if (!(Math.abs(delta) > 0) || !Number.isFinite(delta)) return unavailable('invalid-parameters')
  const units = variance * (errorRates(plan) / delta) ** 2
  return units < Number.MAX_SAFE_INTEGER ? Math.max(2, Math.ceil(units)) : unavailable('too-many-units')
}

/** The smallest difference that `perArm` units show with the planned power: the inverse of `unitsPerArm`. */
export function minimumDetectableEffect(plan: Plan, perArm: number): number | Unavailable {
  const variance = varianceOfPair(plan)
  if (typeof variance !== 'number') return variance
  if (!(perArm > 0)) return unavailable('invalid-parameters')
  return Math.abs(errorRates(plan)) * Math.sqrt(variance / perArm)
}

/**
 * The power to show a difference `delta` with `perArm` units, by the same normal approximation: the far side counts as
 * well.
 */
export function powerOf(plan: Omit<Plan, 'power'>, delta: number, perArm: number): number | Unavailable {
  const { alpha = 0.05, sides = 2 } = plan
  const variance = varianceOfPair(plan)
  if (typeof variance !== 'number') return variance
  if (!(perArm > 0) || !Number.isFinite(delta)) return unavailable('invalid-parameters')
  const critical = normal.quantileOfUpperTail(alpha / sides)
  const shift = Math.abs(delta) / Math.sqrt(variance / perArm)
  return normal.upperTail(critical - shift) + (sides === 2 ? normal.upperTail(critical + shift) : 0)
}

/** The power over a range of differences, ready to be drawn. */
export function powerCurve(
  plan: Omit<Plan, 'power'>,
  deltas: readonly number[],
  perArm: number,
): { delta: number; power: number }[] | Unavailable {
  const curve: { delta: number; power: number }[] = []
  for (const delta of deltas) {
    const power = powerOf(plan, delta, perArm)
    if (typeof power !== 'number') return power
    curve.push({ delta, power })
  }
  return curve
}

/**
 * Days until every arm has its units, from the units recent traffic brings each day and the share of them each arm
 * receives; rounded up.
 */
export function durationDays(perArm: number, unitsPerDay: number, shares: readonly number[]): number | Unavailable {
  const smallest = Math.min(...shares)
  if (!(perArm > 0) || !(unitsPerDay > 0) || !(smallest > 0) || !Number.isFinite(unitsPerDay))
    return unavailable('invalid-parameters')
  return Math.ceil(perArm / (unitsPerDay * smallest))
}

/**
 * How far an experiment has come, 1 is done: the square of target over current half-width, since precision grows with
 * the root of n.
 */
export function progress(targetHalfWidth: number, currentHalfWidth: number): number | Unavailable {
  if (!(targetHalfWidth > 0) || !(currentHalfWidth > 0)) return unavailable('invalid-parameters')
  return (targetHalfWidth / currentHalfWidth) ** 2
}

/**
 * The power each of the tests needs so that success and all guardrails pass together: 1 - (1 - power) / (guardrails +
 * 1).
 */
export function powerWithGuardrails(power: number, guardrails: number): number {
  return 1 - (1 - power) / (guardrails + 1)
}

// The variance of a difference of one unit per arm, after what makes it smaller or larger.
function varianceOfPair(plan: Plan): number | Unavailable {
  const { controlVariance, treatmentVariance, alpha = 0.05, power = 0.8, varianceReduction = 0, inflation = 1 } = plan
  if (!(alpha > 0 && alpha < 1)) return unavailable('invalid-alpha')
  if (!(power > 0 && power < 1 && varianceReduction >= 0 && varianceReduction < 1 && inflation >= 1)) {
    return unavailable('invalid-parameters')
  }
  const variance = controlVariance + treatmentVariance
  if (!(controlVariance >= 0 && treatmentVariance >= 0) || !Number.isFinite(variance)) return unavailable('not-finite')
  if (variance === 0) return unavailable('zero-variance')
  return variance * (1 - varianceReduction) * inflation
}

function errorRates({ alpha = 0.05, power = 0.8, sides = 2 }: Plan): number {
  return normal.quantileOfUpperTail(alpha / sides) + normal.quantile(power)
}
