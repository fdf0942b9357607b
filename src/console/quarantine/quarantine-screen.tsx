import { type ReactElement, useState } from 'react'
import { resources } from '../../contract/routes.ts'
import { quarantine } from '../../contract/telemetry-routes.ts'
import { count } from '../../core/report/number-text.ts'
import { useEnvironment } from '../data/environment.ts'
import { useProject } from '../data/project.ts'
import { useAllowed } from '../data/session.ts'
import { usePages } from '../data/use-pages.ts'
import { useRoute } from '../data/use-route.ts'
import { useSearchState } from '../data/use-search-state.ts'
import { Ago } from '../parts/ago.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { Notice } from '../parts/notice.tsx'
import { StatusBadge } from '../parts/status-badge.tsx'
import type { Column } from '../parts/table-column.ts'
import { VirtualTable } from '../parts/virtual-table.tsx'
import { Screen } from '../shell/screen.tsx'
import type { QuarantineSearch } from '../stream/routes.tsx'
import { StreamTabs } from '../stream/stream-tabs.tsx'
import { type Group, groupKey } from './fix.ts'
import { GroupDrawer } from './group-drawer.tsx'
import classes from './quarantine.module.css'
import { QuarantineFilters } from './quarantine-filters.tsx'

/** Events kept aside, in groups that have one cause and one fix. */
export function QuarantineScreen(): ReactElement {
  const maySee = useAllowed('analyst')
  return (
    <Screen
      title="Quarantine"
      about="Events that did not fit their definition wait here; nothing of them is lost."
      wide
    >
      <StreamTabs />
      {maySee ? (
        <Groups />
      ) : (
        <Notice tone="neutral" title="Quarantine needs the role analyst">
          Ask an admin for it to look at single events.
        </Notice>
      )}
    </Screen>
  )
}

function Groups(): ReactElement {
  const project = useProject()
  const [environment] = useEnvironment()
  const [search, change] = useSearchState<QuarantineSearch>()
  const everywhere = search.scope === 'all'
  const query = {
    limit: 500,
    ...(everywhere ? {} : { environment }),
    ...(search.event === undefined ? {} : { event: search.event }),
    ...(search.reason === undefined ? {} : { reason: search.reason }),
    ...(search.q === undefined ? {} : { search: search.q }),
  }
  const { data, error, refetch, isPending } = useRoute(
    quarantine.groups,
    { params: { project }, query },
    { keepPrevious: true, refetchIntervalMs: 15_000 },
  )
  const events = usePages(resources.events.list, { params: { project }, query: { limit: 500 } }, { all: true })
  const groups = data?.body.items ?? []
  const found = groups.find(group => groupKey(group) === search.group)
  // A group that was replayed is gone from the list; what came of it stays on screen.
  const [last, setLast] = useState<Group>()
  if (found !== undefined && found !== last) setLast(found)
  const opened =
    search.group === undefined ? undefined : (found ?? (last && groupKey(last) === search.group ? last : undefined))
  const narrowed = [search.q, search.event, search.reason].some(value => value !== undefined)
  return (
    <>
      <QuarantineFilters search={search} environment={environment} onChange={change} />
      <VirtualTable
        label="Groups of quarantined events"
        one="group"
        columns={columns}
        rows={groups}
        rowKey={groupKey}
        rowHeight={48}
        onOpen={group => change({ group: groupKey(group) })}
        loading={isPending}
        error={error}
        retry={() => void refetch()}
        empty={
          narrowed ? (
            <EmptyState title="Nothing in quarantine fits">Clear the search or look at all environments.</EmptyState>
          ) : (
            <EmptyState title="Quarantine is empty">
              Every event that came in {everywhere ? 'any environment' : environment} fits its definition.
            </EmptyState>
          )
        }
      />
      <GroupDrawer group={opened} defined={events.items.map(({ key }) => key)} onClose={() => change({ group: '' })} />
    </>
  )
}

const columns: Column<Group>[] = [
  {
    id: 'event',
    header: 'Event',
    width: 'minmax(10rem, 1.6fr)',
    cell: group => (
      <>
        {group.event === '' ? 'unreadable' : group.event}
        <span className={classes.detail}>{group.sample.detail}</span>
      </>
    ),
    sort: group => group.event,
  },
  {
    id: 'reason',
    header: 'Reason',
    width: '10rem',
    cell: ({ reason }) => <StatusBadge status={reason} tone="warning" />,
    sort: ({ reason }) => reason,
  },
  {
    id: 'environment',
    header: 'Environment',
    width: '8rem',
    narrow: 'hidden',
    cell: ({ environment }) => environment,
    sort: ({ environment }) => environment,
  },
  {
    id: 'sdk',
    header: 'SDK version',
    width: '7rem',
    narrow: 'hidden',
    cell: ({ sdkVersion }) => sdkVersion ?? <span className={classes.soft}>not said</span>,
    sort: ({ sdkVersion }) => sdkVersion,
  },
  {
    id: 'first',
    header: 'First seen',
    width: '8rem',
    narrow: 'hidden',
    cell: ({ firstSeen }) => <Ago time={firstSeen} />,
    sort: ({ firstSeen }) => firstSeen,
  },
  {
    id: 'last',
    header: 'Last seen',
    width: '8rem',
    narrow: 'hidden',
    cell: ({ lastSeen }) => <Ago time={lastSeen} />,
    sort: ({ lastSeen }) => lastSeen,
  },
  {
    id: 'events',
    header: 'Waiting',
    width: '5rem',
    align: 'right',
    cell: ({ events }) => count(events),
    sort: ({ events }) => events,
  },
]
