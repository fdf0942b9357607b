import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Contrast } from '../../../src/core/stats/contrast.ts'
import { cuped } from '../../../src/core/stats/cuped.ts'
import { fieller } from '../../../src/core/stats/fieller.ts'
import { nonInferiority, superiority } from '../../../src/core/stats/margin.ts'
import { withMissingStratum } from '../../../src/core/stats/missing-stratum.ts'
import { clusteredQuantileEstimate, quantileEstimate, quantileOrder } from '../../../src/core/stats/quantile.ts'
import { linearizeRatio, ratioEstimate } from '../../../src/core/stats/ratio.ts'
import { simultaneousTests } from '../../../src/core/stats/simultaneous.ts'
import { summarize } from '../../../src/core/stats/summary.ts'
import { isUnavailable, type Unavailable } from '../../../src/core/stats/unavailable.ts'
import { studentTest } from '../../../src/core/stats/welch.ts'

function there<T extends object>(value: T | Unavailable): T {
  if (isUnavailable(value)) throw new Error(value.unavailable)
  return value
}

const positive = fc.double({ min: 1e-3, max: 1e3, noNaN: true })
const contrasts: fc.Arbitrary<Contrast> = fc
  .record({
    base: positive,
    control: positive,
    treatment: positive,
    difference: fc.double({ min: -50, max: 50, noNaN: true }),
    df: fc.integer({ min: 1, max: 1_000_000 }),
  })
  .map(({ base, control, treatment, difference, df }) => ({
    difference,
    variance: control + treatment,
    df,
    n: df + 2,
    base,
    baseVariance: control,
    covariance: -control,
  }))
const alternatives = fc.constantFrom('two-sided' as const, 'greater' as const, 'less' as const)
const alphas = fc.constantFrom(0.001, 0.01, 0.05, 0.1, 0.3)

describe('one verdict', () => {
  test('p, the absolute interval and Fieller never disagree', () => {
    fc.assert(
      fc.property(contrasts, alternatives, alphas, (compared, alternative, alpha) => {
        const { p, ci, relative } = there(studentTest(compared, { alpha, alternative }))
        const excludes = ([lo, hi]: readonly (number | null)[]) =>
          (lo !== null && lo !== undefined && lo > 0) || (hi !== null && hi !== undefined && hi < 0)
        // Within rounding of alpha either verdict is right, as long as both intervals give it.
        if (Math.abs(p - alpha) > 1e-9) expect(excludes(ci)).toBe(p < alpha)
        if (!isUnavailable(relative)) expect(excludes(relative.ci)).toBe(excludes(ci))
      }),
      { numRuns: 2000 },
    )
  })

  test('Fieller is the formula of the design for independent arms, and holds the lift', () => {
    fc.assert(
      fc.property(contrasts, fc.double({ min: 0.1, max: 3, noNaN: true }), (compared, t) => {
        const relative = fieller(compared, t, 'two-sided')
        const g = (t * t * compared.baseVariance) / compared.base ** 2
        if (g >= 1) {
          expect(relative).toEqual({ unavailable: 'unbounded-relative-interval' })
          return
        }
        const { lift, ci } = there(relative)
        const ratio = 1 + lift
        const reach =
          (t / compared.base) *
          Math.sqrt((1 - g) * (compared.variance - compared.baseVariance) + ratio * ratio * compared.baseVariance)
        const [lo, hi] = ci as [number, number]
        const size = Math.abs(ratio) + reach
        expect(Math.abs(lo - ((ratio - reach) / (1 - g) - 1)) * (1 - g)).toBeLessThan(1e-7 * size)
        expect(Math.abs(hi - ((ratio + reach) / (1 - g) - 1)) * (1 - g)).toBeLessThan(1e-7 * size)
        expect(lo <= lift && lift <= hi).toBe(true)
      }),
    )
  })

  test('simultaneous intervals agree with Holm', () => {
    fc.assert(
      fc.property(fc.array(contrasts, { minLength: 1, maxLength: 6 }), alphas, (family, alpha) => {
        for (const result of simultaneousTests(family, alpha)) {
          const { p, rawP, ci, difference } = there(result)
          const [lo, hi] = ci as [number, number]
          expect(p).toBeGreaterThanOrEqual(rawP)
          if (Math.abs(p - alpha) < 1e-9) continue
          expect(difference > 0 ? lo >= 0 : hi <= 0).toBe(p <= alpha)
        }
      }),
    )
  })

  test('a margin is passed exactly when its p is below alpha', () => {
    fc.assert(
      fc.property(
        contrasts,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom('up' as const, 'down' as const),
        (compared, margin, better) => {
          const harmless = there(nonInferiority(compared, { margin, better }))
          const better_ = there(superiority(compared, { margin, better }))
          for (const { passed, p } of [harmless, better_]) if (Math.abs(p - 0.05) > 1e-9) expect(passed).toBe(p < 0.05)
          if (better_.passed) expect(harmless.passed).toBe(true)
        },
      ),
    )
  })
})

