import { lowerTail, upperTail } from '../stats/distribution/chi-squared.ts'
import { stirlingError } from '../stats/distribution/stirling-error.ts'

/** P(X <= count) and P(X >= count). */
export type CountTail = { lower: number; upper: number }

/**
 * The tails of a count whose variance is `dispersion` times its mean: negative binomial, Poisson at a dispersion of 1
 * (McCullagh & Nelder 1989, 6.2.3). Exact for small counts, where a z-score would be wrong in the very tail that
 * matters. Right to about 1e-9 relative; a mean of 0 makes 0 certain.
 */
export function countTail(count: number, mean: number, dispersion: number): CountTail {
  if (mean <= 0) return { lower: 1, upper: count > 0 ? 0 : 1 }
  if (dispersion > summedMax) return smoothTail(count, mean, dispersion)
  const log = dispersion > 1 + 1e-6 ? negativeBinomial(mean, dispersion) : poisson(mean)
  const here = Math.exp(log.at(count))
  // The tail away from the mean is summed and the other one is what is left, so that neither loses digits.
  if (count <= mean) {
    const below = sumDown(log, count - 1)
    return { lower: below + here, upper: 1 - below }
  }
  const above = sumUp(log, count + 1)
  return { lower: 1 - above, upper: above + here }
}

/** Beyond it a sum would have as many terms as the dispersion, and the distribution is as good as continuous. */
const summedMax = 1000

/** The gamma distribution of the same mean and variance, with half a count of correction for continuity. */
function smoothTail(count: number, mean: number, dispersion: number): CountTail {
  const degrees = (2 * mean) / dispersion
  const scaled = (value: number) => (2 * value) / dispersion
  return {
    lower: lowerTail(scaled(count + 0.5), degrees),
    upper: count === 0 ? 1 : upperTail(scaled(count - 0.5), degrees),
  }
}

type LogProbability = {
  at(count: number): number /** ln P(count + 1) - ln P(count), as a ratio. */
  ratio(count: number): number
}

function poisson(mean: number): LogProbability {
  return {
    at: count => count * Math.log(mean) - mean - logFactorial(count),
    ratio: count => mean / (count + 1),
  }
}

function negativeBinomial(mean: number, dispersion: number): LogProbability {
  const size = mean / (dispersion - 1)
  const logFailure = Math.log((dispersion - 1) / dispersion)
  return {
    at: count =>
      logGamma(count + size) - logFactorial(count) - logGamma(size) - size * Math.log(dispersion) + count * logFailure,
    ratio: count => ((count + size) / (count + 1)) * ((dispersion - 1) / dispersion),
  }
}

/** The probabilities from `start` down, which fall, until they stop mattering. */
function sumDown(log: LogProbability, start: number): number {
  let total = 0
  let term = start < 0 ? 0 : Math.exp(log.at(start))
  for (let count = start; term > Math.max(vanishing, total * negligible); count -= 1) {
    total += term
    term = count === 0 ? 0 : term / log.ratio(count - 1)
  }
  return total
}

/** The probabilities from `start` up, which fall in the end, until they stop mattering. */
function sumUp(log: LogProbability, start: number): number {
  let total = 0
  let term = Math.exp(log.at(start))
  for (let count = start; term > Math.max(vanishing, total * negligible); count += 1) {
    total += term
    term *= log.ratio(count)
  }
  return total
}

const negligible = 1e-13
/** Below it the smallest numbers round to themselves and would never fall. */
const vanishing = 1e-300

function logFactorial(count: number): number {
  if (count === 0) return 0
  return count * Math.log(count) - count + 0.5 * Math.log(2 * Math.PI * count) + stirlingError(count)
}

function logGamma(x: number): number {
  return logFactorial(x) - Math.log(x)
}
