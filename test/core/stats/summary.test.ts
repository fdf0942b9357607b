import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { empty, fromSums, merge, type Summary, summarize, toSums, variance } from '../../../src/core/stats/summary.ts'
import { transform } from '../../../src/core/stats/transform.ts'

const value = fc.double({ min: -1e6, max: 1e6, noNaN: true })
const rows = fc.array(fc.tuple(value, value), { maxLength: 30 })

// Rounding is relative to the size of the values, not to what is left of them.
function expectSame(actual: Summary, expected: Summary): void {
  expect(actual.n).toBe(expected.n)
  for (const [i, mean] of expected.means.entries())
    expect(Math.abs((actual.means[i] ?? Number.NaN) - mean)).toBeLessThan(1e-8)
  const scale = Math.max(1, ...expected.comoments.map(Math.abs))
  for (const [i, moment] of expected.comoments.entries()) {
    expect(Math.abs((actual.comoments[i] ?? Number.NaN) - moment) / scale).toBeLessThan(1e-9)
  }
}

describe('summaries are a monoid', () => {
  test('merge is associative and commutative, and joins what summarize would see at once', () => {
    fc.assert(
      fc.property(rows, rows, rows, (a, b, c) => {
        const [x, y, z] = [summarize(a, 2), summarize(b, 2), summarize(c, 2)]
        const whole = summarize([...a, ...b, ...c], 2)
        expectSame(merge(merge(x, y), z), whole)
        expectSame(merge(x, merge(y, z)), whole)
        expectSame(merge(merge(z, y), x), whole)
      }),
    )
  })

  test('empty is the identity', () => {
    fc.assert(
      fc.property(rows, list => {
        const summary = summarize(list, 2)
        expect(merge(empty(2), summary)).toEqual(summary)
        expect(merge(summary, empty(2))).toEqual(summary)
      }),
    )
  })

  test('toSums undoes fromSums', () => {
    fc.assert(
      fc.property(
        rows.filter(list => list.length > 1),
        list => {
          const summary = summarize(list, 2)
          expectSame(fromSums(toSums(summary)), summary)
        },
      ),
    )
  })
})

describe('spread', () => {
  test('values around 1e9 keep their variance, whole or in pieces', () => {
    const noise = Array.from({ length: 1000 }, (_, i) => ((i * 7919) % 1000) / 1000)
    const near = summarize(noise.map(x => [x]))
    const far = noise.map(x => [1e9 + x])
    // Each value is rounded to 1.2e-7 on the way up.
    expect(variance(summarize(far)) / variance(near) - 1).toBeLessThan(1e-6)
    const pieces = Array.from({ length: 100 }, (_, i) => summarize(far.slice(i * 10, i * 10 + 10)))
    const merged = pieces.reduce(merge)
    // So is the mean of each piece.
    expect(Math.abs(variance(merged) / variance(summarize(far)) - 1)).toBeLessThan(1e-7)
  })

  test('sums that have lost their spread say 0 and not rounding', () => {
    const n = 10_001
    expect(fromSums({ n, sums: [n * 0.1], products: [n * 0.1 * 0.1] }).comoments).toEqual([0])
  })
})

test('transform combines columns as it would combine rows', () => {
  fc.assert(
    fc.property(
      rows.filter(list => list.length > 0),
      list => {
        const direct = summarize(list.map(([a, b]) => [2 * a - b + 3, 7, b]))
        expectSame(
          transform(
            summarize(list),
            [
              [2, -1],
              [0, 0],
              [0, 1],
            ],
            [3, 7, 0],
          ),
          direct,
        )
      },
    ),
  )
})
