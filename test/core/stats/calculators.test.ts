import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CalculatorName, calculators } from '../../../src/contract/calculators.ts'
import { calculate } from '../../../src/core/stats/calculate.ts'

// A call as the API makes it: parse, compute, and the answer fits its own schema.
function run(name: CalculatorName, input: unknown): unknown {
  const { input: inputSchema, output } = calculators[name]
  const result = calculate(name, inputSchema.parse(input) as never)
  return output.parse(JSON.parse(JSON.stringify(result)))
}

const welch = (control: object, treatment: object, rest: object = {}) => run('welch', { control, treatment, ...rest })

describe('every calculator', () => {
  const examples: Record<CalculatorName, object> = {
    welch: { control: { n: 10, mean: 1, sd: 1 }, treatment: { values: [1, 2, 3] } },
    proportions: { control: { n: 100, successes: 10 }, treatment: { n: 100, successes: 17 }, pooled: true },
    ratio: {
      control: {
        n: 3,
        numeratorSum: 6,
        numeratorSumSquares: 14,
        denominatorSum: 4,
        denominatorSumSquares: 6,
        productSum: 8,
      },
      treatment: {
        n: 3,
        numeratorSum: 9,
        numeratorSumSquares: 29,
        denominatorSum: 5,
        denominatorSumSquares: 9,
        productSum: 14,
      },
    },
    cuped: {
      control: { n: 4, sum: 10, sumSquares: 30, preSum: 8, preSumSquares: 20, productSum: 23 },
      treatment: { n: 4, sum: 12, sumSquares: 42, preSum: 9, preSumSquares: 23, productSum: 29 },
    },
    quantile: { control: { values: [1, 2, 3, 4, 5, 6, 7] }, treatment: { values: [2, 3, 4, 5, 6, 7, 9] }, q: 0.5 },
    'sequential-bounds': { alpha: 0.05, information: [0.5, 1], spending: { power: 2 }, sides: 2 },
    'confidence-sequence': { n: 1000, difference: 0.1, se: 0.05, alpha: 0.05, plannedN: 1000 },
    bayes: { estimate: 0.02, se: 0.01, prior: null },
    srm: { counts: [10, 12], weights: [1, 1], exact: true },
    'srm-sequential': { looks: [[10, 12]], weights: [1, 1], concentration: 100 },
    adjust: { p: [0.01, 0.04], method: 'holm' },
    'sample-size': { baseline: { rate: 0.1 }, effect: { relative: 0.1 }, alpha: 0.05, power: 0.8 },
    power: { perArm: 100, baseline: { mean: 10, sd: 3 }, effect: { absolute: 1 }, alpha: 0.05 },
    shrink: { estimates: [{ effect: 0.1, se: 0.05 }] },
  }

  for (const [name, example] of Object.entries(examples) as [CalculatorName, object][]) {
    test(`${name} answers its example and refuses fields it does not know`, () => {
      expect(run(name, example)).not.toHaveProperty('unavailable')
      expect(() => run(name, { ...example, surprise: 1 })).toThrow()
    })
  }

  test('there are examples for all', () => expect(Object.keys(examples)).toEqual(Object.keys(calculators)))
})

