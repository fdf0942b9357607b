import { type Contrast, contrast } from './contrast.ts'
import { quantileOfUpperTail, upperTail } from './distribution/student-t.ts'
import type { Estimate } from './estimate.ts'
import { fieller } from './fieller.ts'
import { type Alternative, type Inference, intervalAround } from './inference.ts'
import { isUnavailable, type Unavailable, unavailable } from './unavailable.ts'

/** The chance of a false alarm one accepts, and the deviation that counts. */
export type TestOptions = { alpha?: number; alternative?: Alternative }

/**
 * Welch's t test of two arms (Welch 1947, Biometrika 34), always with the t distribution. The interval is at 1 - alpha,
 * the relative one is Fieller's with the same quantile: p, ci and relative ci give one verdict.
 */
export function welch(
  control: Estimate | Unavailable,
  treatment: Estimate | Unavailable,
  options: TestOptions = {},
): Inference | Unavailable {
  const compared = contrast(control, treatment)
  return isUnavailable(compared) ? compared : studentTest(compared, options)
}

/** The t test of any contrast, adjusted or not. One-sided tests take alpha up to a half. */
export function studentTest(compared: Contrast, options: TestOptions = {}): Inference | Unavailable {
  const { alpha = 0.05, alternative = 'two-sided' } = options
  const alphaMax = alternative === 'two-sided' ? 1 : 0.5
  if (!(alpha > 0 && alpha < 1 && alpha <= alphaMax)) return unavailable('invalid-alpha')
  const { difference, df } = compared
  const se = Math.sqrt(compared.variance)
  const t = difference / se
  if (!Number.isFinite(t) || !(df > 0)) return unavailable('not-finite')
  const critical = quantileOfUpperTail(alternative === 'two-sided' ? alpha / 2 : alpha, df)
  return {
    difference,
    se,
    df,
    t,
    p: tailOf(t, df, alternative),
    ci: intervalAround(difference, critical * se, alternative),
    relative: fieller(compared, critical, alternative),
  }
}

/** The p value of a t statistic. */
export function tailOf(t: number, df: number, alternative: Alternative): number {
  if (alternative === 'two-sided') return Math.min(1, 2 * upperTail(Math.abs(t), df))
  return upperTail(alternative === 'greater' ? t : -t, df)
}
