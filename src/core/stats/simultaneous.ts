import { holm } from './adjust.ts'
import type { Contrast } from './contrast.ts'
import type { Inference, Interval, Relative } from './inference.ts'
import { isUnavailable, type Unavailable } from './unavailable.ts'
import { studentTest } from './welch.ts'

/**
 * The inference of one contrast within its family: the interval is simultaneous, `p` is Holm's, `rawP` the one of the
 * test alone.
 */
export type FamilyInference = Inference & { rawP: number }

/** A two-sided test at an alpha: the t test, or one look of a sequential method with its settings filled in. */
export type TwoSidedTest = (compared: Contrast, alpha: number) => Inference | Unavailable

/**
 * Two-sided tests that share alpha: p values by Holm, intervals by Bonferroni (each at alpha over the number of tests,
 * so that all of them cover together). Where Holm rejects and Bonferroni's interval would still hold 0, the interval
 * ends at 0: Holm asserts the sign and no more (Strassburger & Bretz 2008, Statist. Med. 27; Guilbaud 2008, Biom. J.
 * 50). So p is at most alpha exactly when the interval has one sign.
 */
export function simultaneousTests(
  contrasts: readonly (Contrast | Unavailable)[],
  alpha = 0.05,
  test: TwoSidedTest = (compared, level) => studentTest(compared, { alpha: level }),
): (FamilyInference | Unavailable)[] {
  const level = alpha / Math.max(1, contrasts.length)
  const inferences = contrasts.map(compared => (isUnavailable(compared) ? compared : test(compared, level)))
  // A contrast without a result still took part in the plan: it counts as p = 1, so that its absence helps no other.
  const adjusted = holm(inferences.map(inference => (isUnavailable(inference) ? 1 : inference.p)))
  return inferences.map((inference, i) => {
    if (isUnavailable(inference)) return inference
    const p = adjusted[i] as number
    const cut = (interval: Interval) => (p <= alpha ? endedAtZero(interval, inference.difference) : interval)
    const relative: Relative = isUnavailable(inference.relative)
      ? inference.relative
      : { lift: inference.relative.lift, ci: cut(inference.relative.ci) }
    return { ...inference, p, rawP: inference.p, ci: cut(inference.ci), relative }
  })
}

function endedAtZero([lower, upper]: Interval, difference: number): Interval {
  if (difference > 0 && lower !== null && lower < 0) return [0, upper]
  if (difference < 0 && upper !== null && upper > 0) return [lower, 0]
  return [lower, upper]
}
