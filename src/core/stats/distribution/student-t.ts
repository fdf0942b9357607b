import { halfStepGammaRatio } from './gamma-ratio.ts'
import * as normal from './normal.ts'
import { smallBetaTail } from './small-beta-tail.ts'

/**
 * P(T > t) with `df` > 0 degrees of freedom (real, even infinite), right to about 1e-13 relative down to 1e-300: half
 * the incomplete beta function I_x(df/2, 1/2) at x = df / (df + t^2), Abramowitz & Stegun 26.7.1.
 */
export function upperTail(t: number, df: number): number {
  if (t < 0) return 1 - upperTail(-t, df)
  if (df === Number.POSITIVE_INFINITY) return normal.upperTail(t)
  const ratio = t * (t / df)
  const logX = logOfX(t, df)
  if (df >= 30 && logX > -1.2) return Math.min(0.5, smallBetaTail(df / 2, logX) / 2)
  // Near the center the other end of the beta function is the small one, and its continued fraction the fast one.
  if (ratio * (df + 1) < 3)
    return 0.5 - betaFraction(0.5, df / 2, ratio / (1 + ratio), Math.log(ratio) + logX, logX) / 2
  return betaFraction(df / 2, 0.5, 1 / (1 + ratio), logX, ratio < 1e16 ? Math.log(ratio) + logX : 0) / 2
}

/** P(T <= t), right in the lower tail as `upperTail` is in the upper. */
export function lowerTail(t: number, df: number): number {
  return upperTail(-t, df)
}

/**
 * The t with P(T > t) = p, to about 1e-14 relative: Newton's steps on the logarithm of the tail over the logarithm of
 * t, which is concave, so that they cannot leave the right branch; near the center on the tail itself. Infinite at 0
 * and 1.
 */
export function quantileOfUpperTail(p: number, df: number): number {
  if (p > 0.5) return -quantileOfUpperTail(1 - p, df)
  if (p === 0.5) return 0
  if (!(p > 0)) return p === 0 ? Number.POSITIVE_INFINITY : Number.NaN
  if (df === Number.POSITIVE_INFINITY) return normal.quantileOfUpperTail(p)
  // So near the center the density is flat, and Newton's steps would be all rounding.
  const central = (0.5 - p) / heightOf(df)
  if (central < 1e-8) return central
  let t = firstGuess(p, df)
  for (let step = 0; step < 60; step++) {
    const tail = upperTail(t, df)
    // t times the density, which alone would vanish before the tail does.
    const slope = Math.exp(Math.log(t) + ((df + 1) / 2) * logOfX(t, df)) * heightOf(df)
    const next = p > 0.2 ? t + ((tail - p) / slope) * t : t * Math.exp((Math.log(tail / p) * tail) / slope)
    if (!(Math.abs(next - t) > 4e-16 * Math.abs(next))) return next
    const settled = Math.abs(next - t) < 1e-9 * Math.abs(next)
    t = next
    // Newton doubles the digits: after a step of 1e-9 only rounding is left.
    if (settled) return t
  }
  return t
}

/** The t with P(T <= t) = p. */
export function quantile(p: number, df: number): number {
  return -quantileOfUpperTail(p, df)
}

// ln of x = df / (df + t^2), also where t^2 is beyond a double.
function logOfX(t: number, df: number): number {
  const ratio = t * (t / df)
  return ratio < 1e16 ? -Math.log1p(ratio) : Math.log(df) - 2 * Math.log(t)
}

// The density at 0.
function heightOf(df: number): number {
  return halfStepGammaRatio(df / 2) / Math.sqrt(Math.PI * df)
}

// The smaller of Wallace's (1959, Ann. Math. Statist. 30) transform of the normal quantile, good but for the far tails
// of few degrees of freedom, and the leading power of the tail, which is good there and too large elsewhere.
function firstGuess(p: number, df: number): number {
  const z = (normal.quantileOfUpperTail(p) * (8 * df + 3)) / (8 * df + 1)
  const transformed = Math.sqrt(df * Math.expm1((z * z) / df))
  const leading = halfStepGammaRatio(df / 2) / Math.sqrt(Math.PI) / df
  return Math.min(transformed, Math.sqrt(df) * Math.exp(Math.log(leading / p) / df))
}

// I_x(a, b) where one of a and b is a half, x is on the side where the continued fraction converges fast (Numerical
// Recipes 6.4, modified Lentz), given the logarithms of x and 1 - x.
function betaFraction(a: number, b: number, x: number, logX: number, logRest: number): number {
  const other = a === 0.5 ? b : a
  const front = (Math.exp(a * logX + b * logRest) * halfStepGammaRatio(other)) / Math.sqrt(Math.PI) / a
  let c = 1
  let d = 1 / guarded(1 - ((a + b) * x) / (a + 1))
  let value = d
  for (let m = 1; m < 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / guarded(1 + even * d)
    c = guarded(1 + even / c)
    value *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / guarded(1 + odd * d)
    c = guarded(1 + odd / c)
    value *= d * c
    if (Math.abs(d * c - 1) < 2e-16) break
  }
  return front * value
}

// The continued fraction divides by partial values that may pass through 0.
function guarded(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value
}
