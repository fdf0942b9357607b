import { Select } from '@mantine/core'
import type { ReactElement } from 'react'
import { AddressField } from '../parts/address-field.tsx'
import { FilterChoice, FilterRow, ScopeChoice } from '../parts/filter-bar.tsx'
import type { StreamSearch } from './routes.tsx'

type Props = {
  search: StreamSearch
  environment: string
  events: string[]
  onChange: (change: Partial<Record<keyof StreamSearch, string>>) => void
}

const verdicts = ['valid', 'quarantined', 'duplicate']

/** Which events the stream shows; all of it is in the address, and asked of the server. */
export function StreamFilters({ search, environment, events, onChange }: Props): ReactElement {
  return (
    <FilterRow>
      <Select
        aria-label="Event"
        placeholder="Event"
        w="13rem"
        searchable
        clearable
        clearButtonProps={{ 'aria-label': 'Any event' }}
        data={search.event === undefined || events.includes(search.event) ? events : [search.event, ...events]}
        value={search.event ?? null}
        data-search
        onChange={event => onChange({ event: event ?? '' })}
      />
      <FilterChoice
        label="Verdict"
        value={search.verdict}
        data={verdicts}
        onChange={verdict => onChange({ verdict })}
      />
      <AddressField
        aria-label="Id of a unit"
        placeholder="Id of a unit"
        w="11rem"
        value={search.unit ?? ''}
        onChange={unit => onChange({ unit })}
      />
      <AddressField
        aria-label="Platform"
        placeholder="Platform"
        w="8rem"
        value={search.platform ?? ''}
        onChange={platform => onChange({ platform })}
      />
      <ScopeChoice environment={environment} scope={search.scope} onChange={scope => onChange({ scope })} />
    </FilterRow>
  )
}
