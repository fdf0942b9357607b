import { empty, merge, type Summary } from './summary.ts'
import { transform } from './transform.ts'

/** One arm, split by whether the time before the experiment is known: `[y, x]` and `[y]`. */
export type SplitArm = { observed: Summary; missing: Summary }

/**
 * Arms in which units without a pre-period are a stratum of their own: columns `[y, x, known]`, where x stands at the
 * pooled mean of the observed units for those that have none, and `known` is 1 or 0. CUPED on these columns adjusts for
 * x among the observed and for the share of the missing, and needs no guess about what their x would have been.
 */
export function withMissingStratum(arms: readonly SplitArm[]): Summary[] {
  const center = arms.reduce((all, arm) => merge(all, arm.observed), empty(2)).means[1] ?? 0
  return arms.map(({ observed, missing }) =>
    merge(
      transform(
        observed,
        [
          [1, 0],
          [0, 1],
          [0, 0],
        ],
        [0, 0, 1],
      ),
      transform(missing, [[1], [0], [0]], [0, center, 0]),
    ),
  )
}
