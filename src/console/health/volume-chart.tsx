import { Skeleton } from '@mantine/core'
import type { ReactElement } from 'react'
import { health } from '../../contract/telemetry-routes.ts'
import { LineChart } from '../charts/line-chart.tsx'
import type { LineSeries } from '../charts/line-series.ts'
import { useProject } from '../data/project.ts'
import { useRoute } from '../data/use-route.ts'
import { exactText } from '../parts/ago-text.ts'
import { numberText, tickText } from '../parts/number-text.tsx'
import { Failed } from '../shell/failed.tsx'

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })

/** How many of an event came in, beside how many usually do at those hours, with what was wrong in that time. */
export function VolumeChart({
  event,
  environment,
  days,
}: {
  event: string
  environment: string
  days: number
}): ReactElement {
  const project = useProject()
  const bucketHours = days <= 2 ? 1 : days <= 7 ? 3 : 12
  const params = { project }
  const volumes = useRoute(
    health.volumes,
    { params, query: { environment, event, days, bucketHours } },
    { keepPrevious: true, staleMs: 60_000 },
  )
  const incidents = useRoute(health.incidents, { params, query: { environment, event, limit: 50 } })
  if (volumes.error !== null) return <Failed error={volumes.error} retry={() => void volumes.refetch()} />
  if (volumes.data === undefined) return <Skeleton height={260} />
  const { items, until } = volumes.data.body
  const buckets = items[0]?.buckets ?? []
  const atMs = buckets.map(({ start }) => Date.parse(start))
  const series: LineSeries[] = [
    { name: 'Came in', tone: 'accent', points: buckets.map(({ valid }, place) => ({ x: atMs[place] ?? 0, y: valid })) },
    {
      name: 'Usual at that time',
      tone: 'control',
      points: buckets.map(({ usual }, place) => ({
        x: atMs[place] ?? 0,
        y: usual?.expected,
        low: usual?.low,
        high: usual?.high,
      })),
    },
  ]
  const marks = (incidents.data?.body.items ?? [])
    .map(({ start, check }) => ({ x: Date.parse(start), label: `Incident: ${check}, ${exactText(start)}` }))
    .filter(({ x }) => x >= (atMs[0] ?? 0))
  return (
    <LineChart
      title={`${event} by ${bucketHours === 1 ? 'hour' : `${bucketHours} hours`}`}
      about={`Valid events by when they arrived, until ${exactText(until)}. In grey what is usual at that time of the week, where 19 of 20 lie in the band.`}
      series={series}
      x="time"
      formatX={x => exactText(new Date(x).toISOString())}
      formatY={y => numberText(Math.round(y), 'count')}
      tickX={x => day.format(x)}
      tickY={y => tickText(y, 'count')}
      marks={marks}
      zero
    />
  )
}
