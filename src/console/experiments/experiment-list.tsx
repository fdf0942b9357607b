import { Button, Tabs, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { type ReactElement, useDeferredValue, useMemo } from 'react'
import { resources } from '../../contract/routes.ts'
import { useEnvironment } from '../data/environment.ts'
import { useProject } from '../data/project.ts'
import { useAllowed } from '../data/session.ts'
import { usePages } from '../data/use-pages.ts'
import { EmptyState } from '../parts/empty-state.tsx'
import { hint } from '../parts/hint.ts'
import { VirtualTable } from '../parts/virtual-table.tsx'
import { paths } from '../paths.ts'
import { Screen } from '../shell/screen.tsx'
import { experimentColumns } from './experiment-columns.tsx'
import classes from './experiment-list.module.css'
import type { KeptExperiment } from './kept-experiment.ts'
import type { ExperimentListSearch } from './routes.tsx'

const tabs = [
  { value: 'all', label: 'All' },
  { value: 'running', label: 'Running' },
  { value: 'stopped', label: 'To decide' },
  { value: 'draft', label: 'Drafts' },
  { value: 'decided', label: 'Decided' },
  { value: 'archived', label: 'Archived' },
]

/** Every experiment of the environment: where it stands, how far it is, and what it says so far. */
export function ExperimentList(): ReactElement {
  const project = useProject()
  const [environment] = useEnvironment()
  const mayChange = useAllowed('editor')
  const navigate = useNavigate()
  const search = useSearch({ strict: false }) as ExperimentListSearch
  const status = tabs.some(({ value }) => value === search.status) ? (search.status ?? 'all') : 'all'
  const show = (change: ExperimentListSearch) =>
    void navigate({ to: '.', search: (before: object) => ({ ...before, ...change }), replace: true } as never)
  const archived = status === 'archived'
  const request = { params: { project }, query: { limit: 500 } }
  const found = usePages(
    resources.experiments.list,
    archived ? { ...request, query: { limit: 500, status: 'archived' } } : request,
    { all: true },
  )
  const flags = usePages(resources.flags.list, request, { all: true })
  const here = useMemo(() => found.items.filter(one => one.environment === environment), [found.items, environment])
  const wanted = useDeferredValue(search.q ?? '')
  const rows = useMemo(() => narrowed(here, wanted, status), [here, wanted, status])
  const columns = useMemo(
    () => experimentColumns(new Map(flags.items.map(({ key, name }) => [key, name]))),
    [flags.items],
  )
  const create = <NewExperiment project={project} mayChange={mayChange} />
  return (
    <Screen title="Experiments" about="What is being tried, on whom, and what came of it." wide actions={create}>
      <Tabs value={status} onChange={value => show({ status: value === 'all' ? '' : (value ?? '') })}>
        <div className={`${classes.bar} no-print`}>
          <Tabs.List aria-label="Status" className={classes.tabs ?? ''}>
            {tabs.map(({ value, label }) => (
              <Tabs.Tab key={value} value={value}>
                {label}
                {!archived && value !== 'archived' && !found.loading && (
                  <span className={classes.soft}> {narrowed(here, '', value).length}</span>
                )}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <TextInput
            className={classes.search ?? ''}
            aria-label="Search experiments"
            placeholder="Search by name, key, flag, owner"
            leftSection={<IconSearch size={15} aria-hidden />}
            value={search.q ?? ''}
            data-search
            onChange={event => show({ q: event.currentTarget.value })}
          />
        </div>
        <Tabs.Panel value={status}>
          <VirtualTable
            label="Experiments"
            one="experiment"
            rows={rows}
            rowKey={({ key }) => key}
            href={({ key }) => paths.experiment(project, key)}
            rowHeight={52}
            columns={columns}
            order={{ column: 'status', descending: false }}
            loading={found.loading}
            error={found.error}
            retry={found.retry}
            empty={<Nothing any={here.length > 0} status={status} elsewhere={found.items.length} create={create} />}
          />
        </Tabs.Panel>
      </Tabs>
    </Screen>
  )
}

function narrowed(items: readonly KeptExperiment[], q: string, status: string): KeptExperiment[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean)
  return items.filter(({ key, name, flag, owner = '', hypothesis = '', run }) => {
    if (status !== 'all' && status !== 'archived' && run.status !== status) return false
    const text = [key, name, flag, owner, hypothesis].join(' ').toLowerCase()
    return words.every(word => text.includes(word))
  })
}

function NewExperiment({ project, mayChange }: { project: string; mayChange: boolean }): ReactElement {
  if (mayChange)
    return (
      <Button component={Link} to={paths.newExperiment(project)}>
        New experiment
      </Button>
    )
  return (
    <Button
      {...hint('Your role may look only; ask an admin for the role editor')}
      data-disabled
      aria-disabled
      onClick={event => event.preventDefault()}
    >
      New experiment
    </Button>
  )
}

type NothingProps = { any: boolean; status: string; elsewhere: number; create: ReactElement }

function Nothing({ any, status, elsewhere, create }: NothingProps): ReactElement {
  if (status === 'archived')
    return (
      <EmptyState title="Nothing is archived">
        Archived experiments keep their reports and can be brought back.
      </EmptyState>
    )
  if (any)
    return <EmptyState title="No experiment fits">Look under another tab, or search for something else.</EmptyState>
  if (elsewhere > 0)
    return (
      <EmptyState title="No experiments in this environment">Others have some: switch at the top right.</EmptyState>
    )
  return (
    <EmptyState title="No experiments yet" action={create}>
      An experiment shows a change to some and not to others, and tells what the change did. It takes about five minutes
      to set one up.
    </EmptyState>
  )
}
