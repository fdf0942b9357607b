import { Button, SegmentedControl, Skeleton, Stack, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { health } from '../../contract/telemetry-routes.ts'
import { useEnvironment } from '../data/environment.ts'
import { useParam, useProject } from '../data/project.ts'
import { useRoute } from '../data/use-route.ts'
import { useSearchState } from '../data/use-search-state.ts'
import { Ago } from '../parts/ago.tsx'
import { sentence } from '../parts/sentence.ts'
import { StatusBadge } from '../parts/status-badge.tsx'
import { paths } from '../paths.ts'
import { Failed } from '../shell/failed.tsx'
import { Screen } from '../shell/screen.tsx'
import { CheckList } from './check-list.tsx'
import { IncidentList } from './incident-list.tsx'
import type { EventHealthSearch } from './routes.tsx'
import { VolumeChart } from './volume-chart.tsx'

const spans = [
  { value: '2', label: '2 days' },
  { value: '7', label: '7 days' },
  { value: '28', label: '28 days' },
]

/** One event: how many come in, what every check says of it, and what was wrong. */
export function EventHealthScreen(): ReactElement {
  const project = useProject()
  const event = useParam('event')
  const [environment] = useEnvironment()
  const [search, change] = useSearchState<EventHealthSearch>()
  const days = spans.some(({ value }) => value === search.days) ? Number(search.days) : 7
  const one = useRoute(
    health.one,
    { params: { project, event }, query: { environment } },
    { refetchIntervalMs: 60_000 },
  )
  const found = one.data?.body
  return (
    <Screen
      title={event}
      beside={found && <StatusBadge status={found.status} />}
      about={
        found?.lastReceived === undefined ? (
          sentence(found?.detail ?? '')
        ) : (
          <>
            The last one arrived <Ago time={found.lastReceived} />.{' '}
            {found.status === 'ok' ? '' : sentence(found.detail)}
          </>
        )
      }
      actions={
        <>
          <Button component={Link} to={paths.stream(project)} search={{ event } as never} variant="default">
            Watch it live
          </Button>
          <Button component={Link} to={paths.event(project, event)} variant="default">
            Definition
          </Button>
        </>
      }
    >
      {one.error !== null ? (
        <Failed error={one.error} retry={() => void one.refetch()} />
      ) : (
        <Stack gap="xl">
          <div>
            <SegmentedControl
              aria-label="How many days"
              data={spans}
              value={String(days)}
              onChange={value => change({ days: value === '7' ? '' : value })}
              mb="xs"
            />
            <VolumeChart event={event} environment={environment} days={days} />
          </div>
          <section aria-label="Checks">
            <Title order={2}>Checks</Title>
            {found === undefined ? <Skeleton height={240} mt="sm" /> : <CheckList checks={found.checks} />}
          </section>
          <section aria-label="Incidents">
            <Title order={2} mb="xs">
              Incidents
            </Title>
            <IncidentList environment={environment} event={event} />
          </section>
        </Stack>
      )}
    </Screen>
  )
}
