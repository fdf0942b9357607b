import { Select, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import classes from './flag-list.module.css'
import type { FlagListSearch } from './routes.tsx'

type Props = {
  search: FlagListSearch
  onChange: (search: FlagListSearch) => void
  tags: string[]
  owners: string[]
}

/** What the list of flags is narrowed by; all of it is in the address. */
export function FlagFilters({ search, onChange, tags, owners }: Props): ReactElement {
  const choice = (name: keyof FlagListSearch, label: string, data: (string | { value: string; label: string })[]) => (
    <Select
      aria-label={label}
      placeholder={label}
      w="9rem"
      data={data}
      value={search[name] ?? null}
      clearable
      clearButtonProps={{ 'aria-label': `Any ${label.toLowerCase()}` }}
      searchable={data.length > 8}
      onChange={value => onChange({ [name]: value ?? '' })}
    />
  )
  return (
    <search className={`${classes.filters} no-print`}>
      <TextInput
        className={classes.search ?? ''}
        aria-label="Search flags"
        placeholder="Search by name, key, owner, tag"
        leftSection={<IconSearch size={15} aria-hidden />}
        value={search.q ?? ''}
        data-search
        onChange={event => onChange({ q: event.currentTarget.value })}
      />
      {choice('state', 'State', [
        { value: 'on', label: 'On' },
        { value: 'off', label: 'Off' },
      ])}
      {tags.length > 0 && choice('tag', 'Tag', tags)}
      {owners.length > 0 && choice('owner', 'Owner', owners)}
      {choice('only', 'Show', [
        { value: 'stale', label: 'Stale ones' },
        { value: 'archived', label: 'Archived ones' },
      ])}
    </search>
  )
}
