import { SegmentedControl } from '@mantine/core'
import type { ReactElement } from 'react'
import { proposals } from '../../contract/model-routes.ts'
import { useProject } from '../data/project.ts'
import { usePages } from '../data/use-pages.ts'
import { useSearchState } from '../data/use-search-state.ts'
import { Ago } from '../parts/ago.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { StatusBadge } from '../parts/status-badge.tsx'
import type { Column } from '../parts/table-column.ts'
import { VirtualTable } from '../parts/virtual-table.tsx'
import { paths } from '../paths.ts'
import { Screen } from '../shell/screen.tsx'
import { ModelTabs } from './model-tabs.tsx'
import { type KeptProposal, touchedBy } from './proposal-text.ts'
import type { ProposalSearch } from './routes.tsx'

const statuses = ['open', 'applied', 'withdrawn', 'any'] as const

/** Changes of the model that wait for somebody, and what became of earlier ones. */
export function ProposalList(): ReactElement {
  const project = useProject()
  const [search, change] = useSearchState<ProposalSearch>()
  const status = statuses.find(one => one === search.status) ?? 'open'
  const { items, loading, error, retry } = usePages(
    proposals.list,
    { params: { project }, query: { status, limit: 500 } },
    { all: true },
  )
  return (
    <Screen title="Proposals" about="Changes of the model that are talked about before they count." wide>
      <ModelTabs />
      <SegmentedControl
        mb="sm"
        aria-label="Status"
        data={[
          { value: 'open', label: 'Open' },
          { value: 'applied', label: 'Applied' },
          { value: 'withdrawn', label: 'Withdrawn' },
          { value: 'any', label: 'All' },
        ]}
        value={status}
        onChange={value => change({ status: value === 'open' ? '' : value })}
      />
      <VirtualTable
        label="Proposals"
        one="proposal"
        columns={columns}
        rows={items}
        rowKey={proposal => proposal.key}
        order={{ column: 'made', descending: true }}
        href={proposal => paths.proposal(project, proposal.key)}
        loading={loading}
        error={error}
        retry={retry}
        empty={
          <EmptyState title={status === 'open' ? 'No proposal is open' : 'There are none'}>
            Edit an event or a metric and press “Propose”. Somebody with the role editor applies it or lets it be.
          </EmptyState>
        }
      />
    </Screen>
  )
}

const columns: Column<KeptProposal>[] = [
  { id: 'title', header: 'Title', width: 'minmax(12rem, 2fr)', cell: ({ title }) => title, sort: ({ title }) => title },
  {
    id: 'status',
    header: 'Status',
    width: '6.5rem',
    cell: ({ meta }) => (
      <StatusBadge
        status={meta.status}
        tone={meta.status === 'open' ? 'running' : meta.status === 'applied' ? 'ok' : 'neutral'}
      />
    ),
    sort: ({ meta }) => meta.status,
  },
  { id: 'touches', header: 'Changes', width: 'minmax(10rem, 1.5fr)', narrow: 'hidden', cell: touchedBy },
  {
    id: 'by',
    header: 'Made by',
    width: '10rem',
    narrow: 'hidden',
    cell: ({ meta }) => meta.createdBy,
    sort: ({ meta }) => meta.createdBy,
  },
  {
    id: 'made',
    header: 'Made',
    width: '8rem',
    narrow: 'hidden',
    cell: ({ meta }) => <Ago time={meta.createdAt} />,
    sort: ({ meta }) => meta.createdAt,
  },
]
