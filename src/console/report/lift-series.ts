import type { Series } from '../../contract/analyses.ts'
import type { LineSeries } from '../charts/line-series.ts'

export type SeriesView = 'cumulative' | 'daily' | 'since-exposure'

type Row = Series['cumulative'][number] | Series['sinceExposure'][number]

/** The rows of one view. */
export function rowsOf(series: Series, view: SeriesView): Row[] {
  if (view === 'cumulative') return series.cumulative
  return view === 'daily' ? series.daily : series.sinceExposure
}

/** One line per variant: its lift with the interval of a single look. Days are moments where they have a date. */
export function liftLines(rows: Row[], variants: string[]): LineSeries[] {
  return variants.map(variant => ({
    name: variant,
    points: rows.map(row => {
      const x = 'date' in row ? Date.parse(row.date) : row.day
      const { comparison } = row.arms.find(arm => arm.variant === variant) ?? {}
      if (comparison === undefined || 'unavailable' in comparison || 'unavailable' in comparison.relative)
        return { x, y: undefined }
      const { lift, ci } = comparison.relative
      return { x, y: lift, low: ci[0] ?? undefined, high: ci[1] ?? undefined }
    }),
  }))
}

const dayMs = 86_400_000

/** How many units of each variant were first exposed on each day that was over at `untilMs`. */
export function unitLines(series: Series, variants: string[], untilMs: number): LineSeries[] {
  const whole = series.daily.filter(({ date }) => Date.parse(date) + dayMs <= untilMs)
  return variants.map(variant => ({
    name: variant,
    points: whole.map(({ date, arms }) => ({
      x: Date.parse(date),
      y: arms.find(arm => arm.variant === variant)?.units,
    })),
  }))
}
