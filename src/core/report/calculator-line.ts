import type { CalculatorLine } from '../../contract/calculators.ts'
import type { MetricFormula } from '../../contract/metric.ts'
import type { Json } from '../../contract/name.ts'
import type { Arm } from '../metrics/plan.ts'
import type { Alternative } from '../stats/inference.ts'
import { type Summary, toSums, variance } from '../stats/summary.ts'
import { isShare } from './metric-kind.ts'

/** How a test is to be computed by hand. */
export type LineOptions = { alpha: number; alternative?: Alternative }

/** The calculator line of a comparison of two arms without adjustment for a pre-period. */
export function plainLine(
  kind: MetricFormula['kind'],
  control: Arm,
  treatment: Arm,
  { alpha, alternative = 'two-sided' }: LineOptions,
): CalculatorLine {
  const options = { alpha, alternative }
  if (kind === 'ratio')
    return { name: 'ratio', input: { control: ratioArm(control), treatment: ratioArm(treatment), ...options } }
  if (kind === 'quantile') {
    const q = control.order?.q ?? treatment.order?.q ?? 0
    return { name: 'quantile', input: { control: orderArm(control), treatment: orderArm(treatment), q, ...options } }
  }
  if (isShare(kind))
    return {
      name: 'proportions',
      input: { control: shareArm(control), treatment: shareArm(treatment), pooled: false, ...options },
    }
  return { name: 'welch', input: { control: meanArm(control), treatment: meanArm(treatment), ...options } }
}

/**
 * The calculator line of a comparison adjusted for a pre-period, from summaries `[y, x]`. The pre-period is given from where the control's
 * mean is 0: adjustment does not depend on it, and sums of squares keep their digits.
 */
export function adjustedLine(
  control: Summary,
  treatment: Summary,
  { alpha, alternative = 'two-sided' }: LineOptions,
): CalculatorLine {
  const shift = control.means[1] ?? 0
  return {
    name: 'cuped',
    input: { control: adjustedArm(control, shift), treatment: adjustedArm(treatment, shift), alpha, alternative },
  }
}

/** The same line at another alpha, or for one side. */
export function lineAt(line: CalculatorLine, options: LineOptions): CalculatorLine {
  return { ...line, input: { ...line.input, alternative: 'two-sided', ...options } }
}

/** Whether a line can be written down: sums of values near the end of what a double holds cannot. */
export function isWritable({ input }: CalculatorLine): boolean {
  return Object.values(input).every(isFiniteJson)
}

function isFiniteJson(value: Json): boolean {
  if (typeof value === 'number') return Number.isFinite(value)
  return typeof value !== 'object' || value === null || Object.values(value).every(isFiniteJson)
}

function meanArm(arm: Summary) {
  return { n: arm.n, mean: arm.means[0] ?? 0, sd: Math.sqrt(variance(arm)) }
}

function shareArm(arm: Summary) {
  return { n: arm.n, successes: Math.round((arm.means[0] ?? 0) * arm.n) }
}

function orderArm(arm: Arm) {
  const { n = 0, value = 0, lower = null, upper = null } = arm.order ?? {}
  const clusters = arm.means.length > 1 ? { clusters: ratioArm(arm) } : {}
  return { n, value, lower: lower ?? value, upper: upper ?? value, ...clusters }
}

function ratioArm(arm: Summary) {
  const { n, sums, products } = toSums(arm)
  const [numeratorSum = 0, denominatorSum = 0] = sums
  const [numeratorSumSquares = 0, productSum = 0, denominatorSumSquares = 0] = products
  return { n, numeratorSum, numeratorSumSquares, denominatorSum, denominatorSumSquares, productSum }
}

function adjustedArm(arm: Summary, shift: number) {
  const moved = { ...arm, means: [arm.means[0] ?? 0, (arm.means[1] ?? 0) - shift] }
  const { n, sums, products } = toSums(moved)
  const [sum = 0, preSum = 0] = sums
  const [sumSquares = 0, productSum = 0, preSumSquares = 0] = products
  return { n, sum, sumSquares, preSum, preSumSquares, productSum }
}
