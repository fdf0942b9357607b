import { Text, Title } from '@mantine/core'
import type { ReactElement } from 'react'
import type { EventDefinition } from '../../contract/event-definition.ts'
import type { RetentionRun } from '../../contract/privacy.ts'
import { privacy } from '../../contract/privacy-routes.ts'
import { resources } from '../../contract/routes.ts'
import { plural } from '../../core/report/number-text.ts'
import { useProject } from '../data/project.ts'
import { usePages } from '../data/use-pages.ts'
import { useSearchState } from '../data/use-search-state.ts'
import { Ago } from '../parts/ago.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { FilterBar } from '../parts/filter-bar.tsx'
import { numberText } from '../parts/number-text.tsx'
import { VirtualTable } from '../parts/virtual-table.tsx'
import { paths } from '../paths.ts'
import type { SettingsSearch } from './routes.tsx'
import { SettingsFrame } from './settings-frame.tsx'

/** How long events and their personal values are kept, and what the daily runs removed. */
export function RetentionSettings(): ReactElement {
  const project = useProject()
  const [search, change] = useSearchState<SettingsSearch>()
  const events = usePages(resources.events.list, { params: { project }, query: { limit: 500 } }, { all: true })
  const runs = usePages(privacy.retentionRuns, { params: { project } })
  const words = (search.q ?? '').toLowerCase()
  const rows = events.items.filter(({ key, owner }) => `${key} ${owner}`.toLowerCase().includes(words))
  return (
    <SettingsFrame
      title="Retention"
      about="How long events are kept. It is part of the definition of each event; what is too old is removed every day."
    >
      <FilterBar
        label="Search events"
        placeholder="Search by event or owner"
        text={search.q ?? ''}
        onText={q => change({ q })}
      />
      <VirtualTable
        label="Retention by event"
        one="event"
        height="24rem"
        rows={rows}
        rowKey={({ key }) => key}
        href={({ key }) => paths.editEvent(project, key)}
        loading={events.loading}
        error={events.error}
        retry={events.retry}
        empty={<EmptyState title="No event fits">Events are defined in the model.</EmptyState>}
        columns={[
          { id: 'key', header: 'Event', width: '1.5fr', cell: ({ key }) => key, sort: ({ key }) => key },
          { id: 'owner', header: 'Owner', narrow: 'hidden', cell: ({ owner }) => owner, sort: ({ owner }) => owner },
          {
            id: 'days',
            header: 'Kept for',
            width: '9rem',
            cell: ({ retentionDays }) => (retentionDays === undefined ? 'no limit' : plural(retentionDays, 'day')),
            sort: ({ retentionDays }) => retentionDays,
          },
          { id: 'values', header: 'Personal values', width: '2fr', narrow: 'hidden', cell: valuesText },
        ]}
      />
      <Title order={2} mt="lg" mb="xs">
        What was removed
      </Title>
      <VirtualTable
        label="Retention runs"
        one="run"
        height="24rem"
        rows={runs.items}
        rowKey={({ at }) => at}
        loading={runs.loading}
        error={runs.error}
        retry={runs.retry}
        more={runs.more}
        loadMore={runs.loadMore}
        empty={
          <EmptyState title="Nothing was removed yet">
            The first run comes within a day, and is listed once something is too old.
          </EmptyState>
        }
        columns={[
          { id: 'at', header: 'When', width: '8rem', cell: ({ at }) => <Ago time={at} />, sort: ({ at }) => at },
          {
            id: 'rows',
            header: 'Events',
            width: 'minmax(4.5rem, 1fr)',
            align: 'right',
            cell: run => numberText(removedOf(run).rows, 'count'),
          },
          {
            id: 'values',
            header: 'Values',
            width: 'minmax(4.5rem, 1fr)',
            align: 'right',
            narrow: 'hidden',
            cell: run => numberText(removedOf(run).values, 'count'),
          },
          {
            id: 'left',
            header: 'Left behind',
            width: '6.5rem',
            align: 'right',
            cell: run => {
              const { left } = removedOf(run)
              return left === 0 ? 'nothing' : <Text c="red">{numberText(left, 'count')}</Text>
            },
          },
        ]}
      />
    </SettingsFrame>
  )
}

/** Personal properties that are kept for a shorter time than their event. */
function valuesText({ properties }: EventDefinition): string {
  return Object.entries(properties)
    .flatMap(([name, { privacy: personal }]) =>
      personal?.retentionDays === undefined ? [] : [`${name}: ${plural(personal.retentionDays, 'day')}`],
    )
    .join(', ')
}

function removedOf({ events }: RetentionRun) {
  const sum = (of: (event: RetentionRun['events'][number]) => number) =>
    events.reduce((total, event) => total + of(event), 0)
  return {
    rows: sum(({ rows, quarantined }) => rows + quarantined),
    values: sum(({ properties }) => properties.reduce((total, { values }) => total + values, 0)),
    left: sum(({ left }) => left),
  }
}
