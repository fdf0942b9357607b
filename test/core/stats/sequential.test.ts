import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { confidenceSequence } from '../../../src/core/stats/confidence-sequence.ts'
import type { Contrast } from '../../../src/core/stats/contrast.ts'
import { groupSequentialTest } from '../../../src/core/stats/group-sequential.ts'
import { sampleRatioSequence } from '../../../src/core/stats/sample-ratio-sequential.ts'
import { sequentialBounds } from '../../../src/core/stats/sequential-bounds.ts'
import { informationOf, sequentialDesign } from '../../../src/core/stats/sequential-design.ts'
import { crossings, sequentialInflation, sequentialPower } from '../../../src/core/stats/sequential-power.ts'
import { isUnavailable, type Unavailable } from '../../../src/core/stats/unavailable.ts'

function there<T extends object>(value: T | Unavailable): T {
  if (isUnavailable(value)) throw new Error(value.unavailable)
  return value
}

const information = fc
  .uniqueArray(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 })
  .map(marks => marks.sort((a, b) => a - b).map(mark => mark / 40))
const spending = fc.constantFrom('obrien-fleming' as const, 'pocock' as const, { power: 2 })
const sides = fc.constantFrom(1 as const, 2 as const)

describe('group sequential bounds', () => {
  test('what is spent is what a true null crosses, at any looks', () => {
    fc.assert(
      fc.property(information, spending, sides, (looks, way, side) => {
        const { bounds, spent } = there(
          sequentialBounds({ alpha: 0.05, sides: side, spending: way, information: looks }),
        )
        const { above, below } = crossings(bounds, looks, side, 0)
        let total = 0
        for (const [k, chance] of above.entries()) {
          total += chance + (below[k] ?? 0)
          expect(Math.abs(total - (spent[k] ?? 0))).toBeLessThan(1e-10)
        }
      }),
      { numRuns: 40 },
    )
  })

  test('later looks do not change earlier bounds', () => {
    const early = there(sequentialBounds({ alpha: 0.05, sides: 2, spending: 'pocock', information: [0.2, 0.5] }))
    const late = there(
      sequentialBounds({ alpha: 0.05, sides: 2, spending: 'pocock', information: [0.2, 0.5, 0.9, 1.1] }),
    )
    expect(late.bounds.slice(0, 2)).toEqual(early.bounds)
  })

  test('a run past its plan spends the rest once, and then nothing', () => {
    const { bounds, spent } = there(
      sequentialBounds({ alpha: 0.05, sides: 2, spending: 'obrien-fleming', information: [0.5, 1.2, 1.5] }),
    )
    expect(spent[1]).toBe(0.05)
    expect(bounds[2]).toBeNull()
    const design = there(
      sequentialDesign({ alpha: 0.05, sides: 2, spending: 'obrien-fleming', information: [0.5, 1.2, 1.5] }),
    )
    expect(groupSequentialTest(contrast(9), design)).toEqual({ unavailable: 'alpha-spent' })
    expect(design.pValue(9)).toBe(1)
  })

  test('looks that bring nothing new are refused', () => {
    expect(sequentialBounds({ alpha: 0.05, sides: 2, spending: 'pocock', information: [0.5, 0.5] })).toEqual({
      unavailable: 'invalid-information',
    })
    expect(informationOf([100, 90], 1000)).toEqual({ unavailable: 'invalid-information' })
    expect(informationOf([100, 200], 1000)).toEqual([0.1, 0.2])
  })

  test('14 daily looks keep at least 78 % of the power where fixed has 80 %, and 4.3 % more units restore it', () => {
    const looks = {
      alpha: 0.05,
      sides: 2 as const,
      spending: 'obrien-fleming' as const,
      information: Array.from({ length: 14 }, (_, k) => (k + 1) / 14),
    }
    const power = sequentialPower(looks, 1.959963984540054 + 0.8416212335729143)
    expect(power).toBeGreaterThan(0.78)
    const inflation = sequentialInflation(looks, 0.8) as number
    expect(inflation).toBeGreaterThan(1)
    expect(inflation).toBeLessThan(1.05)
    const drift = (1.959963984540054 + 0.8416212335729143) * Math.sqrt(inflation)
    expect(sequentialPower(looks, drift)).toBeCloseTo(0.8, 9)
  })
})

