import type { Contrast } from './contrast.ts'
import type { Estimate } from './estimate.ts'
import type { Inference } from './inference.ts'
import { isUnavailable, type Unavailable, unavailable } from './unavailable.ts'
import { studentTest, type TestOptions } from './welch.ts'

/**
 * The estimates of the four cells of two experiments: the first word is the variant in the first experiment, the second
 * in the second.
 */
export type Cells<T> = { controlControl: T; controlTreatment: T; treatmentControl: T; treatmentTreatment: T }

/** An interaction on the absolute scale; it has no relative form. */
export type Interaction = Omit<Inference, 'relative'>

/**
 * Whether one experiment changes what the other does: (tt - tc) - (ct - cc), with the sum of the four variances and
 * Satterthwaite's degrees of freedom. The same contrast compares the effect between two segments. Check `independence`
 * of the assignments first.
 */
export function interaction(
  cells: Cells<Estimate | Unavailable>,
  options: TestOptions = {},
): Interaction | Unavailable {
  const { controlControl: cc, controlTreatment: ct, treatmentControl: tc, treatmentTreatment: tt } = cells
  if (isUnavailable(cc)) return cc
  if (isUnavailable(ct)) return ct
  if (isUnavailable(tc)) return tc
  if (isUnavailable(tt)) return tt
  const all = [cc, ct, tc, tt]
  const variance = all.reduce((sum, cell) => sum + cell.variance, 0)
  if (!(variance > 0)) return unavailable('zero-variance')
  const contrast: Contrast = {
    difference: tt.value - tc.value - (ct.value - cc.value),
    variance,
    df: 1 / all.reduce((sum, cell) => sum + (cell.variance / variance) ** 2 / cell.df, 0),
    n: all.reduce((sum, cell) => sum + cell.n, 0),
    base: 0,
    baseVariance: 0,
    covariance: 0,
  }
  const inference = studentTest(contrast, options)
  if (isUnavailable(inference)) return inference
  const { relative, ...absolute } = inference
  return absolute
}
