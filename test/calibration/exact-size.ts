import { probability } from '../../src/core/stats/distribution/binomial.ts'
import { proportionEstimate } from '../../src/core/stats/estimate.ts'
import { fromSums } from '../../src/core/stats/summary.ts'
import { isUnavailable } from '../../src/core/stats/unavailable.ts'
import { welch } from '../../src/core/stats/welch.ts'

/** The false-alarm rate of two shares of `n` units each at the same chance, over every possible outcome: no simulation. */
export function exactSize(n: number, chance: number): number {
  const outcomes = Array.from({ length: n + 1 }, (_, successes) => ({
    weight: probability(successes, n, chance),
    estimate: proportionEstimate(fromSums({ n, sums: [successes], products: [successes] })),
  })).filter(({ weight }) => weight > 1e-12)
  let size = 0
  for (const control of outcomes) {
    for (const treatment of outcomes) {
      const inference = welch(control.estimate, treatment.estimate)
      if (!isUnavailable(inference) && inference.p < 0.05) size += control.weight * treatment.weight
    }
  }
  return size
}
