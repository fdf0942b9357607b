import { Select } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { AddressField } from '../parts/address-field.tsx'
import type { QuarantineSearch } from '../stream/routes.tsx'
import { reasonText } from './fix.ts'
import classes from './quarantine.module.css'

const reasons = [
  'unknown-event',
  'missing-property',
  'mistyped-property',
  'no-unit',
  'wrong-source',
  'unapproved-property',
  'malformed-event',
]

type Props = {
  search: QuarantineSearch
  environment: string
  onChange: (change: Partial<Record<keyof QuarantineSearch, string>>) => void
}

/** What the groups are narrowed by; all of it is in the address. */
export function QuarantineFilters({ search, environment, onChange }: Props): ReactElement {
  return (
    <search className={`${classes.filters} no-print`}>
      <AddressField
        className={classes.search ?? ''}
        aria-label="Search in the events"
        placeholder="Search in the events"
        leftSection={<IconSearch size={15} aria-hidden />}
        value={search.q ?? ''}
        data-search
        onChange={q => onChange({ q })}
      />
      <AddressField
        aria-label="Event name"
        placeholder="Event name"
        w="11rem"
        value={search.event ?? ''}
        onChange={event => onChange({ event })}
      />
      <Select
        aria-label="Reason"
        placeholder="Reason"
        w="11rem"
        clearable
        clearButtonProps={{ 'aria-label': 'Any reason' }}
        data={reasons.map(value => ({ value, label: reasonText(value) }))}
        value={search.reason ?? null}
        onChange={value => onChange({ reason: value ?? '' })}
      />
      <Select
        aria-label="Environments"
        w="12rem"
        data={[
          { value: 'one', label: `Only ${environment}` },
          { value: 'all', label: 'All environments' },
        ]}
        value={search.scope === 'all' ? 'all' : 'one'}
        onChange={value => onChange({ scope: value === 'all' ? 'all' : '' })}
      />
    </search>
  )
}
