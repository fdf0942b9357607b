import { Drawer, Group, Select, Stack, Text } from '@mantine/core'
import { type ReactElement, useMemo, useState } from 'react'
import type { EventDefinition } from '../../contract/event-definition.ts'
import { type EventRow, privacy } from '../../contract/privacy-routes.ts'
import { useEnvironment } from '../data/environment.ts'
import { useProject } from '../data/project.ts'
import { useAllowed } from '../data/session.ts'
import { usePages } from '../data/use-pages.ts'
import { useSearchState } from '../data/use-search-state.ts'
import { exactText } from '../parts/ago-text.ts'
import { EmptyState } from '../parts/empty-state.tsx'
import { FactList } from '../parts/fact-list.tsx'
import { Notice } from '../parts/notice.tsx'
import type { Column } from '../parts/table-column.ts'
import { TitledValues, ValueText } from '../parts/value-list.tsx'
import { VirtualTable } from '../parts/virtual-table.tsx'
import type { EventSearch } from './routes.tsx'

const hourMs = 3_600_000
const stretches = [
  { value: '1', label: 'Last hour' },
  { value: '24', label: 'Last 24 hours' },
  { value: '168', label: 'Last 7 days' },
  { value: '720', label: 'Last 30 days' },
]
const all = { value: 'all', label: 'All there are' }

/** The stored events of one kind, newest first, with personal values masked by role. */
export function EventRows({ event }: { event: EventDefinition }): ReactElement {
  const project = useProject()
  const [environment] = useEnvironment()
  const maySee = useAllowed('analyst')
  const seesPersonal = useAllowed('privacy')
  const [search, change] = useSearchState<EventSearch>()
  const [opened, setOpened] = useState<EventRow>()
  const hours = search.hours ?? 'all'
  // To the hour, so that the question stays the same while one looks at its answer.
  const fromMs = hours === 'all' ? undefined : Math.floor(Date.now() / hourMs) * hourMs - Number(hours) * hourMs
  const query = {
    environment,
    order: 'newest' as const,
    limit: 100,
    ...(fromMs === undefined ? {} : { from: new Date(fromMs).toISOString() }),
  }
  const pages = usePages(privacy.rows, { params: { project, key: event.key }, query }, { enabled: maySee })
  const columns = useMemo(() => columnsOf(event), [event])
  const hasPersonal = Object.values(event.properties).some(property => property.privacy !== undefined)
  if (!maySee)
    return (
      <Notice tone="neutral" title="Single events need the role analyst">
        You see definitions and metrics. Ask an admin for the role analyst to look at what is stored.
      </Notice>
    )
  return (
    <Stack gap="sm">
      <Group gap="sm">
        <Select
          aria-label="Stretch of time"
          w="10rem"
          data={[...stretches, all]}
          value={hours}
          onChange={value => change({ hours: value === 'all' ? '' : (value ?? '') })}
        />
        {hasPersonal && (
          <Text c="dimmed">
            {seesPersonal
              ? 'You see personal values; that you read them is kept in the audit.'
              : 'Personal values are shown as *** to your role.'}
          </Text>
        )}
      </Group>
      <VirtualTable
        label={`Rows of ${event.key}`}
        one="event"
        columns={columns}
        rows={pages.items}
        rowKey={row => row.id}
        rowHeight={34}
        onOpen={setOpened}
        loading={pages.loading}
        error={pages.error}
        retry={pages.retry}
        more={pages.more}
        loadMore={pages.loadMore}
        empty={
          <EmptyState title={`Nothing is stored of ${event.key} here`}>
            In {environment}, in this stretch of time. The Code tab shows how an app sends it.
          </EmptyState>
        }
      />
      <Drawer opened={opened !== undefined} onClose={() => setOpened(undefined)} title={event.key}>
        {opened !== undefined && <RowDetails row={opened} />}
      </Drawer>
    </Stack>
  )
}

function columnsOf({ properties }: EventDefinition): Column<EventRow>[] {
  return [
    { id: 'time', header: 'Happened', width: '15rem', cell: row => exactText(row.time), sort: row => row.time },
    {
      id: 'units',
      header: 'Units',
      width: 'minmax(8rem, 1fr)',
      narrow: 'hidden',
      cell: row => Object.values(row.units).join(', '),
    },
    ...Object.keys(properties).map(
      (name, place): Column<EventRow> => ({
        id: `property ${name}`,
        header: name,
        width: 'minmax(7rem, 1fr)',
        cell: row => <ValueText value={row.properties[name]} />,
        sort: row => sortable(row.properties[name]),
        ...(place > 0 ? { narrow: 'hidden' as const } : {}),
      }),
    ),
    {
      id: 'platform',
      header: 'Platform',
      width: '7rem',
      narrow: 'hidden',
      cell: row => <ValueText value={row.context.platform} />,
      sort: row => row.context.platform,
    },
  ]
}

function sortable(value: string | number | boolean | null | undefined): string | number | undefined {
  return value === null || value === undefined ? undefined : typeof value === 'number' ? value : String(value)
}

function RowDetails({ row }: { row: EventRow }): ReactElement {
  const { id, environment, time, received, clock, units, context, properties } = row
  return (
    <Stack>
      <FactList
        inline
        facts={[
          { label: 'Id', value: id },
          { label: 'Environment', value: environment },
          { label: 'Happened', value: exactText(time) },
          { label: 'Received', value: exactText(received) },
          { label: 'Sender’s clock', value: clock },
        ]}
      />
      <TitledValues title="Properties" values={properties} none="It carries none." />
      <TitledValues title="Units" values={units} none="None." />
      <TitledValues title="Context" values={context} none="The sender said nothing." />
    </Stack>
  )
}
