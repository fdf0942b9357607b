import { Group, SegmentedControl, Select, Skeleton } from '@mantine/core'
import type { ReactElement } from 'react'
import type { Metric } from '../../contract/metric.ts'
import type { QueryAnswer } from '../../contract/query.ts'
import { queries } from '../../contract/query-routes.ts'
import { resources } from '../../contract/routes.ts'
import { percent } from '../../core/report/number-text.ts'
import { bucketLabel } from '../../core/report/query-text.ts'
import { LineChart } from '../charts/line-chart.tsx'
import { useEnvironment } from '../data/environment.ts'
import { useProject } from '../data/project.ts'
import { usePages } from '../data/use-pages.ts'
import { useRoute } from '../data/use-route.ts'
import { useSearchState } from '../data/use-search-state.ts'
import { EmptyState } from '../parts/empty-state.tsx'
import { Notice } from '../parts/notice.tsx'
import { numberText, tickText } from '../parts/number-text.tsx'
import { Section } from '../parts/section.tsx'
import { Failed } from '../shell/failed.tsx'
import { metricSeries } from './metric-series.ts'
import type { MetricSearch } from './routes.tsx'

const dayMs = 86_400_000
const stretches = { '2': 'hour', '14': 'day', '30': 'day', '90': 'week', '365': 'month' } as const
type Days = keyof typeof stretches
const labels: Record<Days, string> = {
  '2': '2 days',
  '14': '14 days',
  '30': '30 days',
  '90': '90 days',
  '365': 'A year',
}
const contextDimensions = ['platform', 'country', 'app_version', 'device_type', 'locale']

/** A metric over the calendar, under the one definition its experiments read too. */
export function MetricChart({ metric }: { metric: Metric }): ReactElement {
  const project = useProject()
  const [environment] = useEnvironment()
  const [search, change] = useSearchState<MetricSearch>()
  const days: Days = search.days !== undefined && search.days in stretches ? (search.days as Days) : '30'
  const dimensions = usePages(resources.dimensions.list, { params: { project }, query: { limit: 500 } }, { all: true })
  // To the hour, so that the question stays the same while one looks at its answer.
  const nowMs = Math.floor(Date.now() / 3_600_000) * 3_600_000
  const { data, error, refetch, isFetching } = useRoute(
    queries.query,
    {
      body: {
        project,
        metric: metric.key,
        environment,
        from: new Date(nowMs - Number(days) * dayMs).toISOString(),
        bucket: stretches[days],
        ...(search.by === undefined ? {} : { dimension: search.by }),
      },
    },
    { keepPrevious: true, staleMs: 60_000 },
  )
  const defined = dimensions.items.map(({ key, name }) => ({ value: key, label: name ?? key }))
  const choices = [...defined, ...contextDimensions.filter(field => !defined.some(({ value }) => value === field))]
  return (
    <Section
      title="Over time"
      actions={
        <Group gap="xs" className="no-print">
          <Select
            aria-label="Broken down by"
            placeholder="Broken down by"
            w="10.5rem"
            clearable
            clearButtonProps={{ 'aria-label': 'Not broken down' }}
            data={choices}
            value={search.by ?? null}
            onChange={by => change({ by: by ?? '' })}
          />
          <SegmentedControl
            aria-label="Stretch of time"
            data={Object.entries(labels).map(([value, label]) => ({ value, label }))}
            value={days}
            onChange={value => change({ days: value === '30' ? '' : value })}
          />
        </Group>
      }
    >
      {error ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton height={260} />
      ) : (
        <div aria-busy={isFetching}>
          <Chart answer={data.body} />
        </div>
      )}
    </Section>
  )
}

function Chart({ answer }: { answer: QueryAnswer }): ReactElement {
  const { series, left } = metricSeries(answer)
  if (series.every(({ points }) => points.every(({ y }) => y === undefined)))
    return (
      <EmptyState title="Nothing to show in this time">
        No unit was seen with what this metric reads. Choose a longer time, or look whether its events arrive.
      </EmptyState>
    )
  const label = bucketLabel(answer.bucket, answer.timeZone)
  const cut = answer.buckets.filter(({ partial }) => partial === true).length
  const sick = answer.health.flatMap(({ status, ...beneath }) =>
    status === 'failing' || status === 'warning' ? [{ ...beneath, status }] : [],
  )
  return (
    <>
      {sick.map(({ event, status, detail }) => (
        <Notice key={event} tone={status}>
          {event} is {status}: {detail}
        </Notice>
      ))}
      <LineChart
        title={answer.name}
        about={[
          aboutText(answer),
          cut > 0
            ? `The ${cut === 1 ? 'first or last' : 'first and last'} ${answer.bucket} on the chart ${cut === 1 ? 'is' : 'are'} not whole, and dashed.`
            : '',
          left > 0 ? `The ${series.length} largest segments; ${left} more are left out.` : '',
          ...answer.hints.filter(hint => !hint.includes('partial')),
        ]
          .filter(Boolean)
          .join(' ')}
        series={series}
        x="time"
        formatX={label}
        formatY={valueText(answer)}
        tickX={dayText(answer)}
        tickY={tickOf(answer)}
        zero
        height={240}
      />
    </>
  )
}

function aboutText({ population, timeZone, environment, bucket }: QueryAnswer): string {
  return `By ${bucket} in ${timeZone}, ${environment}: ${population}.`
}

/** A moment at the axis: as short as the buckets allow, on the clock they are cut by. */
function dayText({ bucket, timeZone }: QueryAnswer): (ms: number) => string {
  const parts: Intl.DateTimeFormatOptions =
    bucket === 'month'
      ? { month: 'short', year: 'numeric' }
      : { day: 'numeric', month: 'short', ...(bucket === 'hour' ? { hour: '2-digit', minute: '2-digit' } : {}) }
  const format = new Intl.DateTimeFormat('en-GB', { ...parts, timeZone })
  return ms => format.format(ms)
}

/** How a value of a metric is written: shares as percent, everything else with its measure. */
export function valueText({ kind, measure }: Pick<QueryAnswer, 'kind' | 'measure'>): (value: number) => string {
  if (kind === 'proportion' || kind === 'funnel' || kind === 'retention') return percent
  if (kind === 'active') return value => numberText(value, 'count')
  return value =>
    numberText(value, {
      unit: measure ?? '',
      ...(Number.isInteger(value) && Math.abs(value) >= 100 ? { decimals: 0 } : {}),
    })
}

/** The same at an axis, as short as it can be. */
function tickOf({ kind, measure }: QueryAnswer): (value: number) => string {
  if (kind === 'proportion' || kind === 'funnel' || kind === 'retention') return value => tickText(value, 'percent')
  const unit = measure === undefined ? '' : ` ${measure}`
  return value => `${tickText(Number(value.toPrecision(6)), 'count')}${unit}`
}
