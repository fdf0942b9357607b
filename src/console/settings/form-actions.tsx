import { Button, Group } from '@mantine/core'
import type { ReactElement } from 'react'

/** The end of a form in a dialog: not now, or go ahead. */
export function FormActions({
  action,
  busy,
  disabled = false,
  onCancel,
}: {
  action: string
  busy: boolean
  disabled?: boolean
  onCancel: () => void
}): ReactElement {
  return (
    <Group justify="flex-end">
      <Button variant="default" onClick={onCancel}>
        Cancel
      </Button>
      <Button type="submit" loading={busy} disabled={disabled}>
        {action}
      </Button>
    </Group>
  )
}
