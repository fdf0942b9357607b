import { type Estimate, meanEstimate, proportionEstimate } from '../../src/core/stats/estimate.ts'
import { fromSums, type Summary } from '../../src/core/stats/summary.ts'
import type { Unavailable } from '../../src/core/stats/unavailable.ts'
import type { Random } from './random.ts'

/**
 * Units of one kind: what n of them add up to, the standard deviation of one, how an arm is estimated, and whether
 * large samples are cheap.
 */
export type Population = {
  name: string
  sd: number
  cheap: boolean
  sample: (random: Random, n: number) => Summary
  estimate: (summary: Summary) => Estimate | Unavailable
}

/** Normal values: the mean and the variance of a sample are drawn themselves, so any n costs the same. */
export const normalValues: Population = {
  name: 'normal, mean 10, sd 3',
  sd: 3,
  cheap: true,
  estimate: meanEstimate,
  sample: (random, n) => ({
    n,
    means: [10 + (3 * random.normal()) / Math.sqrt(n)],
    comoments: [9 * 2 * random.gamma((n - 1) / 2)],
  }),
}

/** exp(2 Z): skewness 414, half of the sum in a hundredth of the units. */
export const lognormalValues: Population = {
  name: 'lognormal, sigma 2',
  sd: Math.sqrt((Math.exp(4) - 1) * Math.exp(4)),
  cheap: false,
  estimate: meanEstimate,
  sample: (random, n) => {
    let [sum, squares] = [0, 0]
    for (let i = 0; i < n; i++) {
      const value = Math.exp(2 * random.normal())
      sum += value
      squares += value * value
    }
    return fromSums({ n, sums: [sum], products: [squares] })
  },
}

/** Revenue: 95 % buy nothing, the others at one of eight prices from 5 to 2,000, dear ones rarely. */
export const revenue: Population = discrete('zero-inflated revenue', [
  [0, 0.95],
  [5, 0.015],
  [12, 0.012],
  [25, 0.01],
  [40, 0.006],
  [80, 0.004],
  [200, 0.002],
  [600, 0.0008],
  [2000, 0.0002],
])

/** A share of units that do something. */
export function share(p: number): Population {
  const values = [
    [0, 1 - p],
    [1, p],
  ] as const
  return { ...discrete(`proportion ${p}`, values), estimate: proportionEstimate }
}

// A sample is how many units have each value.
function discrete(name: string, values: readonly (readonly [number, number])[]): Population {
  const mean = values.reduce((sum, [value, chance]) => sum + value * chance, 0)
  return {
    name,
    sd: Math.sqrt(values.reduce((sum, [value, chance]) => sum + (value - mean) ** 2 * chance, 0)),
    cheap: true,
    estimate: meanEstimate,
    sample: (random, n) => {
      let [rest, chanceLeft, sum, squares] = [n, 1, 0, 0]
      for (const [i, [value, chance]] of values.entries()) {
        const count = i === values.length - 1 ? rest : random.binomial(rest, Math.min(1, chance / chanceLeft))
        rest -= count
        chanceLeft -= chance
        sum += count * value
        squares += count * value * value
      }
      return fromSums({ n, sums: [sum], products: [squares] })
    },
  }
}
