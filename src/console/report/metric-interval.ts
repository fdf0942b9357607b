import type { Comparison, MetricResult, Interval as ReportInterval } from '../../contract/report.ts'
import type { Interval } from '../charts/interval-domain.ts'
import type { Tone } from '../charts/tone.ts'

/** The lift of one comparison as it is drawn, undefined where there is none to draw. Absent ends are unbounded. */
export function liftInterval({ better }: MetricResult, comparison: Comparison): Interval | undefined {
  const { relative, adjusted, nonInferiority, shrunk } = comparison
  if ('unavailable' in relative) return undefined
  const [low, high] = openEnds(relative.ci)
  const wings = 'unavailable' in adjusted || 'unavailable' in adjusted.relative ? undefined : adjusted.relative.ci
  const margin = nonInferiority === undefined || 'unavailable' in nonInferiority ? undefined : nonInferiority.margin
  return {
    point: relative.lift,
    low,
    high,
    ...(wings === undefined ? {} : { wings: { low: openEnds(wings)[0], high: openEnds(wings)[1] } }),
    ...(margin === undefined ? {} : { margin: better === 'up' ? -margin : margin }),
    ...('unavailable' in shrunk ? {} : { shrunk: shrunk.lift }),
  }
}

function openEnds([low, high]: ReportInterval): [number, number] {
  return [low ?? Number.NEGATIVE_INFINITY, high ?? Number.POSITIVE_INFINITY]
}

/** The colour of a comparison; what is provisional has none of its own. */
export function toneOfVerdict({ verdict }: Comparison, provisional: boolean): Tone {
  if (provisional || verdict === 'no-effect-found' || verdict === 'unavailable') return 'accent'
  return verdict === 'better' ? 'ok' : 'failing'
}
