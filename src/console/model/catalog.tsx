import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { type ReactElement, useDeferredValue, useMemo } from 'react'
import { useProject } from '../data/project.ts'
import { useAllowed } from '../data/session.ts'
import { useSearchState } from '../data/use-search-state.ts'
import { EmptyState } from '../parts/empty-state.tsx'
import { VirtualTable } from '../parts/virtual-table.tsx'
import { paths } from '../paths.ts'
import { Screen } from '../shell/screen.tsx'
import { catalogColumns } from './catalog-columns.tsx'
import { CatalogFilters } from './catalog-filters.tsx'
import { type CatalogRow, narrowedCatalog } from './catalog-row.ts'
import { ExportMenu } from './export-menu.tsx'
import { ModelTabs } from './model-tabs.tsx'
import type { CatalogSearch } from './routes.tsx'
import { useCatalog } from './use-catalog.ts'

const columns = catalogColumns()

/** Everything the project measures: each event and metric, whose it is, how it is, who uses it. */
export function Catalog(): ReactElement {
  const project = useProject()
  const [search, change] = useSearchState<CatalogSearch>()
  const { rows, loading, error, retry } = useCatalog()
  const wanted = useDeferredValue(search)
  const shown = useMemo(() => narrowedCatalog(rows, wanted), [rows, wanted])
  const owners = useMemo(() => [...new Set(rows.flatMap(({ owner }) => owner ?? []))].sort(), [rows])
  const addressOf = ({ kind, key }: CatalogRow) =>
    kind === 'event' ? paths.event(project, key) : paths.metric(project, key)
  return (
    <Screen
      title="Model"
      about="What is measured: events as they are sent, and the metrics computed from them."
      wide
      actions={
        <>
          <ExportMenu />
          <NewMenu />
        </>
      }
    >
      <ModelTabs />
      <CatalogFilters search={search} owners={owners} onChange={change} />
      <VirtualTable
        label="Events and metrics"
        one="definition"
        columns={columns}
        rows={shown}
        rowKey={row => `${row.kind} ${row.key}`}
        rowHeight={48}
        href={addressOf}
        loading={loading}
        error={error}
        retry={retry}
        empty={
          rows.length === 0 ? (
            <NothingYet />
          ) : (
            <NothingFound onClear={() => change({ q: '', kind: '', owner: '', only: '' })} />
          )
        }
      />
    </Screen>
  )
}

function NewMenu(): ReactElement | null {
  const project = useProject()
  if (!useAllowed('analyst')) return null
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <Button
          leftSection={<IconPlus size={15} aria-hidden />}
          rightSection={<IconChevronDown size={14} aria-hidden />}
        >
          New
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} to={paths.newEvent(project)}>
          Event
        </Menu.Item>
        <Menu.Item component={Link} to={paths.newMetric(project)}>
          Metric
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function NothingYet(): ReactElement {
  const project = useProject()
  return (
    <EmptyState
      title="Nothing is measured yet"
      action={
        <Button component={Link} to={paths.newEvent(project)} variant="default">
          Define the first event
        </Button>
      }
    >
      Define an event here, or write the model as a file and run “assay push model.ts”. Events that arrive before they
      are defined wait in quarantine; nothing of them is lost.
    </EmptyState>
  )
}

function NothingFound({ onClear }: { onClear: () => void }): ReactElement {
  return (
    <EmptyState
      title="Nothing fits"
      action={
        <Button variant="default" onClick={onClear}>
          Clear the filters
        </Button>
      }
    >
      No event or metric has all of this.
    </EmptyState>
  )
}
