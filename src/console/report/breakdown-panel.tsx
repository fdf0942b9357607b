import { Autocomplete, SegmentedControl, Select, Skeleton } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import type { Breakdown } from '../../contract/analyses.ts'
import type { Report } from '../../contract/report.ts'
import { analyses } from '../../contract/report-routes.ts'
import { count, pValue } from '../../core/report/number-text.ts'
import { reasonText } from '../../core/report/reason-text.ts'
import { IntervalBars, type IntervalRow } from '../charts/interval-bars.tsx'
import { useProject } from '../data/project.ts'
import { useRoute } from '../data/use-route.ts'
import { Notice } from '../parts/notice.tsx'
import { numberText, tickText } from '../parts/number-text.tsx'
import { Failed } from '../shell/failed.tsx'
import { contextDimensions } from './dimensions.ts'
import classes from './panel.module.css'

/** Every segment of a dimension, or why it must not be broken down that way. */
export function BreakdownPanel({ report }: { report: Report }): ReactElement {
  const project = useProject()
  const [typed, setTyped] = useState('country')
  const [dimension, setDimension] = useState('country')
  const [measured, setMeasured] = useState<'before' | 'after'>('before')
  const [metric, setMetric] = useState(report.metrics[0]?.metric ?? '')
  const { data, error, refetch } = useRoute(
    analyses.breakdown,
    { params: { project, key: report.experiment }, query: { dimension, measured, phase: report.phase } },
    { keepPrevious: true },
  )
  return (
    <div className={classes.panel}>
      <div className={`${classes.controls} no-print`}>
        <Autocomplete
          label="By"
          description="A field of the context, a dimension, or EVENT.PROPERTY"
          value={typed}
          data={[...contextDimensions]}
          onChange={setTyped}
          onOptionSubmit={setDimension}
          onBlur={() => setDimension(typed.trim() || dimension)}
          onKeyDown={event => {
            if (event.key === 'Enter') setDimension(typed.trim() || dimension)
          }}
        />
        <Select
          label="Metric"
          description="Every segment on one axis"
          allowDeselect={false}
          value={metric}
          data={report.metrics.map(one => ({ value: one.metric, label: one.name }))}
          onChange={chosen => setMetric(chosen ?? metric)}
        />
        {dimension.includes('.') && (
          <SegmentedControl
            size="xs"
            aria-label="When the property is read"
            value={measured}
            onChange={chosen => setMeasured(chosen as 'before' | 'after')}
            data={[
              { value: 'before', label: 'Before exposure' },
              { value: 'after', label: 'After exposure' },
            ]}
          />
        )}
      </div>
      {error ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton height={220} />
      ) : (
        <Segments breakdown={data.body} metric={metric} several={report.exposures.arms.length > 2} />
      )}
    </div>
  )
}

function Segments({
  breakdown,
  metric,
  several,
}: {
  breakdown: Breakdown
  metric: string
  several: boolean
}): ReactElement {
  if (breakdown.refused !== undefined)
    return (
      <Notice tone="failing" title="This breakdown is refused">
        {breakdown.refused}
      </Notice>
    )
  const found = breakdown.metrics.find(one => one.metric === metric)
  const segments = found?.segments ?? []
  const rows = segments.flatMap(({ segment, variant, units, comparison }): IntervalRow[] => {
    if ('unavailable' in comparison || 'unavailable' in comparison.relative) return []
    const { lift, ci } = comparison.relative
    const label = `${segment}${several ? `, ${variant}` : ''} (${count(units)}, p ${pValue(comparison.adjustedP)})`
    return [
      {
        key: `${segment} ${variant}`,
        label,
        point: lift,
        low: ci[0] ?? Number.NEGATIVE_INFINITY,
        high: ci[1] ?? Number.POSITIVE_INFINITY,
      },
    ]
  })
  const missing = segments.filter(
    ({ comparison }) => 'unavailable' in comparison || 'unavailable' in comparison.relative,
  )
  return (
    <>
      <IntervalBars
        title={`Lift of ${found?.name ?? metric} by ${breakdown.dimension}`}
        about="Units and p in brackets; p and intervals are adjusted over the segments, and each is of a single look. A question for the next experiment."
        rows={rows}
        format={value => numberText(value, 'lift')}
        formatTick={value => tickText(value, 'lift')}
      />
      {missing.length > 0 && (
        <p className={classes.note}>
          Without a lift:{' '}
          {missing
            .map(({ segment, comparison }) => {
              const reason = 'unavailable' in comparison ? comparison.unavailable : 'unbounded-relative-interval'
              return `${segment} (${reasonText(reason)})`
            })
            .join(', ')}
          .
        </p>
      )}
    </>
  )
}
