import { type Unavailable, unavailable } from './unavailable.ts'

/** Whether an arm has enough units for its mean to be normal: `needed` is 355 skewness^2. */
export type SkewnessCheck = { skewness: number; needed: number; enough: boolean }

/**
 * The rule of Kohavi, Deng, Longbotham & Xu (2014, KDD, rule 7): an arm needs 355 x skewness^2 units before the tails
 * of a normal interval can be trusted. With arms of equal size the skewness of the two cancels, and the two-sided test
 * holds far earlier.
 */
export function skewnessCheck(skewness: number, n: number): SkewnessCheck | Unavailable {
  if (!Number.isFinite(skewness)) return unavailable('not-finite')
  const needed = Math.ceil(355 * skewness * skewness)
  return { skewness, needed, enough: n >= needed }
}

/** The skewness m_3 / m_2^(3/2) of a list of values. */
export function skewnessOf(values: readonly number[]): number | Unavailable {
  const n = values.length
  if (n === 0) return unavailable('empty-arm')
  const mean = values.reduce((sum, value) => sum + value / n, 0)
  let second = 0
  let third = 0
  for (const value of values) {
    const deviation = value - mean
    second += (deviation * deviation) / n
    third += (deviation * deviation * deviation) / n
  }
  if (!(second > 0)) return unavailable('zero-variance')
  return third / second ** 1.5
}
