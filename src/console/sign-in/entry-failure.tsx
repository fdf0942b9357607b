import { Alert } from '@mantine/core'
import type { ReactElement } from 'react'
import { failureOf } from '../data/failure.ts'
import { FailureText } from '../shell/failure-text.tsx'

/** Why somebody did not get in. */
export function EntryFailure({ error }: { error: unknown }): ReactElement {
  const failure = failureOf(error)
  return (
    <Alert color="red" variant="light" title={failure.title} role="alert">
      <FailureText failure={failure} />
    </Alert>
  )
}
