import { TextInput, type TextInputProps } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { type ReactElement, useState } from 'react'

type Props = Omit<TextInputProps, 'value' | 'onChange'> & { value: string; onChange: (value: string) => void }

const quietMs = 200

/** A text field whose value is kept in the address: typing is never held up by it, and going back changes the field. */
export function AddressField({ value, onChange, ...field }: Props): ReactElement {
  const [typed, setTyped] = useState(value)
  const [told, setTold] = useState(value)
  const tell = useDebouncedCallback((text: string) => {
    setTold(text)
    onChange(text)
  }, quietMs)
  // What the address says now is not what was last told to it: somebody went back, or cleared the filters.
  const [seen, setSeen] = useState(value)
  if (value !== seen) {
    setSeen(value)
    if (value !== told) {
      setTold(value)
      setTyped(value)
    }
  }
  return (
    <TextInput
      {...field}
      value={typed}
      onChange={event => {
        setTyped(event.currentTarget.value)
        tell(event.currentTarget.value)
      }}
    />
  )
}
