import { Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'

const shownMs = 12_000

/** Says that something is done, with one press to take it back. */
export function sayUndoable(message: string, undo: () => void): void {
  const id = `undoable ${message}`
  notifications.hide(id)
  notifications.show({
    id,
    color: 'accent',
    autoClose: shownMs,
    message: (
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <span>{message}</span>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            notifications.hide(id)
            undo()
          }}
        >
          Undo
        </Button>
      </Group>
    ),
  })
}
