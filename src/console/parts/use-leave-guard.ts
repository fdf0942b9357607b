import { modals } from '@mantine/modals'
import { useBlocker } from '@tanstack/react-router'

/** Asks before unsaved changes are left behind, by a link, by the back button or by closing the tab. */
export function useLeaveGuard(dirty: boolean): void {
  useBlocker({
    enableBeforeUnload: () => dirty,
    shouldBlockFn: ({ current, next }) => dirty && current.pathname !== next.pathname && staysHere(),
  })
}

function staysHere(): Promise<boolean> {
  return new Promise(resolve =>
    modals.openConfirmModal({
      title: 'Leave without saving?',
      children: 'Your changes are not saved yet and would be lost.',
      labels: { confirm: 'Leave', cancel: 'Stay' },
      confirmProps: { color: 'red' },
      onConfirm: () => resolve(false),
      onCancel: () => resolve(true),
      onClose: () => resolve(true),
    }),
  )
}
