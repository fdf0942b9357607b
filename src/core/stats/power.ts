import * as noncentralT from './distribution/noncentral-t.ts'
import * as normal from './distribution/normal.ts'
import { quantileOfUpperTail } from './distribution/student-t.ts'
import { type Unavailable, unavailable } from './unavailable.ts'

/**
 * The exact power of the two-sided t test of two arms of equal size and spread, to show the difference in its own
 * direction: the noncentral t distribution with 2 (n - 1) degrees of freedom (R's power.t.test).
 */
export function powerOfMeans(perArm: number, delta: number, sd: number, alpha = 0.05): number | Unavailable {
  if (!(alpha > 0 && alpha < 1)) return unavailable('invalid-alpha')
  if (!(perArm >= 2) || !Number.isFinite(perArm)) return unavailable('too-few-units')
  if (!(sd > 0)) return unavailable('zero-variance')
  if (!Number.isFinite(delta) || !Number.isFinite(sd)) return unavailable('not-finite')
  const df = 2 * (perArm - 1)
  return noncentralT.upperTail(quantileOfUpperTail(alpha / 2, df), df, Math.sqrt(perArm / 2) * (Math.abs(delta) / sd))
}

/**
 * The power of the two-sided test of two shares of equal size with the pooled variance under the null hypothesis and
 * each arm's own under the alternative, to show the difference in its own direction (R's power.prop.test; Fleiss, Levin
 * & Paik 2003, eq. 4.14).
 */
export function powerOfProportions(
  perArm: number,
  control: number,
  treatment: number,
  alpha = 0.05,
): number | Unavailable {
  if (!(alpha > 0 && alpha < 1)) return unavailable('invalid-alpha')
  if (!(perArm >= 2) || !Number.isFinite(perArm)) return unavailable('too-few-units')
  if (!(control >= 0 && control <= 1 && treatment >= 0 && treatment <= 1)) return unavailable('invalid-parameters')
  const pooled = (control + treatment) / 2
  const own = control * (1 - control) + treatment * (1 - treatment)
  if (own === 0) return unavailable('zero-variance')
  const critical = normal.quantileOfUpperTail(alpha / 2) * Math.sqrt(2 * pooled * (1 - pooled))
  return normal.lowerTail((Math.sqrt(perArm) * Math.abs(treatment - control) - critical) / Math.sqrt(own))
}
