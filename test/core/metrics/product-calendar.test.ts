import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BucketSize } from '../../../src/contract/query.ts'
import { bucketsOf, calendarOf, windowStartOf } from '../../../src/core/metrics/product-calendar.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

function cut(timeZone: string, size: BucketSize, from: string, until: string) {
  const calendar = calendarOf(timeZone)
  if (calendar === undefined) throw new Error(timeZone)
  return bucketsOf(calendar, size, Date.parse(from), Date.parse(until), 10_000)
}
const hoursOf = (buckets: ReturnType<typeof cut>) => buckets.map(({ startMs, endMs }) => (endMs - startMs) / hourMs)
const startsOf = (buckets: ReturnType<typeof cut>) => buckets.map(({ startMs }) => new Date(startMs).toISOString())

describe('days', () => {
  // The changes of 2026 as the time zone database (2025b) has them.
  it('have 23 and 25 hours where clocks change', () => {
    expect(hoursOf(cut('Europe/Berlin', 'day', '2026-03-27T23:00:00Z', '2026-03-30T22:00:00Z'))).toEqual([24, 23, 24])
    expect(hoursOf(cut('Europe/Berlin', 'day', '2026-10-23T22:00:00Z', '2026-10-26T23:00:00Z'))).toEqual([24, 25, 24])
    expect(hoursOf(cut('America/New_York', 'day', '2026-03-07T05:00:00Z', '2026-03-10T04:00:00Z'))).toEqual([
      24, 23, 24,
    ])
    expect(hoursOf(cut('America/New_York', 'day', '2026-10-31T04:00:00Z', '2026-11-03T05:00:00Z'))).toEqual([
      24, 25, 24,
    ])
    expect(hoursOf(cut('Australia/Lord_Howe', 'day', '2026-04-03T13:00:00Z', '2026-04-06T13:30:00Z'))).toEqual([
      24, 24.5, 24,
    ])
  })

  it('begin with the change where midnight does not exist, and are skipped with it', () => {
    // Santiago jumps from midnight to one o'clock; Apia jumped over 30 December 2011.
    expect(startsOf(cut('America/Santiago', 'day', '2026-09-05T04:00:00Z', '2026-09-07T03:00:00Z'))).toEqual([
      '2026-09-05T04:00:00.000Z',
      '2026-09-06T04:00:00.000Z',
    ])
    expect(startsOf(cut('Pacific/Apia', 'day', '2011-12-29T10:00:00Z', '2012-01-01T10:00:00Z'))).toEqual([
      '2011-12-29T10:00:00.000Z',
      '2011-12-30T10:00:00.000Z',
      '2011-12-31T10:00:00.000Z',
    ])
  })

  it('are cut by from and until, and say so', () => {
    const buckets = cut('Europe/Berlin', 'day', '2026-03-01T00:00:00Z', '2026-03-03T12:00:00Z')
    expect(startsOf(buckets)).toEqual([
      '2026-03-01T00:00:00.000Z',
      '2026-03-01T23:00:00.000Z',
      '2026-03-02T23:00:00.000Z',
    ])
    expect(buckets.map(({ partial }) => partial)).toEqual([true, false, true])
    expect(hoursOf(buckets)).toEqual([23, 24, 13])
  })
})

