import { checkedEstimate, type Estimate } from './estimate.ts'
import { packed, type Summary } from './summary.ts'
import { transform } from './transform.ts'
import { isUnavailable, type Unavailable, unavailable } from './unavailable.ts'

/**
 * A ratio of sums as if it were a mean: the summary whose columns are the ratio y / z (and yPre / zPre, where there is
 * one) as each unit moves it, by the delta method (Deng, Knoblich & Lu 2018, KDD): R + (y - R z) / mean(z). Its mean,
 * variance and covariances are those of the ratio, so everything that takes a mean takes a ratio, CUPED included.
 * Ratios of clustered events are of this kind, and their standard error equals the cluster-robust one.
 *
 * `whole` is the arm the slopes are taken from when `summary` is only one stratum of it.
 */
export function linearizeRatio(summary: Summary, whole: Summary = summary): Summary | Unavailable {
  const pairs = summary.means.length >= 4 ? 2 : 1
  const matrix: number[][] = []
  const offset: number[] = []
  for (let pair = 0; pair < pairs; pair++) {
    // The time before the experiment is known only of this stratum.
    const source = pair === 0 ? whole : summary
    const y = source.means[2 * pair]
    const z = source.means[2 * pair + 1]
    if (y === undefined || z === undefined) return unavailable('missing-column')
    if (source.n === 0) return unavailable('empty-arm')
    if (!(z > 0)) return unavailable('zero-denominator')
    const row = summary.means.map(() => 0)
    row[2 * pair] = 1 / z
    row[2 * pair + 1] = -y / (z * z)
    matrix.push(row)
    // The two terms of the mean cancel when the slopes are its own, so the ratio itself is the offset.
    offset.push(y / z)
  }
  const linear = transform(summary, matrix, offset)
  const comoments = [...linear.comoments]
  for (const [i, row] of matrix.entries()) {
    // A ratio that is the same for every unit has no spread; what is left of it is rounding, of either sign.
    const scale = row.reduce((sum, slope, j) => sum + slope * slope * (summary.comoments[packed(j, j)] ?? 0), 0)
    if (Math.abs(comoments[packed(i, i)] ?? 0) <= 16 * Number.EPSILON * scale) comoments[packed(i, i)] = 0
  }
  return { n: linear.n, means: linear.means, comoments }
}

/** The ratio of the sums of the first two columns, with variance (s_Y^2 - 2 R s_YZ + R^2 s_Z^2) / (n mean(z)^2). */
export function ratioEstimate(summary: Summary): Estimate | Unavailable {
  const linear = linearizeRatio(summary)
  if (isUnavailable(linear)) return linear
  const [value = Number.NaN] = linear.means
  const [spread = Number.NaN] = linear.comoments
  return checkedEstimate(value, linear.n > 1 ? spread / (linear.n - 1) : 0, linear.n)
}
