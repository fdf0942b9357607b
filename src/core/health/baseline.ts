import { countTail } from './count-tail.ts'
import { dayHours, type Hours, weekHours } from './series.ts'

/** What a window of hours should hold by the same hours before it, and how many times more than Poisson it varies. */
export type Baseline = { expected: number; dispersion: number }

const periodsMax = 4
const periodsMin = 2
/** The median of four varies by 0.3 of what one of them does (Arnold, Balakrishnan & Nagaraja 2008, 4.9). */
const medianVariance = 1.3
/** The spread is an estimate too; without this allowance its luck would be taken for news. */
const allowance = 1.1
/** The median of a squared standard normal variable. */
const medianSquare = 0.4549
const windowsMin = 8
const usualDispersion = 2

/** The sum of so many hours that end with hour `last`. */
type Sums = (last: number, width: number) => number

/**
 * The median of the same hours in the four weeks before, or of the four days before while there are not three weeks. The
 * window is never part of it. How much such windows vary is measured on past ones, robustly and not counting the last week,
 * so that what is slowly going wrong does not excuse itself. Undefined: too little is known.
 */
export function baselineOf(hours: Hours, last: number, width: number, firstKnown: number): Baseline | undefined {
  const sums = summed(hours)
  const isLong = last - firstKnown + 1 >= 3 * weekHours + width
  const period = isLong ? weekHours : Math.max(dayHours, Math.ceil(width / dayHours) * dayHours)
  const medianOf = (end: number) => medianBefore(sums, end, width, period, firstKnown)
  const expected = medianOf(last)
  if (expected === undefined) return undefined
  const past: Past[] = []
  const step = Math.max(2, Math.floor(width / 4))
  const skip = isLong ? Math.max(weekHours, width) : width
  for (let end = last - skip; end > last - skip - 3 * weekHours && end - width >= firstKnown; end -= step) {
    const was = medianOf(end)
    if (was === undefined) break
    if (was > 0) past.push({ expected: was, square: (sums(end, width) - was) ** 2 })
  }
  const spread = past.length < windowsMin ? undefined : spreadOf(past)
  const dispersion = spread === undefined ? usualDispersion : 1 + spread * expected
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
  // Numbers sort as numbers in a typed array, and much faster.
  const sorted = Float64Array.from(values).sort()
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2
}

function medianBefore(sums: Sums, last: number, width: number, period: number, firstKnown: number): number | undefined {
  const past: number[] = []
  for (let back = 1; back <= periodsMax; back += 1) {
    const end = last - back * period
    if (end - width + 1 < firstKnown) break
    past.push(sums(end, width))
  }
  return past.length < periodsMin ? undefined : median(past)
}

/** What was expected of a past window, and the square of how far it was from that. */
type Past = { expected: number; square: number }

/**
 * What windows vary by beside chance, relative to their mean: the `c` of a variance of mean + c mean^2, for which the median of
 * past squared residuals is that of a normal variable. Hours of many events vary by a share of them, so that no one
 * multiple of Poisson fits night and day.
 */
function spreadOf(past: readonly Past[]): number {
  const isEnough = (spread: number) => {
    let within = 0
    for (const { expected, square } of past)
      if (square <= medianSquare * medianVariance * expected * (1 + spread * expected)) within += 1
    return 2 * within >= past.length
  }
  if (isEnough(0)) return 0
  let [low, high] = [0, 1]
  while (!isEnough(high) && high < 1e6) [low, high] = [high, high * 4]
  for (let halving = 0; halving < 20; halving += 1) {
    const middle = (low + high) / 2
    if (isEnough(middle)) high = middle
    else low = middle
  }
  return high
}

function summed(hours: Hours): Sums {
  const before = new Float64Array(hours.length + 1)
  for (let hour = 0; hour < hours.length; hour += 1) before[hour + 1] = (before[hour] ?? 0) + (hours[hour] ?? 0)
  const upTo = (hour: number) => before[Math.max(0, Math.min(hours.length, hour + 1))] ?? 0
  return (last, width) => upTo(last) - upTo(last - width)
}

/** The hour in which the first event arrived; before it nothing is known. */
export function firstEvent(hours: Hours): number {
  for (let hour = 0; hour < hours.length; hour += 1) if ((hours[hour] ?? 0) > 0) return hour
  return hours.length
}
