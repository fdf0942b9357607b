import { expect } from 'vitest'
import type { Arm, PlanAnswer } from '../../../src/core/metrics/plan.ts'
import { packed, type Summary } from '../../../src/core/stats/summary.ts'

/** Fails unless units and counts are equal and caps and moments agree to 1e-9 of the spread they were summed from. */
export function expectSameAnswer(actual: PlanAnswer, wanted: PlanAnswer): void {
  expect(actual.units).toEqual(wanted.units)
  expect(actual.excluded).toBe(wanted.excluded)
  expect(actual.metrics.map(({ metric }) => metric)).toEqual(wanted.metrics.map(({ metric }) => metric))
  for (const [index, { cap, arms }] of wanted.metrics.entries()) {
    const found = actual.metrics[index]
    if (cap === null) expect(found?.cap).toBeNull()
    else expectClose(found?.cap ?? Number.NaN, cap, 0)
    expect(found?.arms.length).toBe(arms.length)
    for (const [place, arm] of arms.entries()) {
      expectSameSummary(found?.arms[place], arm)
      expect(found?.arms[place]?.steps).toEqual(arm.steps)
      expect(found?.arms[place]?.immature).toBe(arm.immature)
      expectSameOrder(found?.arms[place]?.order, arm.order)
      expectSameSkewness(found?.skewness[place], wanted.metrics[index]?.skewness[place], arm)
    }
  }
}

function expectSameOrder(actual: Arm['order'], wanted: Arm['order']): void {
  expect([actual?.q, actual?.n]).toEqual([wanted?.q, wanted?.n])
  for (const name of ['value', 'lower', 'upper'] as const) {
    const value = wanted?.[name] ?? null
    if (value === null) expect(actual?.[name] ?? null).toBeNull()
    else expectClose(actual?.[name] ?? Number.NaN, value)
  }
}

/** Where the spread is not lost beside the values: skewness divides by it three times. */
function expectSameSkewness(
  actual: number | null | undefined,
  wanted: number | null | undefined,
  { n, means, comoments }: Summary,
): void {
  const sd = Math.sqrt((comoments[0] ?? 0) / Math.max(1, n))
  if (!(sd > 1e-4 * Math.abs(means[0] ?? 0))) return
  if (wanted === null || wanted === undefined) expect(actual).toBe(wanted)
  else expect(actual).toBeCloseTo(wanted, 6)
}

function expectSameSummary(actual: Summary | undefined, wanted: Summary): void {
  expect(actual?.n).toBe(wanted.n)
  expect(actual?.means.length).toBe(wanted.means.length)
  expect(actual?.comoments.length).toBe(wanted.comoments.length)
  const spread = wanted.means.map((_, i) => Math.sqrt(wanted.comoments[packed(i, i)] ?? Number.NaN))
  for (const [i, mean] of wanted.means.entries()) {
    expectClose(actual?.means[i], mean, (spread[i] ?? 0) / Math.sqrt(Math.max(1, wanted.n)))
    for (let j = 0; j <= i; j++) {
      // What rounding the means leaves of a spread that is exactly 0.
      const floor = 4 * wanted.n * Math.abs(mean * (wanted.means[j] ?? 0)) * Number.EPSILON ** 2
      expectClose(
        actual?.comoments[packed(i, j)],
        wanted.comoments[packed(i, j)],
        (spread[i] ?? 0) * (spread[j] ?? 0),
        floor,
      )
    }
  }
}

function expectClose(actual = Number.NaN, wanted = Number.NaN, scale = 0, floor = 0): void {
  const limit = 1e-9 * Math.max(Math.abs(wanted), scale) + floor
  expect(Math.abs(actual - wanted), `${actual} is not ${wanted}`).toBeLessThanOrEqual(limit)
}