describe('what cannot be computed says why', () => {
  const arm = { n: 100, mean: 1, sd: 1 }

  test('no, one, or equal units', () => {
    expect(welch({ values: [] }, arm)).toEqual({ unavailable: 'empty-arm' })
    expect(welch({ values: [4] }, arm)).toEqual({ unavailable: 'one-unit' })
    expect(welch(arm, { values: [0.1, 0.1, 0.1] })).toEqual({ unavailable: 'zero-variance' })
    expect(welch({ n: 100, mean: 0.1, sd: 0 }, arm)).toEqual({ unavailable: 'zero-variance' })
    expect(welch({ n: 4, sum: 100, sumSquares: 10 }, arm)).toEqual({ unavailable: 'impossible-sums' })
  })

  test('all or none converted, or more than there are', () => {
    const some = { n: 100, successes: 10 }
    for (const pooled of [false, true]) {
      expect(
        run('proportions', { control: { n: 50, successes: 50 }, treatment: { n: 60, successes: 60 }, pooled }),
      ).toEqual({ unavailable: 'zero-variance' })
      expect(run('proportions', { control: { n: 50, successes: 51 }, treatment: some, pooled })).toEqual({
        unavailable: 'impossible-sums',
      })
      expect(run('proportions', { control: { n: 0, successes: 0 }, treatment: some, pooled })).toEqual({
        unavailable: 'empty-arm',
      })
    }
    expect(run('proportions', { control: some, treatment: { n: 10, successes: 10 } })).toEqual({
      unavailable: 'zero-variance',
    })
  })

  test('a control that is not positive has no lift, and one that may be 0 no bounded one', () => {
    for (const mean of [0, -3]) {
      expect(welch({ ...arm, mean }, arm)).toMatchObject({ relative: { unavailable: 'control-not-positive' } })
    }
    expect(welch({ ...arm, mean: 0.01 }, arm)).toMatchObject({
      relative: { unavailable: 'unbounded-relative-interval' },
    })
  })

  test('a ratio without a denominator, a quantile of too few, a share above 1', () => {
    const none = {
      n: 3,
      numeratorSum: 0,
      numeratorSumSquares: 0,
      denominatorSum: 0,
      denominatorSumSquares: 0,
      productSum: 0,
    }
    expect(run('ratio', { control: none, treatment: none })).toEqual({ unavailable: 'zero-denominator' })
    const few = { values: Array.from({ length: 380 }, (_, i) => i) }
    expect(run('quantile', { control: few, treatment: few, q: 0.99 })).toEqual({ unavailable: 'too-few-units' })
    expect(run('sample-size', { baseline: { rate: 0.9 }, effect: { relative: 0.5 } })).toEqual({
      unavailable: 'invalid-parameters',
    })
    expect(run('sample-size', { baseline: { rate: 0.9 }, effect: { absolute: 0 } })).toEqual({
      unavailable: 'invalid-parameters',
    })
    expect(run('sample-size', { baseline: { mean: 5, sd: 0 }, effect: { absolute: 1 } })).toEqual({
      unavailable: 'zero-variance',
    })
  })

  test('sample ratios of nothing, of unlike lists, or exact with three arms', () => {
    expect(run('srm', { counts: [0, 0], weights: [1, 1] })).toEqual({ unavailable: 'empty-arm' })
    expect(run('srm', { counts: [1, 2, 3], weights: [1, 1] })).toEqual({ unavailable: 'invalid-weights' })
    expect(run('srm', { counts: [1, 2], weights: [1e308, 1e308] })).toEqual({ unavailable: 'invalid-weights' })
    expect(run('srm', { counts: [1, 2, 3], weights: [1, 1, 1], exact: true })).toEqual({
      unavailable: 'exact-needs-two-arms',
    })
    expect(() => run('srm', { counts: [1, 2], weights: [1, 0] })).toThrow()
  })

  test('one-sided intervals are open on the other side', () => {
    expect(welch(arm, { ...arm, mean: 2 }, { alternative: 'greater' })).toMatchObject({
      ci: [expect.any(Number), null],
    })
    expect(welch(arm, { ...arm, mean: 2 }, { alternative: 'less' })).toMatchObject({ ci: [null, expect.any(Number)] })
    expect(welch(arm, arm, { alternative: 'less', alpha: 0.7 })).toEqual({ unavailable: 'invalid-alpha' })
  })
})

