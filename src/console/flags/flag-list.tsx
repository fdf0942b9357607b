import { Button } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type ReactElement, useDeferredValue, useMemo } from 'react'
import { resources } from '../../contract/routes.ts'
import { traffic } from '../../contract/understanding-routes.ts'
import { useServingNames } from '../conditions/use-serving-names.ts'
import { useEnvironment } from '../data/environment.ts'
import { useEnvironments, useProject } from '../data/project.ts'
import { useAllowed } from '../data/session.ts'
import { useArchive } from '../data/use-archive.ts'
import { usePages } from '../data/use-pages.ts'
import { useRoute } from '../data/use-route.ts'
import { linkTo } from '../link-to.ts'
import { EmptyState } from '../parts/empty-state.tsx'
import { HistoryOf } from '../parts/history-of.tsx'
import { useNow } from '../parts/use-now.ts'
import { VirtualTable } from '../parts/virtual-table.tsx'
import { paths } from '../paths.ts'
import { Screen } from '../shell/screen.tsx'
import { flagArchiving } from './archiving.ts'
import { CreateFlag } from './create-flag.tsx'
import { flagColumns } from './flag-columns.tsx'
import { FlagFilters } from './flag-filters.tsx'
import { choicesOf, flagRows, narrowed } from './flag-row.ts'
import { FlagRowMenu } from './flag-row-menu.tsx'
import type { FlagListSearch } from './routes.tsx'
import { useSwitch } from './use-switch.ts'

const readsOnly = 'Your role reads only; ask an admin for the editor role'

/** Every flag of the project: what it serves where, whose it is, whether anybody still asks for it. */
export function FlagList(): ReactElement {
  const project = useProject()
  const [environment] = useEnvironment()
  const environments = useEnvironments()
  const mayChange = useAllowed('editor')
  const navigate = useNavigate()
  const search = useSearch({ strict: false }) as FlagListSearch
  const show = (change: FlagListSearch) =>
    void navigate({ to: '.', search: (before: object) => ({ ...before, ...change }), replace: true } as never)
  const archived = search.only === 'archived'
  const { flags, rows, shown, choices } = useRows(search, environment)
  const names = useServingNames()
  const turn = useSwitch()
  const { archive, bringBack } = useArchive('flags', flagArchiving)
  const opened = flags.items.find(({ key }) => key === search.history)
  const columns = flagColumns({
    environment,
    environments,
    names,
    actions: ({ flag }) => (
      <FlagRowMenu
        flag={flag}
        environment={environment}
        mayChange={mayChange}
        onSwitch={on => void turn({ flag, environment, on })}
        onHistory={() => show({ history: flag.key })}
        onArchive={() => void archive(flag)}
        onBringBack={() => bringBack(flag)}
      />
    ),
  })
  const create = (
    <Button onClick={() => show({ create: 'yes' })} disabled={!mayChange} {...(mayChange ? {} : { title: readsOnly })}>
      New flag
    </Button>
  )
  return (
    <Screen title="Flags" about="What apps ask for, and who gets which variant." wide actions={create}>
      <FlagFilters search={search} onChange={show} tags={choices.tags} owners={choices.owners} />
      <VirtualTable
        label="Flags"
        one="flag"
        rows={shown}
        rowKey={({ flag }) => flag.key}
        href={({ flag }) => paths.flag(project, flag.key)}
        rowHeight={52}
        columns={columns}
        order={{ column: 'name', descending: false }}
        loading={flags.loading}
        error={flags.error}
        retry={flags.retry}
        empty={<Nothing narrowed={rows.length > 0 || archived} archived={archived} create={create} />}
      />
      <CreateFlag
        opened={search.create !== undefined && mayChange}
        onClose={() => show({ create: '' })}
        onCreated={key => void navigate(linkTo(paths.flag(project, key)))}
      />
      <HistoryOf noun="flags" kept={opened} mayChange={mayChange} onClose={() => show({ history: '' })} />
    </Screen>
  )
}

/** The flags as rows, those of them a person narrowed the list to, and what it can be narrowed by. */
function useRows(search: FlagListSearch, environment: string) {
  const params = { project: useProject() }
  const query = { limit: 500, ...(search.only === 'archived' ? { status: 'archived' } : {}) }
  const flags = usePages(resources.flags.list, { params, query }, { all: true })
  const { data } = useRoute(traffic.usage, { params })
  const nowMs = useNow()
  const wanted = useDeferredValue(search)
  const { items } = flags
  const rows = useMemo(() => flagRows(items, data?.body.items ?? [], nowMs), [items, data, nowMs])
  const shown = useMemo(() => narrowed(rows, wanted, environment), [rows, wanted, environment])
  const choices = useMemo(
    () => ({ tags: choicesOf(items, ({ tags }) => tags ?? []), owners: choicesOf(items, ({ owner }) => [owner]) }),
    [items],
  )
  return { flags, rows, shown, choices }
}

function Nothing({ narrowed, archived, create }: { narrowed: boolean; archived: boolean; create: ReactElement }) {
  if (archived)
    return <EmptyState title="No archived flags">What is archived can be brought back from here.</EmptyState>
  if (narrowed) return <EmptyState title="No flag fits">Search for something else, or clear the filters.</EmptyState>
  return (
    <EmptyState title="No flags yet" action={create}>
      A flag decides what an app does for whom. Create one, ask for it in code, then choose here who gets what.
    </EmptyState>
  )
}
