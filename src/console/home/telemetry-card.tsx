import { Skeleton } from '@mantine/core'
import type { ReactElement } from 'react'
import type { EventHealth, EventVolume } from '../../contract/health.ts'
import type { HealthStatus } from '../../contract/report.ts'
import { health } from '../../contract/telemetry-routes.ts'
import { plural } from '../../core/report/number-text.ts'
import { useEnvironment } from '../data/environment.ts'
import { useProject } from '../data/project.ts'
import { useRoute } from '../data/use-route.ts'
import { BandSparkline } from '../parts/band-sparkline.tsx'
import { numberText } from '../parts/number-text.tsx'
import { StatusBadge } from '../parts/status-badge.tsx'
import { paths } from '../paths.ts'
import { Failed } from '../shell/failed.tsx'
import classes from './card.module.css'
import { Card } from './card.tsx'

/** How many events came in lately, and whether anything is wrong with them. */
export function TelemetryCard(): ReactElement {
  const project = useProject()
  const [environment] = useEnvironment()
  const params = { project }
  const volumes = useRoute(
    health.volumes,
    { params, query: { environment, days: 7, bucketHours: 6 } },
    { staleMs: 60_000 },
  )
  const all = useRoute(health.all, { params, query: { environment } }, { refetchIntervalMs: 60_000 })
  const error = volumes.error ?? all.error
  const retry = () => void Promise.all([volumes.refetch(), all.refetch()])
  return (
    <Card title="Telemetry" more={{ label: 'Health', to: paths.health(project) }}>
      {error !== null ? (
        <Failed error={error} retry={retry} />
      ) : volumes.data === undefined || all.data === undefined ? (
        <Skeleton height={88} />
      ) : (
        <>
          <Total items={volumes.data.body.items} environment={environment} />
          <Now items={all.data.body.items} />
        </>
      )}
    </Card>
  )
}

function Now({ items }: { items: EventHealth[] }): ReactElement {
  const having = (wanted: HealthStatus) => items.filter(({ status }) => status === wanted).length
  const [failing, warning] = [having('failing'), having('warning')]
  const found = failing > 0 ? 'failing' : warning > 0 ? 'warning' : 'ok'
  return (
    <p className={classes.now}>
      <StatusBadge status={found} />{' '}
      {found === 'ok' ? 'Nothing is wrong' : `${failing || warning} of ${plural(items.length, 'event')}`}
    </p>
  )
}

function Total({ items, environment }: { items: EventVolume[]; environment: string }): ReactElement {
  const buckets = items[0]?.buckets.map((_, place) =>
    items.reduce((sum, { buckets: own }) => sum + (own[place]?.valid ?? 0), 0),
  )
  const total = (buckets ?? []).reduce((sum, value) => sum + value, 0)
  const text = `${numberText(total, 'count')} events in 7 days`
  return (
    <>
      <div className={classes.total}>
        <span className={classes.number}>{numberText(total, 'count')}</span>
        <span className={classes.soft}>events in 7 days, in {environment}</span>
      </div>
      {buckets !== undefined && total > 0 && (
        <div className={classes.trend}>
          <BandSparkline
            width={320}
            height={44}
            label={`${text}, by six hours`}
            points={buckets.map(value => ({ value, low: undefined, high: undefined }))}
          />
        </div>
      )}
    </>
  )
}
