import { type Summary, variance } from './summary.ts'
import { type Unavailable, unavailable } from './unavailable.ts'

/**
 * One number of one arm and how well it is known: `variance` is that of the estimate (the squared standard error), `n`
 * the units behind it, `df` the degrees of freedom of the variance. Metric kinds make estimates; methods compare them.
 */
export type Estimate = { value: number; variance: number; n: number; df: number }

/**
 * An estimate after its checks: two units, finite numbers, and a spread that is more than rounding. An arm without
 * spread (all units converted, none did, all spent the same) says nothing about its own uncertainty, so it is
 * unavailable.
 */
export function checkedEstimate(value: number, varianceOfUnit: number, n: number): Estimate | Unavailable {
  if (n === 0) return unavailable('empty-arm')
  if (n === 1) return unavailable('one-unit')
  if (!Number.isFinite(value) || !Number.isFinite(varianceOfUnit) || !Number.isFinite(n))
    return unavailable('not-finite')
  if (n < 0 || varianceOfUnit < 0) return unavailable('impossible-sums')
  const varianceOfEstimate = varianceOfUnit / n
  // The rule of R's t.test for data that are "essentially constant".
  if (Math.sqrt(varianceOfEstimate) <= 10 * Number.EPSILON * Math.abs(value)) return unavailable('zero-variance')
  return { value, variance: varianceOfEstimate, n, df: n - 1 }
}

/**
 * The mean of the first column, with variance s^2 / n. Serves plain and capped means (values are capped before they are
 * summed).
 */
export function meanEstimate(summary: Summary): Estimate | Unavailable {
  return checkedEstimate(summary.means[0] ?? Number.NaN, summary.n > 1 ? variance(summary) : 0, summary.n)
}

/**
 * The share of units that did something, with variance p (1 - p) / n. Serves conversion, funnel steps (of the exposed
 * units) and retention (of the units whose window is over). The first column is 0 or 1.
 */
export function proportionEstimate(summary: Summary): Estimate | Unavailable {
  const share = summary.means[0] ?? Number.NaN
  if (share < 0 || share > 1) return unavailable('impossible-sums')
  return checkedEstimate(share, share * (1 - share), summary.n)
}
