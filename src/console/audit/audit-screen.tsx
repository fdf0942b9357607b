import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { type ReactElement, useDeferredValue, useEffect, useMemo, useState } from 'react'
import type { Revision } from '../../contract/noun.ts'
import { plural } from '../../core/report/number-text.ts'
import { useProject } from '../data/project.ts'
import { useAllowed } from '../data/session.ts'
import { useSearchState } from '../data/use-search-state.ts'
import { Ago } from '../parts/ago.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { KeyText } from '../parts/key-text.tsx'
import { saveFile } from '../parts/save-file.ts'
import type { Column } from '../parts/table-column.ts'
import { VirtualTable } from '../parts/virtual-table.tsx'
import { sayDone } from '../shell/say.tsx'
import { Screen } from '../shell/screen.tsx'
import { changesAsCsv } from './audit-file.ts'
import { AuditFilters } from './audit-filters.tsx'
import { isNarrowed, narrowed, nounText } from './change.ts'
import { ChangeDrawer } from './change-drawer.tsx'
import type { AuditSearch } from './routes.tsx'
import { useChanges } from './use-changes.ts'

/** Who did what, when and why: every change of the project, and for admins of the installation. */
export function AuditScreen(): ReactElement {
  const project = useProject()
  const seesAll = useAllowed('admin')
  const [search, change] = useSearchState<AuditSearch>()
  const [saving, setSaving] = useState(false)
  const wanted = useDeferredValue(search)
  const installation = seesAll && search.of === 'installation'
  const [looked, setLooked] = useState(search.change)
  const changes = useChanges(installation, saving || isNarrowed(search) || looked !== undefined)
  const { items, more, loading, error } = changes
  const shown = useMemo(() => narrowed(items, wanted), [items, wanted])
  const opened = items.find(({ id }) => String(id) === search.change)
  const columns = useMemo(() => columnsOf(!more), [more])
  useEffect(() => {
    // Only a link to a change that is not loaded yet needs everything.
    if (opened !== undefined || !more) setLooked(undefined)
  }, [opened, more])
  useEffect(() => {
    if (!saving || more || loading) return
    setSaving(false)
    saveFile(`${installation ? 'assay' : project}-audit.csv`, 'text/csv', changesAsCsv(shown))
    sayDone(`${plural(shown.length, 'change')} saved as a file`)
  }, [saving, more, loading, shown, installation, project])

  return (
    <Screen
      title="Audit"
      about={installation ? 'What was done about members, keys and backups.' : 'Every change in this project, and why.'}
      wide
      actions={
        <Button
          variant="default"
          leftSection={<IconDownload size={15} aria-hidden />}
          loading={saving}
          disabled={loading || error !== null}
          onClick={() => setSaving(true)}
        >
          Export CSV
        </Button>
      }
    >
      <AuditFilters search={search} onChange={change} changes={items} seesAll={seesAll} />
      <VirtualTable
        label="Changes"
        one="change"
        rows={shown}
        rowKey={({ id }) => String(id)}
        onOpen={({ id }) => change({ change: String(id) })}
        columns={columns}
        loading={loading || (more && shown.length === 0)}
        error={error}
        retry={changes.retry}
        more={more}
        loadMore={changes.loadMore}
        empty={
          isNarrowed(search) ? (
            <EmptyState title="No change fits">Search for something else, or clear the filters.</EmptyState>
          ) : (
            <EmptyState title="Nothing was changed yet">Whatever is changed stands here, with who and why.</EmptyState>
          )
        }
      />
      <ChangeDrawer
        change={opened}
        opened={search.change !== undefined}
        loading={loading || more}
        onClose={() => change({ change: '' })}
      />
    </Screen>
  )
}

/** Sorting would be wrong while some of them are missing. */
function columnsOf(complete: boolean): Column<Revision>[] {
  const sorts = (sort: (change: Revision) => string | number) => (complete ? { sort } : {})
  return [
    {
      id: 'key',
      header: 'What',
      width: 'minmax(8rem, 1.4fr)',
      cell: ({ key }) => key,
      ...sorts(({ key }) => key),
    },
    {
      id: 'noun',
      header: 'Kind',
      width: '8rem',
      narrow: 'hidden',
      cell: ({ noun }) => nounText(noun),
      ...sorts(({ noun }) => noun),
    },
    {
      id: 'action',
      header: 'Action',
      width: '5rem',
      cell: ({ action }) => <KeyText copies={false}>{action}</KeyText>,
      ...sorts(({ action }) => action),
    },
    {
      id: 'by',
      header: 'Person',
      width: 'minmax(8rem, 1fr)',
      narrow: 'hidden',
      cell: ({ by }) => by,
      ...sorts(({ by }) => by),
    },
    {
      id: 'why',
      header: 'Reason',
      width: 'minmax(10rem, 2fr)',
      narrow: 'hidden',
      cell: ({ why }) => why ?? <span style={{ color: 'var(--text-soft)' }}>none given</span>,
    },
    {
      id: 'at',
      header: 'When',
      width: '6.5rem',
      cell: ({ at }) => <Ago time={at} />,
      ...sorts(({ id }) => id),
    },
  ]
}
