import { unitDeviance } from './distribution/deviance.ts'
import { stirlingError } from './distribution/stirling-error.ts'
import { designedShares } from './sample-ratio.ts'
import { type Unavailable, unavailable } from './unavailable.ts'

/** How strongly the alternative believes in splits near the designed one. */
export const CONCENTRATION = 10_000

/**
 * The sequential sample ratio check (Lindon & Malek 2022, "Anytime-valid inference for multinomial count data"): after
 * each look the p value min(p before, 1 / Bayes factor) of the cumulative counts, the alternative being a Dirichlet
 * prior of `concentration` times the designed shares. It may be looked at after every unit: under the designed split it
 * ever falls below a with chance at most a.
 */
export function sampleRatioSequence(
  looks: readonly (readonly number[])[],
  weights: readonly number[],
  concentration: number = CONCENTRATION,
): number[] | Unavailable {
  const shares = designedShares(weights)
  if (shares === undefined) return unavailable('invalid-weights')
  if (!(concentration > 0) || !Number.isFinite(concentration)) return unavailable('invalid-parameters')
  const p: number[] = []
  let before: readonly number[] = shares.map(() => 0)
  let smallest = 1
  for (const counts of looks) {
    if (counts.length !== shares.length) return unavailable('invalid-counts')
    if (!counts.every(count => Number.isSafeInteger(count) && count >= 0)) return unavailable('invalid-counts')
    if (counts.some((count, i) => count < (before[i] ?? 0))) return unavailable('counts-not-cumulative')
    smallest = Math.min(smallest, Math.exp(-logBayesFactor(counts, shares, concentration)))
    if (Number.isNaN(smallest)) return unavailable('not-finite')
    p.push(smallest)
    before = counts
  }
  return p
}

/**
 * ln of the Dirichlet-multinomial likelihood of the counts over their multinomial likelihood at the designed shares.
 * Written by Stirling's formula with its error, so that the large logarithms of gamma functions cancel on paper and not
 * in the machine.
 */
export function logBayesFactor(counts: readonly number[], shares: readonly number[], concentration: number): number {
  const total = concentration + counts.reduce((sum, count) => sum + count, 0)
  let value = 0.5 * Math.log(total / concentration) - stirlingError(total) + stirlingError(concentration)
  for (const [i, share] of shares.entries()) {
    const prior = concentration * share
    const posterior = prior + (counts[i] ?? 0)
    const expected = total * share
    value += expected * unitDeviance((posterior - expected) / expected)
    value += stirlingError(posterior) - stirlingError(prior) - 0.5 * Math.log(posterior / prior)
  }
  return value
}
