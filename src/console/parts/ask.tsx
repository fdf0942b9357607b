import { modals } from '@mantine/modals'
import type { ReactElement } from 'react'

/** Opens a dialog and resolves with what was answered; undefined when it was closed. */
export function ask<Answer>(
  title: string,
  form: (answer: (value: Answer) => void, cancel: () => void) => ReactElement,
  size: 'sm' | 'md' | 'lg' | 'xl' = 'md',
): Promise<Answer | undefined> {
  return new Promise(resolve => {
    let given: Answer | undefined
    const id = modals.open({
      title,
      size,
      onClose: () => resolve(given),
      children: form(
        value => {
          given = value
          modals.close(id)
        },
        () => modals.close(id),
      ),
    })
  })
}
