import type { Contrast } from './contrast.ts'
import { type Unavailable, unavailable } from './unavailable.ts'

/** A lift over the control, 0.02 is 2 %, with its standard error. */
export type Lift = { lift: number; se: number }

/**
 * The lift difference / base with its first-order (delta method) standard error: Var(d)/m^2 + d^2 Var(m)/m^4 - 2 d
 * Cov(d, m)/m^3. Bayesian views and shrinkage start from it; tests and intervals do not, because on this scale they may
 * contradict the absolute test.
 */
export function relativeLift(compared: Contrast): Lift | Unavailable {
  const { difference, variance, base, baseVariance, covariance } = compared
  if (!(base > 0)) return unavailable('control-not-positive')
  const lift = difference / base
  const square = (variance + lift * lift * baseVariance - 2 * lift * covariance) / (base * base)
  if (!Number.isFinite(square) || square < 0) return unavailable('not-finite')
  return { lift, se: Math.sqrt(square) }
}
