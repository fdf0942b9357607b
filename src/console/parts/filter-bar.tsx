import { Select, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import type { ReactElement, ReactNode } from 'react'
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
    <search className={`${classes.bar} no-print`}>
      <TextInput
        className={classes.search ?? ''}
        aria-label={label}
        placeholder={placeholder}
        leftSection={<IconSearch size={15} aria-hidden />}
        value={text}
        data-search
        onChange={event => onText(event.currentTarget.value)}
      />
      {children}
    </search>
  )
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
