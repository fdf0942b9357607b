import { Select } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import type { ReactElement, ReactNode } from 'react'
import { AddressField } from './address-field.tsx'
import classes from './filter-bar.module.css'

type Props = {
  /** What is searched, for people who do not see it: "Search keys". */
  label: string
  placeholder: string
  text: string
  onText: (text: string) => void
  children?: ReactNode
}

/** What a list is narrowed by: a search field (found by /) and whatever else stands beside it. */
export function FilterBar({ label, placeholder, text, onText, children }: Props): ReactElement {
  return (
    <FilterRow>
      <AddressField
        className={classes.search ?? ''}
        aria-label={label}
        placeholder={placeholder}
        leftSection={<IconSearch size={15} aria-hidden />}
        value={text}
        data-search
        onChange={onText}
      />
      {children}
    </FilterRow>
  )
}

/** The same without a search field, where the server is asked for each of the parts. */
export function FilterRow({ children }: { children: ReactNode }): ReactElement {
  return <search className={`${classes.bar} no-print`}>{children}</search>
}

type Choice = { value: string; label: string }

/** One thing a list is narrowed by, out of a few; cleared by its own button. */
export function FilterChoice({
  label,
  value,
  data,
  onChange,
}: {
  label: string
  value: string | undefined
  data: readonly (string | Choice)[]
  onChange: (value: string) => void
}): ReactElement {
  return (
    <Select
      aria-label={label}
      placeholder={label}
      w="9rem"
      data={[...data]}
      value={value ?? null}
      clearable
      clearButtonProps={{ 'aria-label': `Any ${label.toLowerCase()}` }}
      searchable={data.length > 8}
      onChange={chosen => onChange(chosen ?? '')}
    />
  )
}

/** Whether a list is about the chosen environment alone. */
export function ScopeChoice({
  environment,
  scope,
  onChange,
}: {
  environment: string
  scope: string | undefined
  onChange: (scope: string) => void
}): ReactElement {
  return (
    <Select
      aria-label="Environments"
      w="12rem"
      data={[
        { value: 'one', label: `Only ${environment}` },
        { value: 'all', label: 'All environments' },
      ]}
      value={scope === 'all' ? 'all' : 'one'}
      onChange={value => onChange(value === 'all' ? 'all' : '')}
    />
  )
}
