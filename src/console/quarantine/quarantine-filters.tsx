import type { ReactElement } from 'react'
import { AddressField } from '../parts/address-field.tsx'
import { FilterBar, FilterChoice, ScopeChoice } from '../parts/filter-bar.tsx'
import type { QuarantineSearch } from '../stream/routes.tsx'
import { reasonText } from './fix.ts'

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
    <FilterBar
      label="Search in the events"
      placeholder="Search in the events"
      text={search.q ?? ''}
      onText={q => onChange({ q })}
    >
      <AddressField
        aria-label="Event name"
        placeholder="Event name"
        w="11rem"
        value={search.event ?? ''}
        onChange={event => onChange({ event })}
      />
      <FilterChoice
        label="Reason"
        value={search.reason}
        data={reasons.map(value => ({ value, label: reasonText(value) }))}
        onChange={reason => onChange({ reason })}
      />
      <ScopeChoice environment={environment} scope={search.scope} onChange={scope => onChange({ scope })} />
    </FilterBar>
  )
}
