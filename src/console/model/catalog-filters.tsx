import type { ReactElement } from 'react'
import { FilterBar, FilterChoice } from '../parts/filter-bar.tsx'
import type { CatalogSearch } from './routes.tsx'

type Props = {
  search: CatalogSearch
  owners: string[]
  onChange: (change: Partial<Record<keyof CatalogSearch, string>>) => void
}

const nouns = [
  { value: 'event', label: 'Events' },
  { value: 'metric', label: 'Metrics' },
]
const kinds = [
  { value: 'unhealthy', label: 'Unhealthy ones' },
  { value: 'unused', label: 'Unused ones' },
  { value: 'waiting', label: 'Waiting for review' },
]

/** What the catalogue is narrowed by; all of it is in the address. */
export function CatalogFilters({ search, owners, onChange }: Props): ReactElement {
  return (
    <FilterBar
      label="Search the model"
      placeholder="Search by name, meaning, owner, purpose"
      text={search.q ?? ''}
      onText={q => onChange({ q })}
    >
      <FilterChoice label="Type" value={search.kind} data={nouns} onChange={kind => onChange({ kind })} />
      {owners.length > 0 && (
        <FilterChoice label="Owner" value={search.owner} data={owners} onChange={owner => onChange({ owner })} />
      )}
      <FilterChoice label="Show" value={search.only} data={kinds} onChange={only => onChange({ only })} />
    </FilterBar>
  )
}
