import { NumberInput } from '@mantine/core'
import { type ReactElement, useState } from 'react'

type Props = {
  label: string
  value: number
  onChange: (percent: number) => void
  disabled?: boolean
  error?: string | undefined
}

/** A share in percent. It is taken when it is written, not digit by digit, since other shares may follow it. */
export function PercentInput({ label, value, onChange, disabled = false, error }: Props): ReactElement {
  const [written, setWritten] = useState<number | string>()
  const take = () => {
    if (typeof written === 'number' && written !== value) onChange(written)
    setWritten(undefined)
  }
  return (
    <NumberInput
      aria-label={label}
      w="6.5rem"
      suffix=" %"
      min={0}
      max={100}
      decimalScale={3}
      clampBehavior="strict"
      hideControls
      value={written ?? value}
      disabled={disabled}
      error={error}
      onChange={setWritten}
      onBlur={take}
      onKeyDown={event => {
        if (event.key === 'Enter') take()
      }}
    />
  )
}
