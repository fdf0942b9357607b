import { countTail } from './count-tail.ts'
import { dayHours, type Hours, weekHours, windowSum } from './series.ts'

/** What a window of hours should hold by the same hours before it, and how many times more than Poisson it varies. */
export type Baseline = { expected: number; dispersion: number }

const periodsMax = 4
const periodsMin = 2
/** The median of four varies by 0.3 of what one of them does (Arnold, Balakrishnan & Nagaraja 2008, 4.9). */
const medianVariance = 1.3
/** The dispersion is an estimate too; without this allowance its luck would be taken for news. */
const allowance = 1.1
/** The median of a squared standard normal variable. */
const medianSquare = 0.4549

/**
 * The median of the same hours in the four weeks before, or of the four days before while there are not three weeks. The
 * window is never part of it. The dispersion comes from how far past windows were from theirs, robustly and not counting
 * the last week, so that what is slowly going wrong does not excuse itself. Undefined: too little is known.
 */
export function baselineOf(hours: Hours, last: number, width: number, firstKnown: number): Baseline | undefined {
  const period =
    last - firstKnown + 1 >= 3 * weekHours + width
      ? weekHours
      : Math.max(dayHours, Math.ceil(width / dayHours) * dayHours)
  const expected = medianBefore(hours, last, width, period, firstKnown)
  if (expected === undefined) return undefined
  const squares: number[] = []
  const step = Math.max(2, Math.floor(width / 4))
  const skip = period === weekHours ? Math.max(weekHours, width) : width
  for (let past = last - skip; past > last - skip - 3 * weekHours && past - width >= firstKnown; past -= step) {
    const was = medianBefore(hours, past, width, period, firstKnown)
    if (was === undefined) break
    if (was > 0) squares.push((windowSum(hours, past, width) - was) ** 2 / (was * medianVariance))
  }
  const dispersion = squares.length < 8 ? 2 : Math.max(1, median(squares) / medianSquare)
  return { expected, dispersion: dispersion * medianVariance * allowance }
}

/** How surprising a count is by a baseline: the chance of so few, and of so many. */
export function surprise(observed: number, { expected, dispersion }: Baseline): { lower: number; upper: number } {
  const spread = Math.sqrt(expected * dispersion)
  // Nothing that close to what is expected needs exact tails.
  if (Math.abs(observed - expected) < 1.5 * spread) return { lower: 0.5, upper: 0.5 }
  return countTail(observed, expected, dispersion)
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2
}

function medianBefore(hours: Hours, last: number, width: number, period: number, firstKnown: number) {
  const sums: number[] = []
  for (let back = 1; back <= periodsMax; back += 1) {
    const end = last - back * period
    if (end - width + 1 < firstKnown) break
    sums.push(windowSum(hours, end, width))
  }
  return sums.length < periodsMin ? undefined : median(sums)
}

/** The hour in which the first event arrived; before it nothing is known. */
export function firstEvent(hours: Hours): number {
  for (let hour = 0; hour < hours.length; hour += 1) if ((hours[hour] ?? 0) > 0) return hour
  return hours.length
}
