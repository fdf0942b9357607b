import { halfStepGammaRatio } from './gamma-ratio.ts'
import * as normal from './normal.ts'

const TERMS_MAX = 30
const POLYNOMIALS = coefficients()

/**
 * The incomplete beta function I_x(a, 1/2) for a >= 15 and x > 0.3, given ln x: the expansion BGRAT of DiDonato &
 * Morris (1992), "Algorithm 708", ACM TOMS 18, eq. 9. With b = 1/2 its incomplete gamma functions are the normal tail,
 * so that it is as fast with a million degrees of freedom as with thirty.
 */
export function smallBetaTail(a: number, logX: number): number {
  const center = a - 0.25
  const u = -center * logX
  // Everything is multiplied by H(1/2, u), which vanishes at u = 0, but for its exponential, which would vanish far
  // out.
  const scaled = 2 * normal.scaledUpperTail(Math.sqrt(2 * u))
  const front = halfStepGammaRatio(a) / Math.sqrt(center)
  const height = Math.sqrt(u / Math.PI)
  const fourSquares = 4 * center * center
  const halfSquare = (logX / 2) ** 2
  let term = scaled
  let power = 1
  let sum = scaled
  for (let n = 1; n < TERMS_MAX; n++) {
    const b = 0.5 + 2 * (n - 1)
    term = (b * (b + 1) * term + height * (u + b + 1) * power) / fourSquares
    power *= halfSquare
    const next = (POLYNOMIALS[n] ?? 0) * term
    sum += next
    if (Math.abs(next) < 1e-17 * sum) break
  }
  return front * Math.exp(-u) * sum
}

// The coefficients p_n of eq. 9.2 for b = 1/2.
function coefficients(): readonly number[] {
  const p = [1]
  const factorial = [1]
  for (let i = 1; i < 2 * TERMS_MAX + 2; i++) factorial.push((factorial[i - 1] ?? 1) * i)
  for (let n = 1; n < TERMS_MAX; n++) {
    let sum = 0
    for (let m = 1; m < n; m++) sum += ((m * 0.5 - n) * (p[n - m] ?? 0)) / (factorial[2 * m + 1] ?? 1)
    p.push(-0.5 / (factorial[2 * n + 1] ?? 1) + sum / n)
  }
  return p
}
