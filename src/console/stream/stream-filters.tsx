import { Select } from '@mantine/core'
import type { ReactElement } from 'react'
import { AddressField } from '../parts/address-field.tsx'
import type { StreamSearch } from './routes.tsx'
import classes from './stream.module.css'

type Props = {
  search: StreamSearch
  environment: string
  events: string[]
  onChange: (change: Partial<Record<keyof StreamSearch, string>>) => void
}

/** Which events the stream shows; all of it is in the address, and asked of the server. */
export function StreamFilters({ search, environment, events, onChange }: Props): ReactElement {
  return (
    <search className={`${classes.filters} no-print`}>
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
      <Select
        aria-label="Verdict"
        placeholder="Verdict"
        w="9.5rem"
        clearable
        clearButtonProps={{ 'aria-label': 'Any verdict' }}
        data={['valid', 'quarantined', 'duplicate']}
        value={search.verdict ?? null}
        onChange={verdict => onChange({ verdict: verdict ?? '' })}
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
      <Select
        aria-label="Environments"
        w="12rem"
        data={[
          { value: 'one', label: `Only ${environment}` },
          { value: 'all', label: 'All environments' },
        ]}
        value={search.scope === 'all' ? 'all' : 'one'}
        onChange={scope => onChange({ scope: scope === 'all' ? 'all' : '' })}
      />
    </search>
  )
}
