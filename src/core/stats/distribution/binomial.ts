import { deviance } from './deviance.ts'
import { stirlingError } from './stirling-error.ts'

/** P(X = x) of n trials with chance p in (0, 1), to about 1e-14 relative: Loader's (2000) saddle-point form. */
export function probability(x: number, n: number, p: number): number {
  if (x < 0 || x > n) return 0
  if (x === 0) return Math.exp(n * Math.log1p(-p))
  if (x === n) return Math.exp(n * Math.log(p))
  const errors = stirlingError(n) - stirlingError(x) - stirlingError(n - x)
  const deviances = deviance(x, n * p) + deviance(n - x, n * (1 - p))
  return Math.exp(errors - deviances) * Math.sqrt(n / (2 * Math.PI * x * (n - x)))
}

/** P(X <= x) where x lies below the mean: a sum from its largest term down, without cancellation. */
export function lowerTail(x: number, n: number, p: number): number {
  let term = probability(x, n, p)
  let sum = term
  for (let k = x; k > 0 && term > sum * 1e-17; k--) {
    term *= (k / (n - k + 1)) * ((1 - p) / p)
    sum += term
  }
  return sum
}

/** P(X >= x) where x lies above the mean. */
export function upperTail(x: number, n: number, p: number): number {
  return lowerTail(n - x, n, 1 - p)
}
