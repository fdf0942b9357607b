import { TextInput } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { keyOfName } from './key-of-name.ts'

type Value = { name: string; key: string }

type Props = {
  value: Value
  onChange: (value: Value) => void
  errors?: { name?: string | undefined; key?: string | undefined }
  /** Where the name's words are joined: flags use -, events and properties _. */
  between?: '-' | '_'
  namePlaceholder?: string
}

/** Name and key of something new: the key follows the name until somebody writes it by hand. */
export function NameAndKey({ value, onChange, errors, between = '-', namePlaceholder }: Props): ReactElement {
  const [own, setOwn] = useState(value.key !== '' && value.key !== keyOfName(value.name, between))
  return (
    <>
      <TextInput
        label="Name"
        data-autofocus
        placeholder={namePlaceholder ?? ''}
        required
        withAsterisk={false}
        value={value.name}
        error={errors?.name}
        onChange={event => {
          const name = event.currentTarget.value
          onChange({ name, key: own ? value.key : keyOfName(name, between) })
        }}
      />
      <TextInput
        label="Key"
        description="Used in code and in addresses; it stays as it is"
        required
        withAsterisk={false}
        value={value.key}
        error={errors?.key}
        spellCheck={false}
        onChange={event => {
          setOwn(event.currentTarget.value !== '')
          onChange({ ...value, key: event.currentTarget.value })
        }}
      />
    </>
  )
}
