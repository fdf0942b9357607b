import type { ReactElement } from 'react'
import { FilterBar, FilterChoice } from '../parts/filter-bar.tsx'
import type { FlagListSearch } from './routes.tsx'

type Props = {
  search: FlagListSearch
  onChange: (search: FlagListSearch) => void
  tags: string[]
  owners: string[]
}

const states = [
  { value: 'on', label: 'On' },
  { value: 'off', label: 'Off' },
]
const kinds = [
  { value: 'stale', label: 'Stale ones' },
  { value: 'archived', label: 'Archived ones' },
]

/** What the list of flags is narrowed by; all of it is in the address. */
export function FlagFilters({ search, onChange, tags, owners }: Props): ReactElement {
  return (
    <FilterBar
      label="Search flags"
      placeholder="Search by name, key, owner, tag"
      text={search.q ?? ''}
      onText={q => onChange({ q })}
    >
      <FilterChoice label="State" value={search.state} data={states} onChange={state => onChange({ state })} />
      {tags.length > 0 && (
        <FilterChoice label="Tag" value={search.tag} data={tags} onChange={tag => onChange({ tag })} />
      )}
      {owners.length > 0 && (
        <FilterChoice label="Owner" value={search.owner} data={owners} onChange={owner => onChange({ owner })} />
      )}
      <FilterChoice label="Show" value={search.only} data={kinds} onChange={only => onChange({ only })} />
    </FilterBar>
  )
}
