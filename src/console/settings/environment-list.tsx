import { Button } from '@mantine/core'
import type { ReactElement } from 'react'
import { resources } from '../../contract/routes.ts'
import { useProject } from '../data/project.ts'
import { etagOf } from '../data/send-change.ts'
import { useAllowed } from '../data/session.ts'
import { useChange } from '../data/use-change.ts'
import { usePages } from '../data/use-pages.ts'
import { useSearchState } from '../data/use-search-state.ts'
import { ask } from '../parts/ask.tsx'
import { actionsColumn, changedColumn } from '../parts/common-columns.tsx'
import { confirmByName } from '../parts/confirm-by-name.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { FilterBar } from '../parts/filter-bar.tsx'
import { HistoryOf } from '../parts/history-of.tsx'
import { KeyText } from '../parts/key-text.tsx'
import type { Column } from '../parts/table-column.ts'
import { VirtualTable } from '../parts/virtual-table.tsx'
import { EnvironmentForm, type KeptEnvironment } from './environment-form.tsx'
import type { SettingsSearch } from './routes.tsx'
import { RowMenu } from './row-menu.tsx'
import { SettingsFrame } from './settings-frame.tsx'

/** The environments of the project: where flags are on or off, and which keys belong to. */
export function EnvironmentList(): ReactElement {
  const project = useProject()
  const isAdmin = useAllowed('admin')
  const [search, change] = useSearchState<SettingsSearch>()
  const environments = usePages(resources.environments.list, { params: { project } }, { all: true })
  const archive = useChange(resources.environments.archive, { done: ({ name }) => `${name} is archived` })
  const words = (search.q ?? '').toLowerCase()
  const rows = environments.items.filter(({ key, name }) => `${key} ${name}`.toLowerCase().includes(words))
  const opened = environments.items.find(({ key }) => key === search.show)

  const form = (current?: KeptEnvironment) =>
    ask<true>(current === undefined ? 'New environment' : `Change ${current.name}`, (answer, cancel) => (
      <EnvironmentForm
        project={project}
        {...(current === undefined ? {} : { current })}
        onDone={() => answer(true)}
        onCancel={cancel}
      />
    ))
  const remove = async (environment: KeptEnvironment) => {
    const { key, name } = environment
    const sure = await confirmByName({
      title: `Archive ${name}?`,
      name: key,
      consequences:
        'Its keys stop getting flags. Flags, experiments and holdouts that name it have to be changed first. Its history brings it back.',
      action: 'Archive the environment',
    })
    if (sure) archive.mutate({ params: { project, key }, ifMatch: etagOf(environment.meta) })
  }

  return (
    <SettingsFrame
      title="Environments"
      about="Each flag is on or off in each of them, and each key belongs to one."
      actions={
        <Button
          disabled={!isAdmin}
          {...(isAdmin ? {} : { title: 'Only an admin may add one' })}
          onClick={() => void form()}
        >
          New environment
        </Button>
      }
    >
      <FilterBar
        label="Search environments"
        placeholder="Search by name or key"
        text={search.q ?? ''}
        onText={q => change({ q })}
      />
      <VirtualTable
        label="Environments"
        one="environment"
        rows={rows}
        rowKey={({ key }) => key}
        loading={environments.loading}
        error={environments.error}
        retry={environments.retry}
        empty={<EmptyState title="No environment fits">Search for something else.</EmptyState>}
        columns={columnsOf(environment => (
          <RowMenu
            of={environment.name}
            acts={[
              { label: 'Change', disabled: !isAdmin, act: () => void form(environment) },
              { label: 'History', act: () => change({ show: environment.key }) },
              { label: 'Archive', danger: true, disabled: !isAdmin, act: () => void remove(environment) },
            ]}
          />
        ))}
      />
      <HistoryOf noun="environments" kept={opened} mayChange={isAdmin} onClose={() => change({ show: '' })} />
    </SettingsFrame>
  )
}

function columnsOf(actions: (environment: KeptEnvironment) => ReactElement): Column<KeptEnvironment>[] {
  return [
    { id: 'name', header: 'Name', width: '1.4fr', cell: ({ name }) => name, sort: ({ name }) => name },
    { id: 'key', header: 'Key', cell: ({ key }) => <KeyText>{key}</KeyText>, sort: ({ key }) => key },
    { id: 'about', header: 'Description', width: '2fr', narrow: 'hidden', cell: one => one.description ?? '' },
    changedColumn(one => one),
    actionsColumn(actions),
  ]
}
