import { binomialTest } from './binomial-test.ts'
import * as chiSquared from './distribution/chi-squared.ts'
import { type Unavailable, unavailable } from './unavailable.ts'

/**
 * How far the counts of units are from the designed split. `chi2` and `df` are Pearson's; `p` is exact where it was
 * asked for.
 */
export type SampleRatio = { chi2: number; df: number; p: number }

/** Below this p a sample ratio check fails and the metrics are veiled. */
export const SAMPLE_RATIO_FAILS_BELOW = 0.001

/** Below this p a sample ratio check warns. */
export const SAMPLE_RATIO_WARNS_BELOW = 0.01

/** Two arms with fewer units than this are tested exactly by default. */
export const EXACT_UNITS_MAX = 1000

/**
 * Sample ratio mismatch (Fabijan et al. 2019, KDD): Pearson's chi-squared of the counts against the weights, which may
 * have any scale. `exact` asks for the binomial test of two arms; without it, it is chosen when they have fewer than
 * `EXACT_UNITS_MAX` units.
 */
export function sampleRatio(
  counts: readonly number[],
  weights: readonly number[],
  options: { exact?: boolean } = {},
): SampleRatio | Unavailable {
  const shares = designedShares(weights)
  if (shares === undefined || counts.length !== shares.length) return unavailable('invalid-weights')
  if (!counts.every(count => Number.isSafeInteger(count) && count >= 0)) return unavailable('invalid-counts')
  const units = counts.reduce((sum, count) => sum + count, 0)
  if (units === 0) return unavailable('empty-arm')
  let chi2 = 0
  for (const [i, count] of counts.entries()) {
    const expected = units * (shares[i] ?? Number.NaN)
    chi2 += (count - expected) ** 2 / expected
  }
  if (!Number.isFinite(chi2)) return unavailable('invalid-weights')
  const df = counts.length - 1
  const [first = 0] = counts
  const [share = 0] = shares
  const exact = options.exact ?? (counts.length === 2 && units < EXACT_UNITS_MAX)
  if (exact && counts.length !== 2) return unavailable('exact-needs-two-arms')
  if (exact && units > EXACT_SUM_MAX) return unavailable('too-many-units')
  return { chi2, df, p: exact ? binomialTest(first, units, share) : chiSquared.upperTail(chi2, df) }
}

/**
 * Weights as shares that sum to 1; undefined unless there are at least two, all finite, and none so small that it is
 * lost beside the others.
 */
export function designedShares(weights: readonly number[]): number[] | undefined {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  if (weights.length < 2 || !Number.isFinite(total)) return undefined
  const shares = weights.map(weight => weight / total)
  return shares.every(share => share > SHARE_MIN) ? shares : undefined
}

const SHARE_MIN = 1e-12

// The exact test sums about six times the root of the units, milliseconds at this many; no experiment comes near.
const EXACT_SUM_MAX = 1e11