describe('repeated p values', () => {
  test('undo the bounds', () => {
    fc.assert(
      fc.property(
        information,
        spending,
        sides,
        fc.double({ min: -9, max: -0.4, noNaN: true }),
        (looks, way, side, exponent) => {
          const alpha = 10 ** exponent
          const bound = there(sequentialBounds({ alpha, sides: side, spending: way, information: looks })).bounds.at(-1)
          fc.pre(bound !== null && bound !== undefined && bound < 35)
          const design = there(sequentialDesign({ alpha: 0.05, sides: side, spending: way, information: looks }))
          expect(Math.abs(design.pValue(bound as number) / alpha - 1)).toBeLessThan(1e-7)
        },
      ),
      { numRuns: 30 },
    )
  })

  test('agree with the interval, in both directions and for small samples', () => {
    const design = there(
      sequentialDesign({ alpha: 0.05, sides: 2, spending: 'obrien-fleming', information: [0.3, 0.6] }),
    )
    const upward = there(sequentialDesign({ alpha: 0.05, sides: 1, spending: 'pocock', information: [0.3, 0.6] }))
    for (let t = -6; t <= 6; t += 0.05) {
      for (const df of [4, 1000]) {
        const both = there(groupSequentialTest(contrast(t, df), design))
        const [lo, hi] = both.ci as [number, number]
        expect(both.p <= 0.05).toBe(lo > 0 || hi < 0)
        const more = there(groupSequentialTest(contrast(t, df), upward, 'greater'))
        expect(more.p <= 0.05).toBe((more.ci[0] as number) > 0)
        const less = there(groupSequentialTest(contrast(t, df), upward, 'less'))
        expect(less.p <= 0.05).toBe((less.ci[1] as number) < 0)
      }
    }
  })

  test('fall as the evidence grows', () => {
    const design = there(
      sequentialDesign({ alpha: 0.05, sides: 2, spending: 'obrien-fleming', information: [0.2, 0.4, 0.6] }),
    )
    let before = 1
    for (let z = 0; z < 30; z += 0.1) {
      const p = design.pValue(z)
      expect(p).toBeLessThanOrEqual(before)
      before = p
    }
    expect(before).toBeLessThan(1e-110)
  })
})

test('the confidence sequence gives one verdict, one- and two-sided', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -8, max: 8, noNaN: true }),
      fc.integer({ min: 10, max: 1_000_000 }),
      fc.integer({ min: 10, max: 1_000_000 }),
      fc.constantFrom('two-sided' as const, 'greater' as const, 'less' as const),
      (t, n, plannedN, alternative) => {
        const { p, ci } = there(confidenceSequence({ ...contrast(t), n }, { alpha: 0.05, plannedN, alternative }))
        const [lo, hi] = ci
        if (Math.abs(p - 0.05) > 1e-9) expect((lo !== null && lo > 0) || (hi !== null && hi < 0)).toBe(p < 0.05)
      },
    ),
  )
})

describe('sequential sample ratio', () => {
  test('p never rises, and counts must be those so far', () => {
    const p = there(
      sampleRatioSequence(
        [
          [100, 100],
          [1000, 1200],
          [5000, 5100],
        ],
        [1, 1],
      ),
    )
    expect(p[1]).toBeLessThan(1)
    expect(p[2]).toBe(p[1])
    expect(
      sampleRatioSequence(
        [
          [100, 100],
          [90, 200],
        ],
        [1, 1],
      ),
    ).toEqual({ unavailable: 'counts-not-cumulative' })
  })
})

function contrast(t: number, df = 1000): Contrast {
  return { difference: t, variance: 1, df, n: df + 2, base: 50, baseVariance: 0.5, covariance: -0.5 }
}
