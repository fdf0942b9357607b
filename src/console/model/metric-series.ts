import type { QueryAnswer, QuerySegment } from '../../contract/query.ts'
import type { LineSeries } from '../charts/line-series.ts'

/** More lines than can be told apart. */
const linesMax = 6

/** The lines of a chart of a metric: one, or one for each of the largest segments. */
export function metricSeries({ buckets, name }: QueryAnswer): { series: LineSeries[]; left: number } {
  const units = new Map<string | null, number>()
  for (const { segments } of buckets)
    for (const one of segments) units.set(one.segment, (units.get(one.segment) ?? 0) + one.units)
  const names = [...units].sort((a, b) => b[1] - a[1]).map(([segment]) => segment)
  const series = names.slice(0, linesMax).map(segment => ({
    name: segment ?? name,
    points: buckets.map(({ start, segments, partial }) => ({
      x: Date.parse(start),
      y: numberIn(segments.find(one => one.segment === segment)),
      partial,
    })),
  }))
  return { series, left: Math.max(0, names.length - linesMax) }
}

function numberIn(segment: QuerySegment | undefined): number | undefined {
  return typeof segment?.value === 'number' ? segment.value : undefined
}

/** The latest whole bucket's number, where there is one. */
export function latestValue({ buckets }: QueryAnswer): { start: string; segment: QuerySegment } | undefined {
  const whole = buckets.filter(({ partial }) => partial !== true)
  const last = (whole.length > 0 ? whole : buckets).at(-1)
  const [segment] = last?.segments ?? []
  return last && segment ? { start: last.start, segment } : undefined
}
