const isoWithZone = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:[Zz]|[+-]\d\d:?\d\d)$/

const yearOneMs = -62_135_596_800_000
const yearTenThousandMs = 253_402_300_800_000

const zero = 48
const separators = [
  [4, '-'.charCodeAt(0)],
  [7, '-'.charCodeAt(0)],
  [10, 'T'.charCodeAt(0)],
  [13, ':'.charCodeAt(0)],
  [16, ':'.charCodeAt(0)],
  [19, '.'.charCodeAt(0)],
  [23, 'Z'.charCodeAt(0)],
] as const

/** A moment as senders write it, ISO 8601 with a zone or milliseconds since 1970, in whole milliseconds; undefined for anything else. */
export function parseMoment(value: unknown): number | undefined {
  if (typeof value === 'string') return parseIso(value)
  return typeof value === 'number' && value >= yearOneMs && value < yearTenThousandMs ? Math.floor(value) : undefined
}

function parseIso(text: string): number | undefined {
  const ms =
    (text.length === 24 ? parseUsual(text) : undefined) ?? (isoWithZone.test(text) ? Date.parse(text) : Number.NaN)
  return ms >= yearOneMs && ms < yearTenThousandMs ? ms : undefined
}

/** The form `toISOString` gives, ten times as fast as Date.parse: nearly every event comes with it. */
function parseUsual(text: string): number | undefined {
  for (const [place, code] of separators) if (text.charCodeAt(place) !== code) return undefined
  const year = digitsAt(text, 0, 4)
  const month = digitsAt(text, 5, 2)
  const day = digitsAt(text, 8, 2)
  const hour = digitsAt(text, 11, 2)
  const minute = digitsAt(text, 14, 2)
  const second = digitsAt(text, 17, 2)
  const milliseconds = digitsAt(text, 20, 3)
  // Days 29 to 31 are left to Date.parse, which knows the months; so are leap seconds and 24:00.
  if (
    !(
      year >= 1000 &&
      month >= 1 &&
      month <= 12 &&
      day >= 1 &&
      day <= 28 &&
      hour < 24 &&
      minute < 60 &&
      second < 60 &&
      milliseconds < 1000
    )
  )
    return undefined
  return ((daysBefore(year, month, day) * 24 + hour) * 60 + minute) * 60_000 + second * 1000 + milliseconds
}

/** The number in so many digits, NaN when one of them is none. */
function digitsAt(text: string, start: number, length: number): number {
  let number = 0
  for (let place = start; place < start + length; place += 1) {
    const digit = text.charCodeAt(place) - zero
    if (digit < 0 || digit > 9) return Number.NaN
    number = number * 10 + digit
  }
  return number
}

/** Days from 1970-01-01, counting years from March so that the leap day comes last. */
function daysBefore(year: number, month: number, day: number): number {
  const marchYear = month > 2 ? year : year - 1
  const marchMonth = month > 2 ? month - 3 : month + 9
  const leapDays = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400)
  return marchYear * 365 + leapDays + Math.floor((153 * marchMonth + 2) / 5) + day - 1 - 719_468
}
