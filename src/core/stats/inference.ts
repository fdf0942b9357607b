import type { Unavailable } from './unavailable.ts'

/** Which deviation from the control counts: any, only more, or only less. */
export type Alternative = 'two-sided' | 'greater' | 'less'

/** An interval; null is a side without a bound. */
export type Interval = [number | null, number | null]

/** The lift over the control, 0.02 is 2 %, with its interval, or why there is none. */
export type Relative = { lift: number; ci: Interval } | Unavailable

/**
 * What a comparison of treatment and control says. `difference`, `se` and `ci` are in the units of the metric; `t` is
 * difference / se; `p` is below alpha exactly when `ci` excludes 0, and then `relative.ci` excludes 0 as well.
 */
export type Inference = {
  difference: number
  se: number
  df: number
  t: number
  p: number
  ci: Interval
  relative: Relative
}

/** The interval that reaches `reach` to the sides the alternative bounds. */
export function intervalAround(difference: number, reach: number, alternative: Alternative): Interval {
  return [alternative === 'less' ? null : difference - reach, alternative === 'greater' ? null : difference + reach]
}
