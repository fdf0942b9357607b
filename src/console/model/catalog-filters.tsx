import { Select } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { AddressField } from '../parts/address-field.tsx'
import classes from './catalog.module.css'
import type { CatalogSearch } from './routes.tsx'

type Props = {
  search: CatalogSearch
  owners: string[]
  onChange: (change: Partial<Record<keyof CatalogSearch, string>>) => void
}

/** What the catalogue is narrowed by; all of it is in the address. */
export function CatalogFilters({ search, owners, onChange }: Props): ReactElement {
  const choice = (name: keyof CatalogSearch, label: string, data: (string | { value: string; label: string })[]) => (
    <Select
      aria-label={label}
      placeholder={label}
      w="10rem"
      data={data}
      value={search[name] ?? null}
      clearable
      clearButtonProps={{ 'aria-label': `Any ${label.toLowerCase()}` }}
      onChange={value => onChange({ [name]: value ?? '' })}
    />
  )
  return (
    <search className={`${classes.filters} no-print`}>
      <AddressField
        className={classes.search ?? ''}
        aria-label="Search the model"
        placeholder="Search by name, meaning, owner, purpose"
        leftSection={<IconSearch size={15} aria-hidden />}
        value={search.q ?? ''}
        data-search
        onChange={q => onChange({ q })}
      />
      {choice('kind', 'Type', [
        { value: 'event', label: 'Events' },
        { value: 'metric', label: 'Metrics' },
      ])}
      {owners.length > 0 && choice('owner', 'Owner', owners)}
      {choice('only', 'Show', [
        { value: 'unhealthy', label: 'Unhealthy ones' },
        { value: 'unused', label: 'Unused ones' },
        { value: 'waiting', label: 'Waiting for review' },
      ])}
    </search>
  )
}
