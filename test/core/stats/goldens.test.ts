import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { calculators } from '../../../src/contract/calculators.ts'
import { binomialTest } from '../../../src/core/stats/binomial-test.ts'
import { calculate } from '../../../src/core/stats/calculate.ts'
import { cuped } from '../../../src/core/stats/cuped.ts'
import { independence } from '../../../src/core/stats/independence.ts'
import { linearizeRatio } from '../../../src/core/stats/ratio.ts'
import { sampleRatio } from '../../../src/core/stats/sample-ratio.ts'
import { summarize } from '../../../src/core/stats/summary.ts'
import { isUnavailable } from '../../../src/core/stats/unavailable.ts'
import { studentTest } from '../../../src/core/stats/welch.ts'
import { expectClose, relativeError } from './closeness.ts'

type Expected = { relative: object | null }
type Numbers = readonly number[]

const goldens = JSON.parse(readFileSync(new URL('../../goldens/stats.json', import.meta.url), 'utf8'))

// A golden inference may have no relative interval, which the core says in words.
function expectInference(actual: object, expected: Expected, tolerance = 1e-9): void {
  const { relative, ...absolute } = expected
  expectClose(actual, absolute, tolerance)
  const own = (actual as { relative: object }).relative
  if (relative === null) expect(isUnavailable(own)).toBe(true)
  else expectClose(own, relative, tolerance, '.relative')
}

function each(name: string, run: (golden: never, index: number) => void): void {
  describe(name, () => {
    for (const [index, golden] of (goldens[name] as never[]).entries()) test(`case ${index}`, () => run(golden, index))
  })
}

describe(`goldens of ${goldens.source}`, () => {
  each('welch', ({ expected, ...input }: { expected: Expected }) => {
    expectInference(calculate('welch', calculators.welch.input.parse(input)), expected)
  })

  each('welchFarFromZero', ({ expected, ...input }: { expected: { difference: number; se: number; df: number } }) => {
    const actual = calculate('welch', calculators.welch.input.parse(input))
    expectClose(actual, { se: expected.se, df: expected.df }, 1e-9)
    // Means around 1e9 are themselves rounded to 1.2e-7, which is then the error of their difference.
    expect(Math.abs((actual as { difference: number }).difference - expected.difference)).toBeLessThan(2.4e-7)
  })

  each(
    'proportions',
    ({
      control,
      treatment,
      expected,
      pooledZ,
      pooledP,
    }: {
      control: object
      treatment: object
      expected: Expected
      pooledZ: number
      pooledP: number
    }) => {
      const input = { control, treatment }
      const unpooled = calculate('proportions', calculators.proportions.input.parse(input))
      expectInference(unpooled, expected)
      expect((unpooled as { z: number }).z).toBe((unpooled as { t: number }).t)
      const pooled = calculate('proportions', calculators.proportions.input.parse({ ...input, pooled: true }))
      expectClose(pooled, { z: pooledZ, t: pooledZ, p: pooledP, df: null }, 1e-9)
    },
  )

  each('ratio', ({ control, treatment, expected }: { control: object; treatment: object; expected: Expected }) => {
    expectInference(calculate('ratio', calculators.ratio.input.parse({ control, treatment })), expected)
  })

  each('cuped', ({ control, treatment, expected }: { control: object; treatment: object; expected: Expected }) => {
    expectInference(calculate('cuped', calculators.cuped.input.parse({ control, treatment })), expected)
  })

  each(
    'cupedRatio',
    ({
      control,
      treatment,
      expected,
    }: {
      control: Numbers[]
      treatment: Numbers[]
      expected: Expected & { theta: number; varianceReduction: number }
    }) => {
      const arms = [control, treatment].map(rows => linearizeRatio(summarize(rows)))
      const [before, after] = arms
      if (before === undefined || after === undefined || isUnavailable(before) || isUnavailable(after))
        throw new Error('no arms')
      const adjusted = cuped(before, after)
      if (isUnavailable(adjusted)) throw new Error(adjusted.unavailable)
      const { theta, varianceReduction, ...inference } = expected as {
        theta: number
        varianceReduction: number
        relative: null
      }
      expectInference(studentTest(adjusted.contrast), inference)
      expectClose(adjusted, { theta: [theta], varianceReduction }, 1e-9)
    },
  )

  each(
    'quantile',
    ({ control, treatment, q, expected }: { control: object; treatment: object; q: number; expected: Expected }) => {
      expectInference(calculate('quantile', calculators.quantile.input.parse({ control, treatment, q })), expected)
    },
  )

  each('sampleRatio', ({ counts, weights, expected }: { counts: Numbers; weights: Numbers; expected: object }) => {
    expectClose(sampleRatio(counts, weights, { exact: false }), expected, 1e-9)
  })

  each('binomial', ({ x, n, p, expected }: Record<'x' | 'n' | 'p' | 'expected', number>) => {
    expect(relativeError(binomialTest(x, n, p), expected)).toBeLessThanOrEqual(1e-9)
  })

  each(
    'sampleRatioSequence',
    ({
      looks,
      weights,
      concentration,
      expected,
    }: {
      looks: number[][]
      weights: number[]
      concentration: number
      expected: Numbers
    }) => {
      expectClose(calculate('srm-sequential', { looks, weights, concentration }), { p: expected }, 1e-9)
    },
  )

  each('adjust', ({ p, ...methods }: Record<'p' | 'holm' | 'bonferroni' | 'benjamini-hochberg', number[]>) => {
    for (const method of ['holm', 'bonferroni', 'benjamini-hochberg'] as const) {
      expectClose(calculate('adjust', { p, method }), { adjusted: methods[method] }, 1e-12)
    }
  })

  each('independence', ({ counts, expected }: { counts: Numbers[]; expected: object }) =>
    expectClose(independence(counts), expected, 1e-9),
  )

  each('sequentialBounds', ({ expected, ...input }: { expected: object }) => {
    expectClose(calculate('sequential-bounds', calculators['sequential-bounds'].input.parse(input)), expected, 1e-9)
  })

  each('confidenceSequence', ({ expected, ...input }: { expected: object }) => {
    expectClose(calculate('confidence-sequence', calculators['confidence-sequence'].input.parse(input)), expected, 1e-9)
  })

  each('bayes', ({ expected, ...input }: { expected: object }) => {
    expectClose(calculate('bayes', calculators.bayes.input.parse(input)), expected, 1e-9)
  })

  each('shrink', ({ expected, ...input }: { expected: object }) => {
    expectClose(calculate('shrink', calculators.shrink.input.parse(input)), expected, 1e-9)
  })

  each('sampleSize', ({ expected, ...input }: { expected: number }) => {
    expect(calculate('sample-size', calculators['sample-size'].input.parse(input))).toEqual({ perArm: expected })
  })
})
