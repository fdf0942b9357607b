import type { BucketSize } from '../../contract/query.ts'

/** A stretch of time from `startMs` to before `endMs`; a partial one is cut shorter than the calendar has it. */
export type Bucket = { startMs: number; endMs: number; partial: boolean }

/** The days of a time zone: their instants come from the time zone database, so that days may have 23 or 25 hours. */
export type Calendar = {
  dateOf(ms: number): LocalDate
  startOf(date: LocalDate): number
  /** What clocks on the wall show, as the moment at which they would show it in UTC. */
  wallOf(ms: number): number
}

/** A day as a number: the milliseconds since 1970 its midnight would have in UTC. */
export type LocalDate = number

const hourMs = 3_600_000
const dayMs = 86_400_000

/** The calendar of a time zone, undefined when there is no such zone. */
export function calendarOf(timeZone: string): Calendar | undefined {
  const format = formatOf(timeZone)
  if (format === undefined) return undefined
  const wallOf = (ms: number) => {
    const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]))
    const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0
    const seconds = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
    return seconds + (ms - Math.floor(ms / 1000) * 1000)
  }
  const offsetAt = (ms: number) => wallOf(ms) - ms
  const starts = new Map<LocalDate, number>()
  const startOf = (date: LocalDate) => {
    const before = date - offsetAt(date - dayMs)
    const after = date - offsetAt(date + dayMs)
    // Where clocks are turned at midnight, a day begins twice or with the turn itself.
    const found = [Math.min(before, after), Math.max(before, after)].find(ms => wallOf(ms) === date)
    return found ?? before
  }
  return {
    wallOf,
    dateOf: ms => Math.floor(wallOf(ms) / dayMs) * dayMs,
    startOf: date => {
      const known = starts.get(date)
      if (known !== undefined) return known
      const start = startOf(date)
      starts.set(date, start)
      return start
    },
  }
}

/**
 * The buckets that cover [fromMs, untilMs), at most `bucketsMax` of them and one more to tell that there are too many. Weeks start on
 * Monday, as in ISO 8601. Hours are counted from the start of their day, so the repeated hour of autumn is a bucket of its own.
 */
export function bucketsOf(
  calendar: Calendar,
  size: BucketSize,
  fromMs: number,
  untilMs: number,
  bucketsMax: number,
): Bucket[] {
  if (fromMs >= untilMs) return []
  if (size === 'all') return [{ startMs: fromMs, endMs: untilMs, partial: false }]
  const buckets: Bucket[] = []
  let date = firstDate(size, calendar.dateOf(fromMs))
  for (let startMs = calendar.startOf(date); startMs < untilMs && buckets.length <= bucketsMax; ) {
    const next = nextDate(size, date)
    const endMs = calendar.startOf(next)
    for (let piece = startMs; piece < endMs; ) {
      const pieceEnd = size === 'hour' ? Math.min(piece + hourMs, endMs) : endMs
      if (pieceEnd > fromMs && piece < untilMs) buckets.push(cut(piece, pieceEnd, fromMs, untilMs))
      piece = pieceEnd
    }
    date = next
    startMs = endMs
  }
  return buckets
}

/** When the first of the last `days` days up to an end began. */
export function windowStartOf(calendar: Calendar, endMs: number, days: number): number {
  return calendar.startOf(calendar.dateOf(endMs - 1) - (days - 1) * dayMs)
}

function cut(startMs: number, endMs: number, fromMs: number, untilMs: number): Bucket {
  return {
    startMs: Math.max(startMs, fromMs),
    endMs: Math.min(endMs, untilMs),
    partial: startMs < fromMs || endMs > untilMs,
  }
}

function firstDate(size: BucketSize, date: LocalDate): LocalDate {
  if (size === 'week') return date - ((new Date(date).getUTCDay() + 6) % 7) * dayMs
  return size === 'month' ? date - (new Date(date).getUTCDate() - 1) * dayMs : date
}

function nextDate(size: BucketSize, date: LocalDate): LocalDate {
  if (size === 'week') return date + 7 * dayMs
  if (size !== 'month') return date + dayMs
  const day = new Date(date)
  return Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 1)
}

function formatOf(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}
