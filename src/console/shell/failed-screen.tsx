import { useQueryErrorResetBoundary } from '@tanstack/react-query'
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { type ReactElement, useEffect } from 'react'
import { observeFailure } from '../data/observe.ts'
import { Failed } from './failed.tsx'
import { Screen } from './screen.tsx'

/** Stands in for a screen that failed, inside whatever of the shell still works. */
export function FailedScreen({ error, reset }: ErrorComponentProps): ReactElement {
  const router = useRouter()
  const queries = useQueryErrorResetBoundary()
  useEffect(() => observeFailure(error, 'render'), [error])
  return (
    <Screen title="Something failed">
      <Failed
        error={error}
        retry={() => {
          queries.reset()
          reset()
          void router.invalidate()
        }}
      />
    </Screen>
  )
}
