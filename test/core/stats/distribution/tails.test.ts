import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as binomial from '../../../../src/core/stats/distribution/binomial.ts'
import * as chiSquared from '../../../../src/core/stats/distribution/chi-squared.ts'
import * as noncentralT from '../../../../src/core/stats/distribution/noncentral-t.ts'
import * as normal from '../../../../src/core/stats/distribution/normal.ts'
import * as studentT from '../../../../src/core/stats/distribution/student-t.ts'
import { relativeError } from '../closeness.ts'

const goldens = JSON.parse(readFileSync(new URL('../../../goldens/tails.json', import.meta.url), 'utf8'))

describe(`tails of ${goldens.source}`, () => {
  const worst = (rows: { expected: number }[], compute: (row: never) => number) =>
    Math.max(...rows.map(row => relativeError(compute(row as never), row.expected)))

  test('normal, both tails and quantile, to 1e-300', () => {
    expect(worst(goldens.normal, ({ x }: { x: number }) => normal.upperTail(x))).toBeLessThanOrEqual(1e-14)
    expect(worst(goldens.normalQuantile, ({ p }: { p: number }) => normal.quantileOfUpperTail(p))).toBeLessThanOrEqual(
      1e-14,
    )
  })

  test('t, upper tail and quantile, df 1 to 1e8, to 1e-300', () => {
    expect(worst(goldens.t, ({ x, df }: { x: number; df: number }) => studentT.upperTail(x, df))).toBeLessThanOrEqual(
      1e-11,
    )
    expect(
      worst(goldens.tQuantile, ({ p, df }: { p: number; df: number }) => studentT.quantileOfUpperTail(p, df)),
    ).toBeLessThanOrEqual(1e-12)
  })

  test('chi-squared, upper tail, df 1 to 1e4, to 1e-300', () => {
    expect(
      worst(goldens.chiSquared, ({ x, df }: { x: number; df: number }) => chiSquared.upperTail(x, df)),
    ).toBeLessThanOrEqual(1e-9)
  })

  test('binomial, point probabilities and both tails', () => {
    expect(
      worst(goldens.binomial, ({ x, n, p }: { x: number; n: number; p: number }) => binomial.probability(x, n, p)),
    ).toBeLessThanOrEqual(1e-11)
    expect(
      worst(goldens.binomialTail, ({ x, n, p }: { x: number; n: number; p: number }) =>
        x < n * p ? binomial.lowerTail(x, n, p) : binomial.upperTail(x, n, p),
      ),
    ).toBeLessThanOrEqual(1e-11)
  })

  test('noncentral t', () => {
    const rows = goldens.noncentralT as { t: number; df: number; nc: number; expected: number }[]
    for (const { t, df, nc, expected } of rows) {
      expect(Math.abs(noncentralT.upperTail(t, df, nc) - expected)).toBeLessThanOrEqual(1e-11)
    }
  })
})

describe('laws', () => {
  const df = fc.double({ min: 1, max: 1e8, noNaN: true })

  test('the t quantile undoes the t tail', () => {
    fc.assert(
      fc.property(fc.double({ min: -300, max: -0.31, noNaN: true }), df, (exponent, df) => {
        const p = 10 ** exponent
        const t = studentT.quantileOfUpperTail(p, df)
        // With few degrees of freedom the quantile of 1e-300 is beyond a double.
        return !Number.isFinite(t * t) || relativeError(studentT.upperTail(t, df), p) < 1e-10
      }),
    )
  })

  test('t tails are symmetric, fall, and tend to the normal', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 30, noNaN: true }), df, (t, df) => {
        const tail = studentT.upperTail(t, df)
        expect(studentT.upperTail(-t, df)).toBeCloseTo(1 - tail, 14)
        expect(studentT.upperTail(t + 0.01, df)).toBeLessThan(tail)
        expect(tail).toBeGreaterThanOrEqual(normal.upperTail(t) * (1 - 1e-12))
      }),
    )
    expect(studentT.upperTail(1.3, Number.POSITIVE_INFINITY)).toBe(normal.upperTail(1.3))
  })

  test('the ends are finite and exact', () => {
    expect(normal.upperTail(Number.POSITIVE_INFINITY)).toBe(0)
    expect(normal.upperTail(Number.NEGATIVE_INFINITY)).toBe(1)
    expect(normal.quantileOfUpperTail(0)).toBe(Number.POSITIVE_INFINITY)
    expect(normal.quantile(0.5)).toBeCloseTo(0, 15)
    expect(studentT.quantileOfUpperTail(0.5, 7)).toBe(0)
    expect(studentT.upperTail(0, 30)).toBeCloseTo(0.5, 15)
    expect(chiSquared.upperTail(0, 3)).toBe(1)
    expect(chiSquared.upperTail(Number.POSITIVE_INFINITY, 3)).toBe(0)
  })
})
