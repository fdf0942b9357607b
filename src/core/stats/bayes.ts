import * as normal from './distribution/normal.ts'
import { type Unavailable, unavailable } from './unavailable.ts'

/** What is believed of a lift before the data: normal with this mean and standard deviation. */
export type Prior = { mean: number; sd: number }

/** The prior when a project has no past of its own: lifts are around 0, give or take 30 %. */
export const DEFAULT_PRIOR: Prior = { mean: 0, sd: 0.3 }

/** What is believed after. `expectedLoss` is the mean of what shipping would lose, counting gains as 0. */
export type Posterior = {
  mean: number
  sd: number
  chanceToWin: number
  expectedLoss: number
  ci: [number, number]
}

/**
 * The normal-normal view of an estimated lift: precision-weighted mean of prior and estimate (Gelman et al., Bayesian
 * Data Analysis, eq. 2.10); no prior is a flat one. It is a view of the same data, not a license to stop when it looks
 * good: its chances hold for the prior, not for peeking.
 */
export function bayes(estimate: number, se: number, prior: Prior | null, alpha = 0.05): Posterior | Unavailable {
  if (!(alpha > 0 && alpha < 1)) return unavailable('invalid-alpha')
  if (!Number.isFinite(estimate) || !Number.isFinite(se)) return unavailable('not-finite')
  if (!(se > 0)) return unavailable('zero-variance')
  if (prior !== null && !(prior.sd > 0 && Number.isFinite(prior.sd) && Number.isFinite(prior.mean)))
    return unavailable('invalid-parameters')
  // The share of the estimate in the mean; as a ratio of the spreads it does not overflow.
  const share = prior === null ? 1 : 1 / (1 + (se / prior.sd) ** 2)
  const mean = prior === null ? estimate : prior.mean + share * (estimate - prior.mean)
  const sd = se * Math.sqrt(share)
  const reach = normal.quantileOfUpperTail(alpha / 2) * sd
  if (!(sd > 0) || !Number.isFinite(Math.abs(mean) + reach)) return unavailable('not-finite')
  return {
    mean,
    sd,
    chanceToWin: normal.lowerTail(mean / sd),
    expectedLoss: expectedLoss(mean, sd),
    ci: [mean - reach, mean + reach],
  }
}

/** E[max(-X, 0)] of a normal X: sd phi(mean / sd) - mean Phi(-mean / sd). */
export function expectedLoss(mean: number, sd: number): number {
  const x = mean / sd
  if (x <= 0) return sd * normal.density(x) - mean * normal.lowerTail(-x)
  return sd * normal.density(x) * millsRest(x)
}

// 1 - x M(x), M being Mills' ratio. Far out the two nearly cancel, and Laplace's continued fraction of M gives the rest
// directly: M = 1 / (x + 1 / (x + 2 / (x + 3 / ...))), so 1 - x M = c / (x + c) with c = 1 / (x + 2 / (x + ...)).
function millsRest(x: number): number {
  if (x < 3) return 1 - x * Math.sqrt(2 * Math.PI) * normal.scaledUpperTail(x)
  let rest = 0
  for (let k = 150; k >= 1; k--) rest = k / (x + rest)
  return rest / (x + rest)
}
