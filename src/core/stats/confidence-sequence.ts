import type { Contrast } from './contrast.ts'
import { fieller } from './fieller.ts'
import { type Alternative, type Inference, intervalAround } from './inference.ts'
import { type Unavailable, unavailable } from './unavailable.ts'

/** A boundary that holds at all times: `n` units of both arms so far, tightest near `plannedN`. */
export type SequenceOptions = { alpha?: number; alternative?: Alternative; plannedN: number }

/**
 * How many standard errors the asymptotic confidence sequence reaches at n units (Waudby-Smith, Arbour, Sinha, Kennedy
 * & Ramdas 2024, Ann. Statist. 52: eq. 9 for two sides, eq. 134 for one), with rho tuned to be tightest at `plannedN`.
 */
export function sequenceCritical(
  n: number,
  alpha: number,
  plannedN: number,
  alternative: Alternative = 'two-sided',
): number {
  const nRho2 = n * rhoSquared(alpha, plannedN, alternative)
  const root = Math.sqrt(nRho2 + 1)
  const log = alternative === 'two-sided' ? Math.log(root / alpha) : Math.log1p(root / (2 * alpha))
  return Math.sqrt((2 * (nRho2 + 1) * log) / nRho2)
}

/**
 * The p value that goes with the sequence: min(1, sqrt(n rho^2 + 1) exp(-rho^2 S / (2 (n rho^2 + 1)))), S = n
 * (difference / SE)^2; the one-sided one inverts eq. 134 in alpha at the same rho. It is below alpha exactly when the
 * interval excludes 0.
 */
export function sequenceP(
  z: number,
  n: number,
  alpha: number,
  plannedN: number,
  alternative: Alternative = 'two-sided',
): number {
  const nRho2 = n * rhoSquared(alpha, plannedN, alternative)
  const exponent = (nRho2 * z * z) / (2 * (nRho2 + 1))
  const root = Math.sqrt(nRho2 + 1)
  if (alternative === 'two-sided') return Math.min(1, root * Math.exp(-exponent))
  const towards = alternative === 'greater' ? z : -z
  if (!(towards > 0)) return 1
  // exp(-x) / (1 - exp(-x)) rather than 1 / (exp(x) - 1), which overflows.
  return Math.min(1, (root / 2) * (Math.exp(-exponent) / -Math.expm1(-exponent)))
}

/**
 * The inference of the sequence, valid at every look and after any stopping, once n is large enough for a normal
 * approximation.
 */
export function confidenceSequence(compared: Contrast, options: SequenceOptions): Inference | Unavailable {
  const { alpha = 0.05, alternative = 'two-sided', plannedN } = options
  // One-sided, rho is tuned at 2 alpha, which must leave something to tune.
  const alphaMax = alternative === 'two-sided' ? 1 : 0.5
  if (!(alpha > 0 && alpha < alphaMax)) return unavailable('invalid-alpha')
  if (!(plannedN > 0) || !Number.isFinite(plannedN)) return unavailable('invalid-parameters')
  const { difference, df, n } = compared
  const se = Math.sqrt(compared.variance)
  const t = difference / se
  const critical = sequenceCritical(n, alpha, plannedN, alternative)
  if (!Number.isFinite(t) || !Number.isFinite(critical * se)) return unavailable('not-finite')
  return {
    difference,
    se,
    df,
    t,
    p: sequenceP(t, n, alpha, plannedN, alternative),
    ci: intervalAround(difference, critical * se, alternative),
    relative: fieller(compared, critical, alternative),
  }
}

// rho^2 = (-2 ln alpha + ln(1 - 2 ln alpha)) / N*, at 2 alpha for one side.
function rhoSquared(alpha: number, plannedN: number, alternative: Alternative): number {
  const log = -2 * Math.log(alternative === 'two-sided' ? alpha : 2 * alpha)
  return (log + Math.log1p(log)) / plannedN
}
