import { JsonInput, NumberInput, Select, TextInput } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import type { FlagType } from '../../contract/flag.ts'
import type { Json } from '../../contract/name.ts'

type Props = {
  type: FlagType
  value: Json | undefined
  onChange: (value: Json | undefined) => void
  label: string
  error?: string | undefined
  disabled?: boolean
}

/** The value of a variant, in a field of the flag's type; undefined while it cannot be read. */
export function VariantValue(props: Props): ReactElement {
  const { type, value, onChange, label, error, disabled = false } = props
  switch (type) {
    case 'boolean':
      return (
        <Select
          aria-label={label}
          data={['true', 'false']}
          value={value === undefined ? null : String(value)}
          error={error}
          disabled={disabled}
          onChange={next => onChange(next === 'true')}
        />
      )
    case 'number':
      return (
        <NumberInput
          aria-label={label}
          hideControls
          value={typeof value === 'number' ? value : ''}
          error={error}
          disabled={disabled}
          onChange={next => onChange(typeof next === 'number' ? next : undefined)}
        />
      )
    case 'string':
      return (
        <TextInput
          aria-label={label}
          value={typeof value === 'string' ? value : ''}
          error={error}
          disabled={disabled}
          onChange={event => onChange(event.currentTarget.value)}
        />
      )
    default:
      return <JsonValue {...props} />
  }
}

function JsonValue({ value, onChange, label, error, disabled = false }: Props): ReactElement {
  const [text, setText] = useState(value === undefined ? '' : JSON.stringify(value, null, 2))
  return (
    <JsonInput
      aria-label={label}
      autosize
      minRows={1}
      maxRows={12}
      formatOnBlur
      value={text}
      error={value === undefined && text !== '' ? 'this is no JSON yet' : error}
      disabled={disabled}
      onChange={next => {
        setText(next)
        onChange(parsed(next))
      }}
    />
  )
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    // Half-written JSON has no value yet.
    return undefined
  }
}
