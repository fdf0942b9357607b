import { type Contrast, welchDegreesOfFreedom } from './contrast.ts'
import { solveSymmetric } from './normal-equations.ts'
import { covariance, type Summary, variance } from './summary.ts'
import { isUnavailable, type Unavailable, unavailable } from './unavailable.ts'

/**
 * A contrast after adjustment: the slopes used, the adjusted value of each arm, and the share of the variance that is
 * gone.
 */
export type Adjusted = {
  contrast: Contrast
  theta: number[]
  control: number
  treatment: number
  varianceReduction: number
}

/**
 * CUPED (Deng, Xu, Kohavi & Walker 2013, WSDM): the first column adjusted for the others, which are from before the
 * experiment. `theta` is pooled over all `arms` (sum of covariances over sum of variances, each arm once), the adjusted
 * difference is d - theta (x_T - x_C), and each arm has variance s_Y^2 + theta^2 s_X^2 - 2 theta s_XY. The relative
 * scale is taken over the raw control mean, whose covariance with the adjusted difference is carried along. A ratio
 * goes through `linearizeRatio` first.
 *
 * The reduction may be 0 (a covariate that is constant, or says nothing); it is what was achieved, never a promise.
 */
export function cuped(
  control: Summary,
  treatment: Summary,
  arms: readonly Summary[] = [control, treatment],
): Adjusted | Unavailable {
  const theta = pooledSlopes(arms)
  if (isUnavailable(theta)) return theta
  const adjustedControl = adjustedVariance(control, theta)
  const adjustedTreatment = adjustedVariance(treatment, theta)
  const total = adjustedControl + adjustedTreatment
  if (!Number.isFinite(total)) return unavailable('not-finite')
  const raw = variance(control) / control.n + variance(treatment) / treatment.n
  // What is left of a perfectly predicted metric is rounding.
  if (!(adjustedControl > 0 && adjustedTreatment > 0 && total > 64 * Number.EPSILON * raw))
    return unavailable('zero-variance')
  const adjustedValue = (arm: Summary) =>
    theta.reduce((y, slope, k) => y - slope * centered(arm, arms, k + 1), arm.means[0] ?? Number.NaN)
  const difference = theta.reduce(
    (d, slope, k) => d - slope * ((treatment.means[k + 1] ?? Number.NaN) - (control.means[k + 1] ?? Number.NaN)),
    (treatment.means[0] ?? Number.NaN) - (control.means[0] ?? Number.NaN),
  )
  if (!Number.isFinite(difference)) return unavailable('not-finite')
  const shared = theta.reduce((sum, slope, k) => sum - slope * covariance(control, 0, k + 1), variance(control))
  return {
    contrast: {
      difference,
      variance: total,
      df: welchDegreesOfFreedom(
        { variance: adjustedControl, df: control.n - 1 },
        { variance: adjustedTreatment, df: treatment.n - 1 },
      ),
      n: control.n + treatment.n,
      base: control.means[0] ?? Number.NaN,
      baseVariance: variance(control) / control.n,
      covariance: -shared / control.n,
    },
    theta,
    control: adjustedValue(control),
    treatment: adjustedValue(treatment),
    varianceReduction: 1 - total / raw,
  }
}

/** The slopes of the first column on the others, pooled over the arms; 0 for a covariate without spread of its own. */
export function pooledSlopes(arms: readonly Summary[]): number[] | Unavailable {
  const width = arms[0]?.means.length ?? 0
  if (width < 2 || arms.some(arm => arm.means.length !== width)) return unavailable('missing-column')
  if (arms.some(arm => arm.n === 0)) return unavailable('empty-arm')
  if (arms.some(arm => arm.n === 1)) return unavailable('one-unit')
  const pooled = (i: number, j: number) => arms.reduce((sum, arm) => sum + covariance(arm, i, j), 0)
  const covariates = Array.from({ length: width - 1 }, (_, k) => k + 1)
  const slopes = solveSymmetric(
    covariates.map(i => covariates.map(j => pooled(i, j))),
    covariates.map(i => pooled(0, i)),
  )
  return slopes.every(Number.isFinite) ? slopes : unavailable('not-finite')
}

// The variance of the mean of y - theta x in one arm.
function adjustedVariance(arm: Summary, theta: readonly number[]): number {
  let sum = variance(arm)
  for (const [k, slope] of theta.entries()) {
    sum -= 2 * slope * covariance(arm, 0, k + 1)
    for (const [l, other] of theta.entries()) sum += slope * other * covariance(arm, k + 1, l + 1)
  }
  return sum / arm.n
}

// The mean of a column from its mean over all arms, as a sum of differences, so that a shift of the column leaves it
// alone.
function centered(arm: Summary, arms: readonly Summary[], column: number): number {
  const units = arms.reduce((sum, other) => sum + other.n, 0)
  const own = arm.means[column] ?? Number.NaN
  return arms.reduce((sum, other) => sum + (other.n / units) * (own - (other.means[column] ?? Number.NaN)), 0)
}
