import { Stack, TextInput } from '@mantine/core'
import type { ReactElement, ReactNode } from 'react'
import { NameAndKey } from '../parts/name-and-key.tsx'
import { Failed } from '../shell/failed.tsx'
import { FormActions } from './form-actions.tsx'
import type { Keeping } from './use-keeping.ts'

type Props = {
  keeping: Keeping
  action: string
  /** Whether there is enough to be kept. */
  ready: boolean
  onSubmit: () => void
  onCancel: () => void
  children: ReactNode
}

/** The frame of a form that makes or changes a definition; a failure that belongs to no field stands above them. */
export function KeepForm({ keeping, action, ready, onSubmit, onCancel, children }: Props): ReactElement {
  const { error, errors, busy } = keeping
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        onSubmit()
      }}
    >
      <Stack>
        {error !== null && Object.keys(errors).length === 0 && <Failed error={error} />}
        {children}
        <FormActions action={action} busy={busy} disabled={!ready} onCancel={onCancel} />
      </Stack>
    </form>
  )
}

type Named = { name: string; key: string }

/** What a definition is called: its key is chosen once, with the name; the name may be changed. */
export function NameField(props: {
  isNew: boolean
  value: Named
  onChange: (value: Named) => void
  errors: Record<string, string>
  placeholder: string
}): ReactElement {
  const { isNew, value, onChange, errors, placeholder } = props
  if (isNew) return <NameAndKey value={value} onChange={onChange} errors={errors} namePlaceholder={placeholder} />
  return (
    <TextInput
      label="Name"
      value={value.name}
      error={errors.name}
      required
      withAsterisk={false}
      onChange={event => onChange({ ...value, name: event.currentTarget.value })}
    />
  )
}

/** The key of a definition that has no name beside it. */
export function KeyField(props: {
  label: string
  description: string
  placeholder: string
  value: string
  error: string | undefined
  onChange: (key: string) => void
}): ReactElement {
  const { onChange, ...shown } = props
  return (
    <TextInput
      {...shown}
      spellCheck={false}
      required
      withAsterisk={false}
      data-autofocus
      onChange={event => onChange(event.currentTarget.value)}
    />
  )
}
