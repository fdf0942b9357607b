import type { Contrast } from './contrast.ts'
import type { Alternative, Relative } from './inference.ts'
import { unavailable } from './unavailable.ts'

/**
 * The interval of the lift difference / base by Fieller (1954), JRSS-B 16: all lifts r for which (difference - r
 * base)^2 <= critical^2 Var(difference - r base). It excludes 0 exactly when |difference| > critical SE, so it never
 * disagrees with the test. `critical` >= 0 is the quantile the absolute interval uses.
 *
 * With g = critical^2 v / base^2 >= 1 the control cannot be told from 0 and the interval is unbounded; a control that
 * is not positive has no lift at all.
 */
export function fieller(contrast: Contrast, critical: number, alternative: Alternative): Relative {
  const { difference, variance, base, baseVariance, covariance } = contrast
  if (!(base > 0)) return unavailable('control-not-positive')
  const reach = critical * Math.sqrt(variance)
  const square = critical * critical
  // The quadratic a r^2 - 2 b r + c <= 0; a and c as products, so that their signs are those of the absolute
  // comparison.
  const baseReach = critical * Math.sqrt(baseVariance)
  const a = (base - baseReach) * (base + baseReach)
  if (!(a > 0)) return unavailable('unbounded-relative-interval')
  const b = difference * base - square * covariance
  const c = (difference - reach) * (difference + reach)
  const root = Math.sqrt(Math.max(0, b * b - a * c))
  // The root of smaller size comes from the product of the roots: no cancellation, and 0 only when the absolute bound
  // is 0.
  const far = b >= 0 ? b + root : b - root
  const near = far === 0 ? 0 : c / far
  const [lo, hi] = b >= 0 ? [near, far / a] : [far / a, near]
  if (!Number.isFinite(lo) || !Number.isFinite(hi)) return unavailable('not-finite')
  return { lift: difference / base, ci: [alternative === 'less' ? null : lo, alternative === 'greater' ? null : hi] }
}
