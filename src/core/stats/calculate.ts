import type { CalculatorInput, CalculatorName, CalculatorOutput } from '../../contract/calculators.ts'
import { adjustments } from './adjust.ts'
import { bayes } from './bayes.ts'
import { sequenceCritical, sequenceP } from './confidence-sequence.ts'
import { cuped } from './cuped.ts'
import { type Estimate, meanEstimate, proportionEstimate } from './estimate.ts'
import { unitsPerArm } from './planning.ts'
import { pooledProportions } from './pooled-proportions.ts'
import { powerOfMeans, powerOfProportions } from './power.ts'
import { clusteredQuantileEstimate, quantileEstimate, quantileLevels, quantileOrder } from './quantile.ts'
import { ratioEstimate } from './ratio.ts'
import { sampleRatio } from './sample-ratio.ts'
import { sampleRatioSequence } from './sample-ratio-sequential.ts'
import { sequentialBounds } from './sequential-bounds.ts'
import { effectSpread, shrunkEffect } from './shrinkage.ts'
import { fromSums, type Summary, summarize } from './summary.ts'
import { isUnavailable, type Unavailable, unavailable } from './unavailable.ts'
import { studentTest, welch } from './welch.ts'

/**
 * Runs a calculator on input its schema has accepted. Pure and total: what cannot be computed is `{ unavailable: reason
 * }`.
 */
export function calculate<Name extends CalculatorName>(
  name: Name,
  input: CalculatorInput<Name>,
): CalculatorOutput<Name> {
  return table[name](input)
}

const table: { [Name in CalculatorName]: (input: CalculatorInput<Name>) => CalculatorOutput<Name> } = {
  welch: ({ control, treatment, ...options }) =>
    welch(meanEstimate(meanArm(control)), meanEstimate(meanArm(treatment)), options),

  proportions: ({ control, treatment, pooled, ...options }) => {
    if (pooled) return pooledProportions(control, treatment, options)
    const inference = welch(proportionEstimate(shareArm(control)), proportionEstimate(shareArm(treatment)), options)
    return isUnavailable(inference) ? inference : { ...inference, z: inference.t }
  },

  ratio: ({ control, treatment, ...options }) =>
    welch(ratioEstimate(ratioArm(control)), ratioEstimate(ratioArm(treatment)), options),

  cuped: ({ control, treatment, ...options }) => {
    const adjusted = cuped(adjustedArm(control), adjustedArm(treatment))
    if (isUnavailable(adjusted)) return adjusted
    const inference = studentTest(adjusted.contrast, options)
    if (isUnavailable(inference)) return inference
    return { ...inference, theta: adjusted.theta[0] as number, varianceReduction: adjusted.varianceReduction }
  },

  quantile: ({ control, treatment, q, ...options }) =>
    welch(quantileArm(control, q), quantileArm(treatment, q), options),

  'sequential-bounds': sequentialBounds,

  'confidence-sequence': ({ n, difference, se, alpha, plannedN }) => {
    if (se === 0) return unavailable('zero-variance')
    const reach = sequenceCritical(n, alpha, plannedN) * se
    if (!Number.isFinite(Math.abs(difference) + reach)) return unavailable('not-finite')
    return { ci: [difference - reach, difference + reach], p: sequenceP(difference / se, n, alpha, plannedN) }
  },

  bayes: ({ estimate, se, prior }) => bayes(estimate, se, prior),

  srm: ({ counts, weights, exact }) => sampleRatio(counts, weights, { exact }),

  'srm-sequential': ({ looks, weights, concentration }) => {
    const p = sampleRatioSequence(looks, weights, concentration)
    return isUnavailable(p) ? p : { p }
  },

  adjust: ({ p, method }) => ({ adjusted: adjustments[method](p) }),

  'sample-size': ({ baseline, effect, alpha, power }) => {
    const plan = planned(baseline, effect)
    if (isUnavailable(plan)) return plan
    const perArm = unitsPerArm({ ...plan, alpha, power }, plan.delta)
    return typeof perArm === 'number' ? { perArm } : perArm
  },

  power: ({ perArm, baseline, effect, alpha }) => {
    const plan = planned(baseline, effect)
    if (isUnavailable(plan)) return plan
    const power =
      'rate' in baseline
        ? powerOfProportions(perArm, baseline.rate, baseline.rate + plan.delta, alpha)
        : powerOfMeans(perArm, plan.delta, baseline.sd, alpha)
    return typeof power === 'number' ? { power } : power
  },

  shrink: ({ estimates }) => {
    const tau = effectSpread(estimates)
    if (typeof tau !== 'number') return tau
    return { tau, shrunk: estimates.map(estimate => shrunkEffect(estimate, tau)) }
  },
}

function meanArm(arm: CalculatorInput<'welch'>['control']): Summary {
  if ('values' in arm) return summarize(arm.values.map(value => [value]))
  if ('mean' in arm) return { n: arm.n, means: [arm.mean], comoments: [arm.sd * arm.sd * Math.max(0, arm.n - 1)] }
  return fromSums({ n: arm.n, sums: [arm.sum], products: [arm.sumSquares] })
}

// A share is a mean of zeros and ones, whose squares are themselves.
function shareArm({ n, successes }: CalculatorInput<'proportions'>['control']): Summary {
  return fromSums({ n, sums: [successes], products: [successes] })
}

function ratioArm(arm: CalculatorInput<'ratio'>['control']): Summary {
  return fromSums({
    n: arm.n,
    sums: [arm.numeratorSum, arm.denominatorSum],
    products: [arm.numeratorSumSquares, arm.productSum, arm.denominatorSumSquares],
  })
}

function quantileArm(arm: CalculatorInput<'quantile'>['control'], q: number): Estimate | Unavailable {
  if ('values' in arm) return quantileEstimate(quantileOrder(arm.values, q))
  const { clusters, ...order } = arm
  const levels = quantileLevels(order.n, q)
  if (isUnavailable(levels)) return levels
  return clusters === undefined ? quantileEstimate(order) : clusteredQuantileEstimate(order, q, ratioArm(clusters))
}

function adjustedArm(arm: CalculatorInput<'cuped'>['control']): Summary {
  return fromSums({
    n: arm.n,
    sums: [arm.sum, arm.preSum],
    products: [arm.sumSquares, arm.productSum, arm.preSumSquares],
  })
}

// The difference to be shown and the variance of a unit in each arm.
function planned(
  baseline: CalculatorInput<'sample-size'>['baseline'],
  effect: CalculatorInput<'sample-size'>['effect'],
): { delta: number; controlVariance: number; treatmentVariance: number } | Unavailable {
  const base = 'rate' in baseline ? baseline.rate : baseline.mean
  const delta = 'absolute' in effect ? effect.absolute : effect.relative * base
  if (!('rate' in baseline)) return { delta, controlVariance: baseline.sd ** 2, treatmentVariance: baseline.sd ** 2 }
  const treated = base + delta
  if (!(treated >= 0 && treated <= 1)) return unavailable('invalid-parameters')
  return { delta, controlVariance: base * (1 - base), treatmentVariance: treated * (1 - treated) }
}
