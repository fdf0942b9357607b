import { expect, it } from 'vitest'
import { quantile } from '../../../src/core/metrics/quantile.ts'

// R 4.2: quantile(c(7, 1, 3, 3, 10), c(0, 0.1, 0.5, 0.9, 0.99, 1), type = 7)
it('is the quantile of type 7', () => {
  const values = [7, 1, 3, 3, 10]
  const expected = [1, 1.8, 3, 8.8, 9.88, 10]
  for (const [index, q] of [0, 0.1, 0.5, 0.9, 0.99, 1].entries())
    expect(quantile(values, q)).toBeCloseTo(expected[index] ?? Number.NaN, 12)
  expect(quantile([], 0.5)).toBeNull()
  expect(quantile([4], 0.999)).toBe(4)
})
