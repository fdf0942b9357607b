import { Button, Checkbox } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type ReactElement, useMemo } from 'react'
import { resources } from '../../contract/routes.ts'
import { conditionText } from '../../core/evaluate/condition-text.ts'
import { audienceUses } from '../../core/model/audience-use.ts'
import { useServingNames } from '../conditions/use-serving-names.ts'
import { useProject } from '../data/project.ts'
import { useAllowed } from '../data/session.ts'
import { usePages } from '../data/use-pages.ts'
import { linkTo } from '../link-to.ts'
import { EmptyState } from '../parts/empty-state.tsx'
import { FilterBar } from '../parts/filter-bar.tsx'
import { VirtualTable } from '../parts/virtual-table.tsx'
import { paths } from '../paths.ts'
import { Screen } from '../shell/screen.tsx'
import { type AudienceRow, audienceColumns } from './audience-columns.tsx'
import { CreateAudience } from './create-audience.tsx'
import type { AudienceListSearch } from './routes.tsx'

const readsOnly = 'Your role reads only; ask an admin for the editor role'

/** Every reusable condition: what it says, how many it holds for, where it decides. */
export function AudienceList(): ReactElement {
  const project = useProject()
  const mayChange = useAllowed('editor')
  const navigate = useNavigate()
  const search = useSearch({ strict: false }) as AudienceListSearch
  const show = (change: AudienceListSearch) =>
    void navigate({ to: '.', search: (before: object) => ({ ...before, ...change }), replace: true } as never)
  const archived = search.only === 'archived'
  const { audiences, rows } = useRows(archived)
  const words = (search.q ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  const shown = rows.filter(row => words.every(word => textOf(row).includes(word)))
  const create = (
    <Button onClick={() => show({ create: 'yes' })} disabled={!mayChange} {...(mayChange ? {} : { title: readsOnly })}>
      New audience
    </Button>
  )
  return (
    <Screen title="Audiences" about="Conditions that rules and experiments share." wide actions={create}>
      <Filters search={search} onChange={show} />
      <VirtualTable
        label="Audiences"
        one="audience"
        rows={shown}
        rowKey={({ audience }) => audience.key}
        href={({ audience }) => paths.audience(project, audience.key)}
        rowHeight={52}
        order={{ column: 'name', descending: false }}
        loading={audiences.loading}
        error={audiences.error}
        retry={audiences.retry}
        empty={<Nothing narrowed={rows.length > 0} archived={archived} create={create} />}
        columns={audienceColumns}
      />
      <CreateAudience
        opened={search.create !== undefined && mayChange}
        onClose={() => show({ create: '' })}
        onCreated={key => void navigate(linkTo(paths.audience(project, key)))}
      />
    </Screen>
  )
}

function useRows(archived: boolean) {
  const params = { project: useProject() }
  const query = { limit: 500, ...(archived ? { status: 'archived' } : {}) }
  const audiences = usePages(resources.audiences.list, { params, query }, { all: true })
  const flags = usePages(resources.flags.list, { params, query: { limit: 500 } }, { all: true })
  const names = useServingNames()
  const rows = useMemo(
    () =>
      audiences.items.map(
        (audience): AudienceRow => ({
          audience,
          says: conditionText(audience.condition, names),
          uses: audienceUses(audience.key, flags.items, audiences.items),
        }),
      ),
    [audiences.items, flags.items, names],
  )
  return { audiences, rows }
}

function textOf({ audience: { key, name, description = '' }, says }: AudienceRow): string {
  return `${key} ${name} ${description} ${says}`.toLowerCase()
}

type FilterProps = { search: AudienceListSearch; onChange: (search: AudienceListSearch) => void }

function Filters({ search, onChange }: FilterProps): ReactElement {
  return (
    <FilterBar
      label="Search audiences"
      placeholder="Search by name, key or condition"
      text={search.q ?? ''}
      onText={q => onChange({ q })}
    >
      <Checkbox
        label="Archived ones"
        checked={search.only === 'archived'}
        onChange={event => onChange({ only: event.currentTarget.checked ? 'archived' : '' })}
      />
    </FilterBar>
  )
}

type NothingProps = { narrowed: boolean; archived: boolean; create: ReactElement }

function Nothing({ narrowed, archived, create }: NothingProps): ReactElement {
  if (archived)
    return <EmptyState title="No archived audiences">What is archived can be brought back from here.</EmptyState>
  if (narrowed) return <EmptyState title="No audience fits">Search for something else.</EmptyState>
  return (
    <EmptyState title="No audiences yet" action={create}>
      Say once who is meant, such as “age is above 65”, and use it in as many rules as you like. When it changes, all of
      them change.
    </EmptyState>
  )
}
