import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { adjustments } from '../../../src/core/stats/adjust.ts'
import { binomialTest } from '../../../src/core/stats/binomial-test.ts'
import { calculate } from '../../../src/core/stats/calculate.ts'
import { upperTail } from '../../../src/core/stats/distribution/student-t.ts'
import { pooledProportions } from '../../../src/core/stats/pooled-proportions.ts'
import { powerOfMeans, powerOfProportions } from '../../../src/core/stats/power.ts'
import { quantileOrder } from '../../../src/core/stats/quantile.ts'
import { skewnessOf } from '../../../src/core/stats/skewness.ts'
import { expectClose, relativeError } from './closeness.ts'

const goldens = JSON.parse(readFileSync(new URL('../../goldens/stats-r.json', import.meta.url), 'utf8'))

describe(`goldens of ${goldens.source}`, () => {
  test('t.test', () => {
    for (const { control, treatment, alternative, lo, hi, ...expected } of goldens.welch) {
      const input = { control: { values: control }, treatment: { values: treatment }, alpha: 0.05, alternative }
      expectClose(calculate('welch', input), { ...expected, ci: [lo, hi] }, 1e-9)
    }
  })

  test('power.t.test', () => {
    // R's pt with a noncentrality stops at 1e-12 absolute.
    for (const { perArm, delta, sd, alpha, power } of goldens.powerMeans) {
      expect(relativeError(powerOfMeans(perArm, delta, sd, alpha), power)).toBeLessThanOrEqual(1e-9)
    }
  })

  test('power.prop.test', () => {
    for (const { perArm, control, treatment, alpha, power } of goldens.powerShares) {
      expect(relativeError(powerOfProportions(perArm, control, treatment, alpha), power)).toBeLessThanOrEqual(1e-9)
    }
  })

  test('prop.test without correction is the pooled z test', () => {
    for (const { nControl, control, nTreatment, treatment, chi2, p } of goldens.pooled) {
      const result = pooledProportions({ n: nControl, successes: control }, { n: nTreatment, successes: treatment })
      expectClose(result, { p }, 1e-9)
      expect(relativeError((result as { z: number }).z ** 2, chi2)).toBeLessThanOrEqual(1e-9)
    }
  })

  test('binom.test', () => {
    for (const { x, n, p, expected } of goldens.binomial) {
      expect(relativeError(binomialTest(x, n, p), expected)).toBeLessThanOrEqual(1e-9)
    }
  })

  test('p.adjust', () => {
    const { p, holm, bonferroni, bh } = goldens.adjust
    expectClose(adjustments.holm(p), holm, 1e-12)
    expectClose(adjustments.bonferroni(p), bonferroni, 1e-12)
    expectClose(adjustments['benjamini-hochberg'](p), bh, 1e-12)
  })

  test('pt in the upper tail', () => {
    for (const { t, df, p } of goldens.tails) expect(relativeError(upperTail(t, df), p)).toBeLessThanOrEqual(1e-10)
  })

  test('quantile, type 7, and skewness', () => {
    const { values, cases } = goldens.quantiles
    for (const { q, expected } of cases) expectClose(quantileOrder(values, q), { value: expected }, 1e-12)
    expect(relativeError(skewnessOf(goldens.skewness.values), goldens.skewness.expected)).toBeLessThanOrEqual(1e-12)
  })
})
