import { median } from './baseline.ts'
import { countTail } from './count-tail.ts'
import { type CheckName, type Finding, failingBelow, warningBelow } from './finding.ts'
import { dayHours, type Hours, weekHours, windowSum } from './series.ts'
import { percent } from './words.ts'

const windowsHours = [1, 3, dayHours]
const riseMin = 0.01
const partsMin = 5
const historyDays = 28
/** Even where nothing ever went wrong, one in a thousand may. */
const usualMin = 0.001
const dispersionMin = 1.3

/**
 * Whether a part of the events (duplicates, late ones, ...) has become larger than it was in the four weeks before, or, where
 * somebody said so, than it `may` be at most. A part that shrinks is no finding. It fails when chance is less likely than
 * `failing`.
 */
export function shareFinding(
  check: CheckName,
  part: Hours,
  whole: Hours,
  last: number,
  after: number,
  words: string,
  may?: number,
  failing: number = failingBelow,
): Finding {
  const usual = usualShare(part, whole, last)
  let warning: Finding | undefined
  for (const width of windowsHours) {
    if (last - width < after) break
    const observed = windowSum(part, last, width)
    const events = windowSum(whole, last, width)
    const share = may ?? usual?.share
    if (share === undefined || observed < partsMin || observed / events < share + (may === undefined ? riseMin : 0))
      continue
    const expected = events * Math.max(share, usualMin)
    const { upper } = countTail(observed, expected, usual?.dispersion ?? dispersionMin)
    const detail = `${percent(observed / events)} ${words} in ${width} h, ${percent(expected / events)} expected`
    const finding = { check, detail, windowHours: width, observed, expected }
    if (upper < failing) return { ...finding, status: 'failing' }
    if (upper < warningBelow) warning ??= { ...finding, status: 'warning' }
  }
  if (warning !== undefined) return warning
  const observed = windowSum(part, last, dayHours)
  const events = windowSum(whole, last, dayHours)
  const finding = { check, windowHours: dayHours, observed, expected: events * (usual?.share ?? 0) }
  if (usual === undefined) return { ...finding, status: 'unknown', detail: 'less than two days are known' }
  if (events === 0) return { ...finding, status: 'unknown', detail: 'nothing arrived in the last 24 h' }
  return { ...finding, status: 'ok', detail: `${percent(observed / events)} ${words} in 24 h` }
}

/** The median share of past days, and how many times more than Poisson they vary around it. */
function usualShare(part: Hours, whole: Hours, last: number): { share: number; dispersion: number } | undefined {
  const days: { parts: number; events: number }[] = []
  for (let end = last - dayHours; end >= dayHours - 1 && days.length < historyDays; end -= dayHours) {
    const events = windowSum(whole, end, dayHours)
    if (events > 0) days.push({ parts: windowSum(part, end, dayHours), events })
  }
  if (days.length < 2) return undefined
  const share = median(days.map(({ parts, events }) => parts / events))
  const squares = days.flatMap(({ parts, events }) => {
    const expected = events * Math.max(share, usualMin)
    return expected >= 1 ? [(parts - expected) ** 2 / expected] : []
  })
  const dispersion = squares.length < dayHours / 4 ? 2 : median(squares) / 0.4549
  return { share, dispersion: Math.max(dispersionMin, dispersion) }
}

/** Two series added up hour by hour. */
export function added(one: Hours, other: Hours): Float64Array {
  return Float64Array.from({ length: one.length }, (_, hour) => (one[hour] ?? 0) + (other[hour] ?? 0))
}

/** The hours known about a series, at most those of the baseline. */
export const historyHours = 8 * weekHours
