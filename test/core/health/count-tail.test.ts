import { expect, it } from 'vitest'
import { countTail } from '../../../src/core/health/count-tail.ts'
import goldens from './count-tail.json' with { type: 'json' }

it('agrees with ppois and pnbinom of R, also where almost nothing is left', () => {
  for (const { count, mean, dispersion, lower, upper } of goldens) {
    const tail = countTail(count, mean, dispersion)
    const place = `count ${count}, mean ${mean}, dispersion ${dispersion}`
    for (const [ours, theirs] of [
      [tail.lower, lower],
      [tail.upper, upper],
    ] as const) {
      if (theirs > 1e-280) expect(Math.abs(ours / theirs - 1), place).toBeLessThan(1e-8)
    }
  }
})

it('comes to an end where nothing is left, and where a count varies enormously', () => {
  for (let count = 500; count < 20_000; count += 50) expect(countTail(count, 500, 2.25).upper).toBeLessThanOrEqual(1)
  expect(countTail(100_000, 500, 1).upper).toBe(0)
  expect(countTail(0, 100_000, 1).lower).toBe(0)
  const [summed, smooth] = [countTail(200_000, 50_000, 999).upper, countTail(200_000, 50_000, 1001).upper]
  expect(Math.log(smooth) / Math.log(summed)).toBeCloseTo(1, 2)
  expect(countTail(1_000_000, 1, 1e12).upper).toBeGreaterThan(0)
})

it('is certain of nothing when nothing is expected', () => {
  expect(countTail(0, 0, 1)).toEqual({ lower: 1, upper: 1 })
  expect(countTail(1, 0, 1)).toEqual({ lower: 1, upper: 0 })
})
