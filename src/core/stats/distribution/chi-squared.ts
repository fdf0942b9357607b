import jStat from 'jstat'
import { deviance } from './deviance.ts'
import { stirlingError } from './stirling-error.ts'

/** P(X <= x) with `df` > 0 degrees of freedom, to about 1e-9 relative: jStat, which is right on this side. */
export function lowerTail(x: number, df: number): number {
  if (!(x > 0)) return 0
  return x < df + 2 ? jStat.chisquare.cdf(x, df) : 1 - upperTail(x, df)
}

/**
 * P(X > x), to about 1e-9 relative and down to 1e-300: near the center the complement of jStat, in the upper tail,
 * where a complement would be lost, Legendre's continued fraction of the incomplete gamma function (Abramowitz & Stegun
 * 26.4.10; Numerical Recipes 6.2).
 */
export function upperTail(x: number, df: number): number {
  if (!(x > 0)) return 1
  if (x < df + 2) return 1 - jStat.chisquare.cdf(x, df)
  if (x === Number.POSITIVE_INFINITY) return 0
  const a = df / 2
  const half = x / 2
  let b = half + 1 - a
  let c = 1e300
  let d = 1 / b
  let value = d
  for (let i = 1; i < 100_000; i++) {
    const an = -i * (i - a)
    b += 2
    d = 1 / (an * d + b)
    c = b + an / c
    value *= d * c
    if (Math.abs(d * c - 1) < 2e-16) break
  }
  // half^a exp(-half) / Gamma(a), by Loader's deviance.
  const front = Math.exp(-deviance(a, half) - stirlingError(a)) * Math.sqrt(a / (2 * Math.PI))
  return front * value
}
