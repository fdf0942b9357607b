import { Button } from '@mantine/core'
import type { ReactElement } from 'react'
import type { AccessKey } from '../../contract/access.ts'
import { access } from '../../contract/routes.ts'
import { useProject } from '../data/project.ts'
import { useAllowed } from '../data/session.ts'
import { useChange } from '../data/use-change.ts'
import { usePages } from '../data/use-pages.ts'
import { useSearchState } from '../data/use-search-state.ts'
import { Ago } from '../parts/ago.tsx'
import { confirmByName } from '../parts/confirm-by-name.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { FilterBar, FilterChoice } from '../parts/filter-bar.tsx'
import { StatusBadge } from '../parts/status-badge.tsx'
import type { Column } from '../parts/table-column.ts'
import { VirtualTable } from '../parts/virtual-table.tsx'
import type { SettingsSearch } from './routes.tsx'
import { ForAdmins, SettingsFrame } from './settings-frame.tsx'
import { useCreateKey } from './use-create-key.tsx'

const about = 'What apps and programs prove themselves by. Secrets are shown once, when they are made.'

/** The keys of apps and the tokens of programs. */
export function KeyList(): ReactElement {
  if (!useAllowed('admin'))
    return (
      <SettingsFrame title="Keys" about={about}>
        <ForAdmins what="Keys" />
      </SettingsFrame>
    )
  return <Keys />
}

function Keys(): ReactElement {
  const project = useProject()
  const [search, change] = useSearchState<SettingsSearch>()
  const keys = usePages(access.keys, { query: { limit: 500 } }, { all: true })
  const revoke = useChange(access.revokeKey, { done: 'The key is revoked; it stopped working' })
  const create = useCreateKey()
  const words = (search.q ?? '').toLowerCase()
  const rows = keys.items.filter(
    key =>
      (search.show === 'all' || key.project === project || key.project === undefined) &&
      (search.kind === undefined || key.kind === search.kind) &&
      (search.show === 'revoked') === (key.revokedAt !== undefined) &&
      `${key.name} ${key.environment ?? ''} ${key.createdBy}`.toLowerCase().includes(words),
  )
  const end = async ({ id, name, kind }: AccessKey) => {
    const sure = await confirmByName({
      title: `Revoke ${name}?`,
      name,
      consequences:
        kind === 'token'
          ? 'Programs that use it are refused from now on. This cannot be undone.'
          : 'Apps that use it stop getting changes and their events are refused, at once. This cannot be undone.',
      action: 'Revoke the key',
    })
    if (sure) revoke.mutate({ params: { id } })
  }
  return (
    <SettingsFrame title="Keys" about={about} actions={<Button onClick={() => void create()}>New key</Button>}>
      <FilterBar
        label="Search keys"
        placeholder="Search by name, environment, person"
        text={search.q ?? ''}
        onText={q => change({ q })}
      >
        <FilterChoice
          label="Kind"
          value={search.kind}
          data={['server', 'client', 'token']}
          onChange={kind => change({ kind })}
        />
        <FilterChoice
          label="Show"
          value={search.show}
          data={[
            { value: 'revoked', label: 'Revoked ones' },
            { value: 'all', label: 'Every project' },
          ]}
          onChange={show => change({ show })}
        />
      </FilterBar>
      <VirtualTable
        label="Keys"
        one="key"
        rows={rows}
        rowKey={({ id }) => id}
        loading={keys.loading}
        error={keys.error}
        retry={keys.retry}
        empty={
          keys.items.length > 0 ? (
            <EmptyState title="No key fits">Search for something else, or clear the filters.</EmptyState>
          ) : (
            <EmptyState title="No keys yet">An app needs one to get flags and send events.</EmptyState>
          )
        }
        columns={columnsOf(search.show === 'all', key => void end(key))}
      />
    </SettingsFrame>
  )
}

function columnsOf(everyProject: boolean, onRevoke: (key: AccessKey) => void): Column<AccessKey>[] {
  const holds = ({ kind, environment, project, role }: AccessKey) =>
    kind === 'token' ? `${role} ${project === undefined ? 'everywhere' : 'here'}` : (environment ?? '')
  return [
    { id: 'name', header: 'Name', width: '1.5fr', cell: ({ name }) => name, sort: ({ name }) => name },
    {
      id: 'kind',
      header: 'Kind',
      width: '5rem',
      cell: ({ kind }) => <StatusBadge status={kind} tone="neutral" />,
      sort: ({ kind }) => kind,
    },
    { id: 'holds', header: 'Access', width: '8rem', narrow: 'hidden', cell: holds, sort: holds },
    ...(everyProject
      ? [
          {
            id: 'project',
            header: 'Project',
            width: '8rem',
            cell: ({ project }: AccessKey) => project ?? 'every project',
            sort: ({ project }: AccessKey) => project,
          },
        ]
      : []),
    {
      id: 'created',
      header: 'Created',
      width: '8rem',
      narrow: 'hidden',
      cell: ({ createdAt }) => <Ago time={createdAt} />,
      sort: ({ createdAt }) => createdAt,
    },
    { id: 'by', header: 'By', width: '8rem', narrow: 'hidden', cell: ({ createdBy }) => createdBy },
    {
      id: 'end',
      header: '',
      width: '7rem',
      align: 'right',
      cell: key =>
        key.revokedAt === undefined ? (
          <Button
            variant="subtle"
            color="red"
            size="compact-sm"
            aria-label={`Revoke ${key.name}`}
            onClick={() => onRevoke(key)}
          >
            Revoke
          </Button>
        ) : (
          <span>
            revoked <Ago time={key.revokedAt} />
          </span>
        ),
    },
  ]
}
