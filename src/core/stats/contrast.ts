import type { Estimate } from './estimate.ts'
import { isUnavailable, type Unavailable, unavailable } from './unavailable.ts'

/**
 * Treatment minus control, before any test: the difference and its variance, and what the relative scale needs, namely
 * the raw control value (`base`), its variance, and the covariance of the difference with it. Every method starts from
 * here.
 */
export type Contrast = {
  difference: number
  variance: number
  df: number
  n: number
  base: number
  baseVariance: number
  covariance: number
}

/**
 * The degrees of freedom of v_C + v_T: Welch (1947), Biometrika 34, and Satterthwaite (1946), Biometrics Bulletin 2.
 */
export function welchDegreesOfFreedom(
  control: { variance: number; df: number },
  treatment: { variance: number; df: number },
): number {
  const total = control.variance + treatment.variance
  const shareOfControl = control.variance / total
  const shareOfTreatment = treatment.variance / total
  return 1 / (shareOfControl ** 2 / control.df + shareOfTreatment ** 2 / treatment.df)
}

/** The contrast of two independent arms, SE^2 = v_C + v_T. Passes on why an arm has no estimate. */
export function contrast(control: Estimate | Unavailable, treatment: Estimate | Unavailable): Contrast | Unavailable {
  if (isUnavailable(control)) return control
  if (isUnavailable(treatment)) return treatment
  const total = control.variance + treatment.variance
  if (!Number.isFinite(total)) return unavailable('not-finite')
  if (total <= 0) return unavailable('zero-variance')
  return {
    difference: treatment.value - control.value,
    variance: total,
    df: welchDegreesOfFreedom(control, treatment),
    n: control.n + treatment.n,
    base: control.value,
    baseVariance: control.variance,
    covariance: -control.variance,
  }
}