describe('other buckets', () => {
  it('weeks begin on Monday, months on their first', () => {
    expect(startsOf(cut('UTC', 'week', '2026-03-01T00:00:00Z', '2026-03-10T00:00:00Z'))).toEqual([
      '2026-03-01T00:00:00.000Z',
      '2026-03-02T00:00:00.000Z',
      '2026-03-09T00:00:00.000Z',
    ])
    expect(hoursOf(cut('Europe/Berlin', 'week', '2026-03-22T23:00:00Z', '2026-04-05T22:00:00Z'))).toEqual([167, 168])
    expect(hoursOf(cut('Europe/Berlin', 'month', '2026-02-28T23:00:00Z', '2026-04-30T22:00:00Z'))).toEqual([
      31 * 24 - 1,
      30 * 24,
    ])
  })

  it('hours repeat in autumn, are left out in spring, and follow the minutes of their zone', () => {
    const autumn = cut('Europe/Berlin', 'hour', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z')
    expect(autumn).toHaveLength(25)
    expect(new Set(hoursOf(autumn))).toEqual(new Set([1]))
    expect(cut('Europe/Berlin', 'hour', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z')).toHaveLength(23)
    const nepal = cut('Asia/Kathmandu', 'hour', '2026-03-01T18:15:00Z', '2026-03-01T21:15:00Z')
    expect(startsOf(nepal)).toEqual([
      '2026-03-01T18:15:00.000Z',
      '2026-03-01T19:15:00.000Z',
      '2026-03-01T20:15:00.000Z',
    ])
  })

  it('all is what was asked for, and nothing is nothing', () => {
    expect(cut('UTC', 'all', '2026-03-01T00:00:01Z', '2026-03-02T00:00:00Z')).toEqual([
      { startMs: Date.parse('2026-03-01T00:00:01Z'), endMs: Date.parse('2026-03-02T00:00:00Z'), partial: false },
    ])
    expect(cut('UTC', 'day', '2026-03-02T00:00:00Z', '2026-03-02T00:00:00Z')).toEqual([])
  })

  it('stop soon after there are too many', () => {
    const calendar = calendarOf('UTC')
    if (calendar === undefined) throw new Error('UTC')
    const found = bucketsOf(calendar, 'hour', 0, Date.parse('2026-01-01T00:00:00Z'), 100)
    expect(found.length).toBeGreaterThan(100)
    expect(found.length).toBeLessThan(200)
  })

  it('there is no calendar of a zone there is not', () => {
    expect(calendarOf('Europe/Atlantis')).toBeUndefined()
  })
})

describe('any stretch', () => {
  const zone = fc.constantFrom(
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'America/Santiago',
    'America/Havana',
    'Africa/Cairo',
    'Asia/Beirut',
    'Asia/Kathmandu',
    'Australia/Lord_Howe',
    'Pacific/Apia',
    'Pacific/Chatham',
  )
  const fromMs = fc.integer({ min: Date.parse('2005-01-01T00:00:00Z'), max: Date.parse('2030-01-01T00:00:00Z') })

  it('is covered without gaps, each bucket one date of its zone', () => {
    fc.assert(
      fc.property(
        zone,
        fromMs,
        fc.integer({ min: 1, max: 40 * dayMs }),
        fc.constantFrom<BucketSize[]>('hour', 'day', 'week', 'month'),
        (timeZone, startMs, lengthMs, size) => {
          const calendar = calendarOf(timeZone)
          if (calendar === undefined) throw new Error(timeZone)
          const buckets = bucketsOf(calendar, size, startMs, startMs + lengthMs, 10_000)
          expect(buckets[0]?.startMs).toBe(startMs)
          expect(buckets.at(-1)?.endMs).toBe(startMs + lengthMs)
          // Another formatter than the calendar's own: Swedish dates are 2026-03-01.
          const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' })
          const nameOf = (ms: number) => {
            const date = format.format(ms)
            const midnight = Date.parse(date)
            if (size === 'month') return date.slice(0, 7)
            return size === 'week' ? String(Math.floor((midnight / dayMs + 3) / 7)) : date
          }
          for (const [place, { startMs: from, endMs }] of buckets.entries()) {
            if (place > 0) expect(from).toBe(buckets[place - 1]?.endMs)
            expect(endMs).toBeGreaterThan(from)
            expect(nameOf(from)).toBe(nameOf(endMs - 1))
            if (size === 'hour') expect(endMs - from).toBeLessThanOrEqual(hourMs)
            else if (place > 0) expect(nameOf(from - 1)).not.toBe(nameOf(from))
          }
        },
      ),
      { numRuns: 300 },
    )
  })

  it('a window of days begins so many dates before its end', () => {
    fc.assert(
      fc.property(zone, fromMs, fc.integer({ min: 1, max: 30 }), (timeZone, endMs, days) => {
        if (timeZone === 'Pacific/Apia') return
        const calendar = calendarOf(timeZone)
        if (calendar === undefined) throw new Error(timeZone)
        const startMs = windowStartOf(calendar, endMs, days)
        const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' })
        const last = Date.parse(format.format(endMs - 1))
        expect(format.format(startMs)).toBe(new Date(last - (days - 1) * dayMs).toISOString().slice(0, 10))
        expect(format.format(startMs - 1)).not.toBe(format.format(startMs))
      }),
      { numRuns: 300 },
    )
  })
})
