import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  durationDays,
  minimumDetectableEffect,
  powerCurve,
  powerOf,
  powerWithGuardrails,
  progress,
  unitsPerArm,
} from '../../../src/core/stats/planning.ts'
import { powerOfMeans, powerOfProportions } from '../../../src/core/stats/power.ts'
import { sampleRatioBySegment } from '../../../src/core/stats/sample-ratio-segments.ts'
import { skewnessCheck } from '../../../src/core/stats/skewness.ts'
import { tieredAdjustment } from '../../../src/core/stats/tiers.ts'

describe('planning', () => {
  const plan = { controlVariance: 4, treatmentVariance: 5 }

  test('units, effect and power undo each other', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        fc.double({ min: 0.5, max: 0.99, noNaN: true }),
        fc.double({ min: 0, max: 0.9, noNaN: true }),
        (delta, power, varianceReduction) => {
          const full = { ...plan, power, varianceReduction, inflation: 1.04 }
          const units = unitsPerArm(full, delta) as number
          fc.pre(units > 2)
          expect(minimumDetectableEffect(full, units)).toBeLessThanOrEqual(delta)
          expect(minimumDetectableEffect(full, units - 1)).toBeGreaterThan(delta)
          expect(powerOf(full, delta, units)).toBeGreaterThanOrEqual(power - 1e-12)
        },
      ),
    )
  })

  test('the closed form agrees with the exact power where samples are large', () => {
    // Within 0.1 points for means (R's power.t.test), half a point for shares, whose test pools the variance
    // (power.prop.test).
    const means = unitsPerArm({ controlVariance: 9, treatmentVariance: 9 }, 0.2) as number
    expect(powerOfMeans(means, 0.2, 3)).toBeCloseTo(0.8, 3)
    const shares = unitsPerArm({ controlVariance: 0.1 * 0.9, treatmentVariance: 0.11 * 0.89 }, 0.01) as number
    expect(Math.abs((powerOfProportions(shares, 0.1, 0.11) as number) - 0.8)).toBeLessThan(0.005)
  })

  test('CUPED and looking early change the sample by their factors', () => {
    const plain = unitsPerArm(plan, 0.01) as number
    expect((unitsPerArm({ ...plan, varianceReduction: 0.4 }, 0.01) as number) / plain).toBeCloseTo(0.6, 4)
    expect((unitsPerArm({ ...plan, inflation: 1.042 }, 0.01) as number) / plain).toBeCloseTo(1.042, 4)
  })

  test('guardrails raise the power, traffic gives days, half-widths give progress', () => {
    expect(powerWithGuardrails(0.8, 0)).toBeCloseTo(0.8, 12)
    expect(powerWithGuardrails(0.8, 3)).toBeCloseTo(0.95, 12)
    expect(durationDays(10_000, 3000, [0.5, 0.5])).toBe(7)
    expect(durationDays(10_000, 3000, [0.9, 0.1])).toBe(34)
    expect(progress(1, 2)).toBe(0.25)
    expect(durationDays(10, 0, [1])).toEqual({ unavailable: 'invalid-parameters' })
  })

  test('a power curve rises from alpha', () => {
    const curve = powerCurve(plan, [0, 0.1, 0.2, 0.4], 1000) as { power: number }[]
    expect(curve[0]?.power).toBeCloseTo(0.05, 12)
    expect(curve.map(({ power }) => power)).toEqual(curve.map(({ power }) => power).sort((a, b) => a - b))
  })
})

test('alpha in tiers: success by Holm, guardrails alone, the others as two families of discoveries', () => {
  const tests = [
    { role: 'success', p: 0.02 },
    { role: 'success', p: 0.04 },
    { role: 'guardrail', p: 0.03 },
    { role: 'secondary', p: 0.01 },
    { role: 'secondary', p: null },
    { role: 'exploratory', p: 0.04 },
  ] as const
  expect(tieredAdjustment(tests)).toEqual([
    { adjusted: 0.04, adjustment: 'holm', family: 2 },
    { adjusted: 0.04, adjustment: 'holm', family: 2 },
    { adjusted: 0.03, adjustment: 'none', family: 1 },
    { adjusted: 0.02, adjustment: 'benjamini-hochberg', family: 2 },
    { adjusted: 1, adjustment: 'benjamini-hochberg', family: 2 },
    { adjusted: 0.04, adjustment: 'benjamini-hochberg', family: 1 },
  ])
})

test('segments are checked against one split, and adjusted for how many they are', () => {
  const [fine, bad, none] = sampleRatioBySegment(
    [
      { segment: 'desktop', counts: [5000, 5050] },
      { segment: 'mobile', counts: [5000, 5600] },
      { segment: 'tablet', counts: [0, 0] },
    ],
    [1, 1],
  )
  expect(fine?.result).toMatchObject({ adjusted: expect.closeTo(0.618, 2) })
  expect(bad?.result).toHaveProperty('adjusted')
  if (bad !== undefined && 'adjusted' in bad.result) expect(bad.result.adjusted).toBeLessThan(1e-7)
  expect(none?.result).toEqual({ unavailable: 'empty-arm' })
})

test('skewness asks for 355 of its squares', () => {
  expect(skewnessCheck(3, 3000)).toEqual({ skewness: 3, needed: 3195, enough: false })
  expect(skewnessCheck(0, 2)).toEqual({ skewness: 0, needed: 0, enough: true })
})
