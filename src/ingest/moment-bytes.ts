import { anyNumberEnd, colon, integerEnd, nowhere, quote, textEnd } from './json-bytes.ts'
import { parseMoment } from './moment.ts'
import type { Page } from './page.ts'

/** Reads the moment that comes next on a page and goes behind it; undefined when there is none. It gives what parseMoment gives. */
export type MomentReader = (page: Page) => number | undefined

const usualLength = 24
/** As far as the colon before the seconds. */
const minuteLength = 17
const zero = 0x30
const dot = 0x2e
const capitalZ = 0x5a

/** Makes a reader that remembers the minute it read last: nearly always the next moment is in it too. */
export function createMomentReader(): MomentReader {
  // What stands before the colon in front of the seconds, four bytes at a time: sixteen of them.
  let [w0, w1, w2, w3] = [0, 0, 0, 0]
  let minuteMs = Number.NaN

  function readText(page: Page, from: number, to: number): number | undefined {
    const { bytes } = page
    if (to - from !== usualLength || bytes[from + 19] !== dot || bytes[from + 23] !== capitalZ)
      return parseMoment(bytes.toString('latin1', from, to))
    if (!isRemembered(page, from) && !remember(page, from)) return parseMoment(bytes.toString('latin1', from, to))
    const seconds = digitsAt(bytes, from + 17, from + 19)
    const milliseconds = digitsAt(bytes, from + 20, from + 23)
    return seconds < 60 && milliseconds < 1000
      ? minuteMs + seconds * 1000 + milliseconds
      : parseMoment(bytes.toString('latin1', from, to))
  }

  function isRemembered({ bytes, view }: Page, from: number): boolean {
    return (
      view.getInt32(from + 12) === w3 &&
      view.getInt32(from + 8) === w2 &&
      view.getInt32(from + 4) === w1 &&
      view.getInt32(from) === w0 &&
      bytes[from + 16] === colon
    )
  }

  function remember({ bytes, view }: Page, from: number): boolean {
    const text = bytes.toString('latin1', from, from + minuteLength)
    const ms = parseMoment(`${text}00.000Z`)
    // 24:00 is midnight, but 24:00:01 is nothing.
    if (ms === undefined || text.startsWith('24', 11)) return false
    w0 = view.getInt32(from)
    w1 = view.getInt32(from + 4)
    w2 = view.getInt32(from + 8)
    w3 = view.getInt32(from + 12)
    minuteMs = ms
    return true
  }

  return page => {
    const { bytes, at } = page
    if (bytes[at] === quote) {
      const end = textEnd(bytes, at + 1)
      if (end === nowhere) return undefined
      page.at = end + 1
      return readText(page, at + 1, end)
    }
    const plainEnd = integerEnd(bytes, at)
    const end = plainEnd === nowhere ? anyNumberEnd(bytes, at) : plainEnd
    if (end === nowhere) return undefined
    page.at = end
    return parseMoment(Number(bytes.toString('latin1', at, end)))
  }
}

/** The number in some digits, more than any that fits when one of them is none. */
function digitsAt(bytes: Uint8Array, from: number, to: number): number {
  let number = 0
  for (let at = from; at < to; at += 1) {
    const digit = (bytes[at] ?? 0) - zero
    if (digit < 0 || digit > 9) return Number.POSITIVE_INFINITY
    number = number * 10 + digit
  }
  return number
}
