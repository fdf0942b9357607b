import { lowerTail, probability, upperTail } from './distribution/binomial.ts'

/**
 * The exact two-sided binomial test: the chance, with `x` successes of `n` expected at rate `p`, of an outcome no more
 * likely than the one seen (Conover 1971; R's binom.test, with its tolerance of 1e-7 for ties). `x` and `n` are whole,
 * 0 < p < 1.
 */
export function binomialTest(x: number, n: number, p: number): number {
  const mean = n * p
  if (n === 0 || x === mean) return 1
  const seen = probability(x, n, p) * (1 + 1e-7)
  if (x < mean) {
    // Above the mode the probabilities only fall: the first one not above the seen one starts the other tail.
    const start = firstTrue(Math.ceil(mean), n + 1, k => probability(k, n, p) <= seen)
    return Math.min(1, lowerTail(x, n, p) + (start > n ? 0 : upperTail(start, n, p)))
  }
  const start = firstTrue(n - Math.floor(mean), n + 1, k => probability(n - k, n, p) <= seen)
  return Math.min(1, upperTail(x, n, p) + (start > n ? 0 : lowerTail(n - start, n, p)))
}

// The first whole number in [lo, hi) for which a condition that stays true holds, else hi.
function firstTrue(lo: number, hi: number, holds: (k: number) => boolean): number {
  let low = lo
  let high = hi
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}
