import fc from 'fast-check'
import { expect, test } from 'vitest'
import { intervalDomain } from '../../src/console/charts/interval-domain.ts'

const value = fc.double({ min: -1, max: 1, noNaN: true })
const interval = fc.record({
  point: fc.option(value, { nil: undefined }),
  width: fc.double({ min: 0, max: 1, noNaN: true }),
})

test('every estimate and zero lie on the axis', () => {
  fc.assert(
    fc.property(fc.array(interval, { maxLength: 8 }), given => {
      const rows = given.map(({ point, width }) =>
        point === undefined ? { point } : { point, low: point - width, high: point + width },
      )
      const [low, high] = intervalDomain(rows)
      expect(low).toBeLessThan(high)
      for (const place of [0, ...rows.flatMap(({ point }) => point ?? [])]) {
        expect(place).toBeGreaterThanOrEqual(low)
        expect(place).toBeLessThanOrEqual(high)
      }
    }),
  )
})

test('one wild interval does not flatten the others', () => {
  const calm = { point: 0.03, low: 0.01, high: 0.05 }
  const [low, high] = intervalDomain([calm, { point: 0.02, low: -3, high: 3 }])
  expect(high - low).toBeLessThan(0.5)
})
