import { notifications } from '@mantine/notifications'
import { failureOf } from '../data/failure.ts'
import { FailureText } from './failure-text.tsx'

/** Says that something is done. It goes away by itself. */
export function sayDone(message: string): void {
  notifications.show({ message, color: 'accent', autoClose: 5000 })
}

/** Says what went wrong and what to do next. Stays until it is closed; the same failure is said once. */
export function sayFailure(error: unknown): void {
  const failure = failureOf(error)
  if (failure.kind === 'signed-out') return
  notifications.show({
    id: `${failure.title} ${failure.detail ?? ''}`,
    title: failure.title,
    message: <FailureText failure={failure} />,
    color: 'red',
    autoClose: false,
  })
}
