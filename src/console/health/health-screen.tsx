import { Tabs } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type ReactElement, useDeferredValue, useMemo } from 'react'
import { health } from '../../contract/telemetry-routes.ts'
import { useEnvironment } from '../data/environment.ts'
import { useProject } from '../data/project.ts'
import { useRoute } from '../data/use-route.ts'
import { useSearchState } from '../data/use-search-state.ts'
import { EmptyState } from '../parts/empty-state.tsx'
import { FilterBar, FilterChoice } from '../parts/filter-bar.tsx'
import { VirtualTable } from '../parts/virtual-table.tsx'
import { paths } from '../paths.ts'
import { Screen } from '../shell/screen.tsx'
import { healthColumns } from './health-columns.tsx'
import { healthRows } from './health-row.ts'
import { HealthSummary } from './health-summary.tsx'
import { IncidentList } from './incident-list.tsx'
import type { HealthSearch } from './routes.tsx'

const statuses = ['failing', 'warning', 'ok', 'unknown']

/** The whole telemetry at a glance: every event of an environment, and what was wrong. */
export function HealthScreen(): ReactElement {
  const project = useProject()
  const [environment] = useEnvironment()
  const [search, change] = useSearchState<HealthSearch>()
  const wanted = useDeferredValue(search)
  const query = { environment }
  const all = useRoute(health.all, { params: { project }, query }, { refetchIntervalMs: 60_000 })
  const volumes = useRoute(
    health.volumes,
    { params: { project }, query: { ...query, days: 7, bucketHours: 6 } },
    { staleMs: 60_000 },
  )
  const rows = useMemo(() => healthRows(all.data?.body.items ?? [], volumes.data?.body.items), [all.data, volumes.data])
  const words = (wanted.q ?? '').toLowerCase()
  const shown = rows.filter(
    ({ health: one }) =>
      one.event.toLowerCase().includes(words) && (wanted.status === undefined || one.status === wanted.status),
  )
  const tab = search.tab === 'incidents' ? 'incidents' : 'events'
  return (
    <Screen title="Health" about="Whether events come in as they usually do. The environment is chosen above." wide>
      <HealthSummary answer={all.data?.body} error={all.error} retry={() => void all.refetch()} />
      <Tabs
        value={tab}
        onChange={value => change({ tab: value === 'incidents' ? value : '', status: '', q: '' })}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="events">Events</Tabs.Tab>
          <Tabs.Tab value="incidents">Incidents</Tabs.Tab>
        </Tabs.List>
        <FilterBar
          label={tab === 'events' ? 'Search events' : 'Search incidents'}
          placeholder={tab === 'events' ? 'Search by event' : 'Search by event or what was wrong'}
          text={search.q ?? ''}
          onText={q => change({ q })}
        >
          <FilterChoice
            label="Status"
            value={search.status}
            data={tab === 'events' ? statuses : ['open', 'closed']}
            onChange={status => change({ status })}
          />
        </FilterBar>
        <Tabs.Panel value="events">
          <VirtualTable
            label="Events by health"
            one="event"
            rowHeight={48}
            rows={shown}
            rowKey={({ health: { event } }) => event}
            href={({ health: { event } }) => paths.eventHealth(project, event)}
            columns={healthColumns}
            loading={all.isPending}
            empty={<Nothing narrowed={rows.length > 0} project={project} />}
          />
        </Tabs.Panel>
        <Tabs.Panel value="incidents">
          <IncidentList
            environment={environment}
            words={words}
            status={search.status === 'open' || search.status === 'closed' ? search.status : undefined}
          />
        </Tabs.Panel>
      </Tabs>
    </Screen>
  )
}

function Nothing({ narrowed, project }: { narrowed: boolean; project: string }): ReactElement {
  if (narrowed) return <EmptyState title="No event fits">Search for something else, or clear the filter.</EmptyState>
  return (
    <EmptyState title="No events are defined" action={<Link to={paths.newEvent(project)}>Define the first event</Link>}>
      Once the model says what may be collected, this shows whether it is.
    </EmptyState>
  )
}