describe('no calculator ever answers NaN', () => {
  const any = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(0, -0, 1, 1e-320, 1e308, -1e308),
  )
  const least = any.map(Math.abs)
  const n = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }))
  const alpha = fc.double({ min: 1e-12, max: 1, noNaN: true, minExcluded: true, maxExcluded: true })
  const options = { alpha, alternative: fc.constantFrom('two-sided', 'greater', 'less') }
  const both = (arm: fc.Arbitrary<object>, rest: Record<string, fc.Arbitrary<unknown>> = {}) =>
    fc.record({ control: arm, treatment: arm, ...options, ...rest })
  const counts = fc.array(n, { minLength: 2, maxLength: 4 })
  const inputs: Record<CalculatorName, fc.Arbitrary<object>> = {
    welch: both(
      fc.oneof(
        fc.record({ n, mean: any, sd: least }),
        fc.record({ n, sum: any, sumSquares: least }),
        fc.record({ values: fc.array(any, { maxLength: 6 }) }),
      ),
    ),
    proportions: both(fc.record({ n, successes: n }), { pooled: fc.boolean() }),
    ratio: both(
      fc.record({
        n,
        numeratorSum: any,
        numeratorSumSquares: least,
        denominatorSum: any,
        denominatorSumSquares: least,
        productSum: any,
      }),
    ),
    cuped: both(fc.record({ n, sum: any, sumSquares: least, preSum: any, preSumSquares: least, productSum: any })),
    quantile: both(fc.record({ values: fc.array(any, { maxLength: 12 }) }), {
      q: fc.double({ min: 0.1, max: 0.9, noNaN: true }),
    }),
    'sequential-bounds': fc.record({
      alpha,
      information: fc.array(fc.double({ min: 1e-3, max: 2, noNaN: true }), { minLength: 1, maxLength: 4 }),
      spending: fc.constantFrom('obrien-fleming', 'pocock', { power: 2 }),
      sides: fc.constantFrom(1, 2),
    }),
    'confidence-sequence': fc.record({
      n: least.map(x => x + 1e-9),
      difference: any,
      se: least,
      alpha,
      plannedN: least.map(x => x + 1e-9),
    }),
    bayes: fc.record({
      estimate: any,
      se: least,
      prior: fc.option(fc.record({ mean: any, sd: least.map(x => x + 1e-300) })),
    }),
    srm: fc.record({
      counts,
      weights: fc.array(
        least.map(x => x + 1e-300),
        { minLength: 2, maxLength: 4 },
      ),
      exact: fc.boolean(),
    }),
    'srm-sequential': fc.record({
      looks: fc.array(counts, { minLength: 1, maxLength: 3 }),
      weights: fc.array(
        least.map(x => x + 1e-300),
        { minLength: 2, maxLength: 4 },
      ),
      concentration: least.map(x => x + 1e-300),
    }),
    adjust: fc.record({
      p: fc.array(fc.double({ min: 0, max: 1, noNaN: true })),
      method: fc.constantFrom('holm', 'bonferroni', 'benjamini-hochberg'),
    }),
    'sample-size': fc.record({
      baseline: fc.oneof(
        fc.record({ rate: fc.double({ min: 0, max: 1, noNaN: true }) }),
        fc.record({ mean: any, sd: least }),
      ),
      effect: fc.oneof(fc.record({ absolute: any }), fc.record({ relative: any })),
      alpha,
      power: alpha,
    }),
    power: fc.record({
      perArm: n.map(count => count + 2).filter(Number.isSafeInteger),
      baseline: fc.oneof(
        fc.record({ rate: fc.double({ min: 0, max: 1, noNaN: true }) }),
        fc.record({ mean: any, sd: least }),
      ),
      effect: fc.oneof(fc.record({ absolute: any }), fc.record({ relative: any })),
      alpha,
    }),
    shrink: fc.record({
      estimates: fc.array(fc.record({ effect: any, se: least.map(x => x + 1e-300) }), { minLength: 1, maxLength: 4 }),
    }),
  }

  for (const [name, input] of Object.entries(inputs) as [CalculatorName, fc.Arbitrary<object>][]) {
    test(name, () => {
      fc.assert(
        fc.property(input, value => {
          const parsed = calculators[name].input.safeParse(value)
          if (!parsed.success) return
          const result = calculate(name, parsed.data as never)
          // The schema of the output takes neither NaN nor an infinity.
          const fits = calculators[name].output.safeParse(result)
          expect(
            fits.success,
            JSON.stringify(value) +
              JSON.stringify(result, (_, x) => (typeof x === 'number' && !Number.isFinite(x) ? String(x) : x)),
          ).toBe(true)
        }),
        { numRuns: name === 'sequential-bounds' ? 100 : 1000 },
      )
    })
  }
})
