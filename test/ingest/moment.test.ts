import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseMoment } from '../../src/ingest/moment.ts'

test('reads what toISOString writes, for every millisecond of four-digit years', () => {
  fc.assert(
    fc.property(
      fc.date({
        min: new Date('1000-01-01T00:00:00Z'),
        max: new Date('9999-12-31T23:59:59.999Z'),
        noInvalidDate: true,
      }),
      date => {
        expect(parseMoment(date.toISOString())).toBe(date.getTime())
      },
    ),
    { numRuns: 5000 },
  )
})

test('agrees with Date.parse on the ends of months and days', () => {
  for (const month of Array.from({ length: 12 }, (_, index) => String(index + 1).padStart(2, '0'))) {
    for (const day of ['01', '28', '29', '30', '31']) {
      for (const year of ['1900', '2000', '2023', '2024']) {
        const text = `${year}-${month}-${day}T23:59:59.999Z`
        const ms = Date.parse(text)
        expect(parseMoment(text)).toBe(Number.isNaN(ms) ? undefined : ms)
      }
    }
  }
})

test.each([
  ['2026-11-23T12:00:00+01:00', Date.UTC(2026, 10, 23, 11)],
  ['2026-11-23T12:00Z', Date.UTC(2026, 10, 23, 12)],
  ['2026-11-23T12:00:00.123456Z', Date.UTC(2026, 10, 23, 12, 0, 0, 123)],
  [Date.UTC(2026, 10, 23) + 0.9, Date.UTC(2026, 10, 23)],
  [0, 0],
])('%s', (value, ms) => {
  expect(parseMoment(value)).toBe(ms)
})

test.each([
  '2026-11-23',
  '2026-11-23T12:00:00',
  '23.11.2026',
  '',
  '2026-13-01T00:00:00.000Z',
  '2026-11-23T25:00:00.000Z',
  '2026-11-23T12:0x:00.000Z',
  1e300,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  null,
  undefined,
  {},
  true,
])('is not a moment: %s', value => {
  expect(parseMoment(value)).toBeUndefined()
})