describe('CUPED', () => {
  const unit = fc.tuple(fc.double({ min: -100, max: 100, noNaN: true }), fc.integer({ min: 0, max: 1000 }))
  const arm = fc.array(unit, { minLength: 10, maxLength: 40 })
  const spread = (list: readonly (readonly number[])[], i: number) => new Set(list.map(row => row[i])).size > 3

  test('a shift of the covariate by 1e6 changes nothing', () => {
    fc.assert(
      fc.property(arm, arm, (control, treatment) => {
        fc.pre(spread([...control, ...treatment], 1) && spread(control, 0) && spread(treatment, 0))
        const plain = cuped(summarize(control), summarize(treatment))
        const shift = (rows: [number, number][]) => summarize(rows.map(([y, x]) => [y, x + 1e6]))
        const shifted = cuped(shift(control), shift(treatment))
        if (isUnavailable(plain)) return
        const actual = there(shifted)
        expect(actual.contrast.difference).toBeCloseTo(plain.contrast.difference, 6)
        expect(actual.contrast.variance / plain.contrast.variance).toBeCloseTo(1, 7)
        expect(actual.control).toBeCloseTo(plain.control, 6)
        expect(actual.treatment - actual.control).toBeCloseTo(actual.contrast.difference, 6)
      }),
    )
  })

  test('a covariate that is constant adjusts nothing', () => {
    const rows = (bump: number) => Array.from({ length: 30 }, (_, i) => [((i * 7) % 11) + bump, 5])
    const adjusted = there(cuped(summarize(rows(0)), summarize(rows(1))))
    expect(adjusted.theta).toEqual([0])
    expect(adjusted.varianceReduction).toBe(0)
    expect(adjusted.contrast.difference).toBeCloseTo(1, 12)
  })

  test('theta is pooled over every arm', () => {
    const rows = (slope: number) => Array.from({ length: 50 }, (_, i) => [slope * (i % 10) + ((i * 7) % 5), i % 10])
    const arms = [1, 2, 6].map(slope => summarize(rows(slope)))
    const [first, second] = arms
    if (first === undefined || second === undefined) throw new Error('no arms')
    const slopes = arms.map(arm => there(cuped(arm, arm)).theta[0] as number)
    // The covariate has the same spread in each arm, so the pooled slope is their mean.
    expect(there(cuped(first, second, arms)).theta[0]).toBeCloseTo(
      slopes.reduce((sum, slope) => sum + slope, 0) / 3,
      12,
    )
  })

  test('units without a pre-period are a stratum of their own', () => {
    const split = (bump: number) => ({
      observed: summarize(Array.from({ length: 80 }, (_, i) => [2 * (i % 9) + ((i * 5) % 4) + bump, i % 9])),
      missing: summarize(Array.from({ length: 40 }, (_, i) => [30 + ((i * 3) % 7) + bump])),
    })
    const [control, treatment] = withMissingStratum([split(0), split(1)])
    if (control === undefined || treatment === undefined) throw new Error('no arms')
    expect(control.n).toBe(120)
    const adjusted = there(cuped(control, treatment))
    expect(adjusted.contrast.difference).toBeCloseTo(1, 10)
    expect(adjusted.varianceReduction).toBeGreaterThan(0.9)
  })

  test('a ratio without spread has none after linearizing', () => {
    const same = summarize(Array.from({ length: 20 }, (_, i) => [0.3 * (i + 1), i + 1]))
    expect(ratioEstimate(same)).toEqual({ unavailable: 'zero-variance' })
    expect(there(linearizeRatio(same)).comoments).toEqual([0])
  })
})

test('one value per unit makes the clustered quantile the plain one, up to n - 1', () => {
  const values = Array.from({ length: 2000 }, (_, i) => Math.sqrt((i * 7919) % 2003))
  const order = there(quantileOrder(values, 0.8))
  const clusters = summarize(values.map(value => [value <= order.value ? 1 : 0, 1]))
  const plain = there(quantileEstimate(order))
  const clustered = there(clusteredQuantileEstimate(order, 0.8, clusters))
  expect(clustered.variance / plain.variance).toBeCloseTo(1, 2)
  // Ten copies of each value are no news: the clusters know, independent values would not.
  const repeated = there(
    quantileOrder(
      values.flatMap(value => new Array(10).fill(value)),
      0.8,
    ),
  )
  const known = summarize(values.map(value => [value <= repeated.value ? 10 : 0, 10]))
  expect(there(clusteredQuantileEstimate(repeated, 0.8, known)).variance / plain.variance).toBeCloseTo(1, 0)
  expect(there(quantileEstimate(repeated)).variance / plain.variance).toBeLessThan(0.2)
})
