import { extent } from 'd3-array'
import { scaleLinear, scaleTime } from 'd3-scale'
import { isKnown } from './known.ts'
import type { Tone } from './tone.ts'

/**
 * One point of a line; `low` and `high` are the band around it, absent where nothing is known of it. The way to
 * a `partial` one is dashed: its number is of a part of its time.
 */
export type LinePoint = {
  x: number
  y: number | undefined
  low?: number | undefined
  high?: number | undefined
  partial?: boolean | undefined
}
export type LineSeries = { name: string; points: LinePoint[]; tone?: Tone }

/** Every x of any series, in order. */
export function positionsOf(series: LineSeries[]): number[] {
  return [...new Set(series.flatMap(({ points }) => points.map(({ x }) => x)))].sort((a, b) => a - b)
}

/** From the lowest to the highest of points and bands; with `zero` it includes zero. */
export function valueRange(series: LineSeries[], zero: boolean): [number, number] {
  const values = series.flatMap(({ points }) => points.flatMap(({ y, low, high }) => [y, low, high]))
  const known = values.filter(isKnown)
  const [least, most] = extent(zero ? [...known, 0] : known)
  if (least === undefined || most === undefined) return [0, 1]
  return least === most ? [least - 1, most + 1] : [least, most]
}

/** The scale of the x axis: moments in milliseconds, or numbers such as days. */
export function positionScale(kind: 'time' | 'number', positions: number[], range: [number, number]) {
  const [first = 0, last = 1] = extent(positions)
  const domain: [number, number] = first === last ? [first - 1, last + 1] : [first, last]
  return kind === 'time' ? scaleTime(domain, range) : scaleLinear(domain, range)
}
