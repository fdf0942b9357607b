import { Group, Select, Text, TextInput } from '@mantine/core'
import type { ReactElement } from 'react'
import type { Revision } from '../../contract/noun.ts'
import { FilterBar, FilterChoice } from '../parts/filter-bar.tsx'
import { nounText } from './change.ts'
import type { AuditSearch } from './routes.tsx'

type Props = {
  search: AuditSearch
  onChange: (change: Partial<Record<keyof AuditSearch, string>>) => void
  changes: readonly Revision[]
  /** Whether whoever looks may see what was done about the installation. */
  seesAll: boolean
}

/** What the record is narrowed by; all of it is in the address. */
export function AuditFilters({ search, onChange, changes, seesAll }: Props): ReactElement {
  const choices = (of: (change: Revision) => string, chosen: string | undefined) =>
    [...new Set([...changes.map(of), ...(chosen === undefined ? [] : [chosen])])].sort()
  const day = (name: 'from' | 'until', label: string) => (
    <TextInput
      type="date"
      aria-label={label}
      w="8.5rem"
      flex="1 1 auto"
      value={search[name] ?? ''}
      onChange={event => onChange({ [name]: event.currentTarget.value })}
    />
  )
  return (
    <FilterBar
      label="Search changes"
      placeholder="Search by key, reason, person"
      text={search.q ?? ''}
      onText={q => onChange({ q })}
    >
      {seesAll && (
        <Select
          aria-label="Record"
          w="9.5rem"
          data={[
            { value: 'project', label: 'This project' },
            { value: 'installation', label: 'Members and keys' },
          ]}
          value={search.of ?? 'project'}
          onChange={of => onChange({ of: of === 'installation' ? of : '', by: '', noun: '', action: '', change: '' })}
        />
      )}
      <FilterChoice
        label="Person"
        value={search.by}
        data={choices(({ by }) => by, search.by)}
        onChange={by => onChange({ by })}
      />
      <FilterChoice
        label="Kind"
        value={search.noun}
        data={choices(({ noun }) => noun, search.noun).map(value => ({ value, label: nounText(value) }))}
        onChange={noun => onChange({ noun })}
      />
      <FilterChoice
        label="Action"
        value={search.action}
        data={choices(({ action }) => action, search.action)}
        onChange={action => onChange({ action })}
      />
      <Group gap={4} wrap="nowrap">
        {day('from', 'From day')}
        <Text c="dimmed">to</Text>
        {day('until', 'Until day')}
      </Group>
    </FilterBar>
  )
}
