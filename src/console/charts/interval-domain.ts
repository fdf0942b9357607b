import { extent } from 'd3-array'
import { scaleLinear } from 'd3-scale'
import { isKnown } from './known.ts'

/** An estimate as it is drawn: the interval, the wider one that pays for peeking (wings), and a tolerated margin. */
export type Interval = {
  point: number | undefined
  low?: number | undefined
  high?: number | undefined
  wings?: { low: number; high: number } | undefined
  /** Where a guardrail would be broken, on the same scale: -0.02 is a loss of 2 %. */
  margin?: number | undefined
  /** The estimate after shrinking, drawn hollow beside the raw one. */
  shrunk?: number | undefined
}

export type IntervalDomain = [low: number, high: number]

/** One axis for all rows: everything fits, zero is on it, and a single wild interval cannot flatten the rest. */
export function intervalDomain(intervals: Interval[]): IntervalDomain {
  const points = intervals.flatMap(({ point, margin }) => [point, margin]).filter(isKnown)
  const rows = intervals
    .map(({ low, high, wings }) => [low, high, wings?.low, wings?.high].filter(isKnown))
    .filter(ends => ends.length > 0)
  const reaches = rows.map(ends => Math.max(...ends.map(Math.abs))).sort((a, b) => a - b)
  const typical = reaches[Math.floor((reaches.length - 1) / 2)] ?? 0
  const reach = Math.max(typical * 3, ...points.map(Math.abs))
  const inside = rows.flat().map(end => Math.max(-reach, Math.min(reach, end)))
  const [low = -0.01, high = 0.01] = extent([0, ...points, ...inside])
  const pad = (high - low || 0.02) * 0.06
  const [from = low, to = high] = scaleLinear([low - pad, high + pad], [0, 1])
    .nice(5)
    .domain()
  return [from, to]
}
