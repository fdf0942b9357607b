import { useState } from 'react'
import type { Issue } from '../../contract/problem.ts'
import type { Route } from '../../contract/route.ts'
import type { Called } from '../../http/client.ts'
import { sayFailure } from '../shell/say.tsx'
import { isYielded } from './conflict.ts'
import { failureOf } from './failure.ts'
import type { ChangeRequest } from './send-change.ts'
import { useChange } from './use-change.ts'

/** Saves a draft and keeps what the server finds wrong with it, to be said beside its fields. */
export type Replacement<R extends Route> = {
  put: (request: ChangeRequest<R>) => void
  pending: boolean
  refused: readonly Issue[]
  /** What the server said is about a draft that is no more. */
  forget: () => void
}

/** Saves by a route; `load` gets the version to go on from, ours as saved or the one somebody else chose to keep. */
export function useReplacement<R extends Route>(
  route: R,
  { done, load }: { done: (answer: Called<R>['body']) => string; load: (kept: Called<R>['body']) => void },
): Replacement<R> {
  const [refused, setRefused] = useState<readonly Issue[]>([])
  const change = useChange(route, { quiet: true, done, onTheirs: theirs => load(theirs as Called<R>['body']) })
  return {
    pending: change.isPending,
    refused,
    forget: () => {
      if (refused.length > 0) setRefused([])
    },
    put: request =>
      change.mutate(request, {
        onSuccess: ({ body }) => load(body),
        onError: error => {
          if (isYielded(error)) return
          const { errors } = failureOf(error)
          setRefused(errors)
          if (errors.length === 0) sayFailure(error)
        },
      }),
  }
}
