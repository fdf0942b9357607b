import type { Series, SeriesRow } from '../../contract/analyses.ts'
import type { Metric } from '../../contract/metric.ts'
import type { SeriesAnswer, SeriesPoint } from '../metrics/plan.ts'
import { isUnavailable, unavailable } from '../stats/unavailable.ts'
import { studentTest } from '../stats/welch.ts'
import { armContrast } from './arm-contrast.ts'

/** What a series is about: the variants in the order of the arms, the control among them, and where day 0 starts. */
export type SeriesInput = {
  metric: Metric
  variants: readonly string[]
  control: string
  alpha: number
  fromMs: number
  answer: SeriesAnswer
}

const dayMs = 86_400_000

/** A metric over time by arm, every point with the interval it would have had alone: to look at, not to conclude from. */
export function seriesOf(input: SeriesInput): Series {
  const { metric, fromMs, answer } = input
  const dated = (point: SeriesPoint) => ({
    date: new Date(fromMs + point.day * dayMs).toISOString(),
    ...rowOf(input, point),
  })
  return {
    metric: metric.key,
    cumulative: answer.cumulative.map(dated),
    daily: answer.daily.map(dated),
    sinceExposure: answer.sinceExposure.map(point => rowOf(input, point)),
  }
}

function rowOf({ metric, variants, control, alpha }: SeriesInput, { day, arms }: SeriesPoint): SeriesRow {
  const { kind } = metric.formula
  const base = arms[variants.indexOf(control)]
  return {
    day,
    arms: variants.map((variant, place) => {
      const arm = arms[place]
      const [y, z] = arm?.means ?? []
      const value = y === undefined ? Number.NaN : kind === 'ratio' ? y / (z ?? Number.NaN) : y
      const shown = {
        variant,
        units: arm?.n ?? 0,
        value:
          arm === undefined || arm.n === 0
            ? unavailable('empty-arm')
            : Number.isFinite(value)
              ? value
              : unavailable('zero-denominator'),
      }
      if (variant === control) return shown
      if (arm === undefined || base === undefined) return { ...shown, comparison: unavailable('empty-arm') }
      const { used } = armContrast(kind, base, arm, alpha)
      if (isUnavailable(used)) return { ...shown, comparison: used }
      const tested = studentTest(used.contrast, { alpha })
      if (isUnavailable(tested)) return { ...shown, comparison: tested }
      const { difference, se, ci, relative } = tested
      return { ...shown, comparison: { difference, se, ci, relative } }
    }),
  }
}
