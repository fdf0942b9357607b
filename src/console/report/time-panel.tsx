import { SegmentedControl, Select, Skeleton } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import type { Report } from '../../contract/report.ts'
import { analyses } from '../../contract/report-routes.ts'
import { count } from '../../core/report/number-text.ts'
import { LineChart } from '../charts/line-chart.tsx'
import { useProject } from '../data/project.ts'
import { useRoute } from '../data/use-route.ts'
import { numberText, tickText } from '../parts/number-text.tsx'
import { Failed } from '../shell/failed.tsx'
import { liftLines, rowsOf, type SeriesView, unitLines } from './lift-series.ts'
import classes from './panel.module.css'

const views: { value: SeriesView; label: string; about: string }[] = [
  { value: 'cumulative', label: 'Cumulative', about: 'Everything up to the end of each day.' },
  { value: 'daily', label: 'By day', about: 'The units first exposed on each day, with all that they did since.' },
  {
    value: 'since-exposure',
    label: 'Since exposure',
    about: 'The n-th day of each unit, where it is over: does the effect last?',
  },
]

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })

/** One metric over time. The bands are each of a single look: they show what happened when and decide nothing. */
export function TimePanel({ report }: { report: Report }): ReactElement {
  const project = useProject()
  const [metric, setMetric] = useState(report.metrics[0]?.metric ?? '')
  const [view, setView] = useState<SeriesView>('cumulative')
  const { data, error, refetch } = useRoute(
    analyses.series,
    { params: { project, key: report.experiment }, query: { metric, phase: report.phase } },
    { keepPrevious: true, enabled: metric !== '' },
  )
  const series = data?.body
  const treatments = report.exposures.arms.map(({ variant }) => variant).filter(variant => variant !== report.control)
  const rows = series && rowsOf(series, view)
  const name = report.metrics.find(one => one.metric === metric)?.name ?? metric
  const dated = view !== 'since-exposure'
  const dayText = (x: number) => (dated ? new Date(x).toISOString().slice(0, 10) : `day ${x}`)
  return (
    <div className={classes.panel}>
      <div className={`${classes.controls} no-print`}>
        <Select
          aria-label="Metric"
          allowDeselect={false}
          value={metric}
          data={report.metrics.map(one => ({ value: one.metric, label: one.name }))}
          onChange={chosen => setMetric(chosen ?? metric)}
        />
        <SegmentedControl
          size="xs"
          aria-label="View"
          value={view}
          onChange={chosen => setView(chosen as SeriesView)}
          data={views.map(({ value, label }) => ({ value, label }))}
        />
      </div>
      {error ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : series === undefined || rows === undefined ? (
        <Skeleton height={260} />
      ) : (
        <>
          <LineChart
            title={`Lift of ${name}`}
            about={`${views.find(one => one.value === view)?.about ?? ''} Bands are intervals of a single look.`}
            series={liftLines(rows, treatments)}
            x={dated ? 'time' : 'number'}
            zero
            formatX={dayText}
            formatY={value => numberText(value, 'lift')}
            tickX={x => (dated ? day.format(x) : String(x))}
            tickY={value => tickText(value, 'lift')}
            marks={
              dated
                ? report.changes.map(({ at, detail }) => ({
                    x: Date.parse(at),
                    label: `${at.slice(0, 10)}: ${detail}`,
                  }))
                : []
            }
          />
          <LineChart
            title="Units first exposed"
            about="By whole day and variant."
            series={unitLines(
              series,
              report.exposures.arms.map(({ variant }) => variant),
              Date.parse(report.until),
            )}
            x="time"
            zero
            height={140}
            formatX={x => new Date(x).toISOString().slice(0, 10)}
            formatY={count}
            tickX={x => day.format(x)}
            tickY={value => tickText(value, 'count')}
          />
        </>
      )}
    </div>
  )
}
