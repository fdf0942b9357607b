import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'
import type { Route } from '../../contract/route.ts'
import type { Called } from '../../http/client.ts'
import { sayDone, sayFailure } from '../shell/say.tsx'
import { showDraft } from './changed.ts'
import { isYielded } from './conflict.ts'
import { pathOf, segmentsOf } from './key.ts'
import { type ChangeRequest, keepAnswer, rememberedOf, sendChange, subjectPath } from './send-change.ts'

export type Changing<R extends Route> = {
  /** What is said when it is done; nothing by default. */
  done?: string | ((answer: Called<R>['body']) => string)
  /** The caller shows failures itself, beside the fields they belong to. */
  quiet?: boolean
  /** Somebody else's version was taken instead of ours: load it into the form. */
  onTheirs?: (theirs: unknown) => void
}

/**
 * Changes something by a route. An edit shows at once and is taken back when it fails; If-Match is what was last read
 * unless given; a conflict is asked about; everything of the project on screen is read again afterwards.
 */
export function useChange<R extends Route>(
  route: R,
  { done, quiet, onTheirs }: Changing<R> = {},
): UseMutationResult<Called<R>, Error, ChangeRequest<R>, { takeBack: () => void }> {
  const client = useQueryClient()
  return useMutation({
    // One after the other: the second of two quick changes goes on top of the first.
    scope: { id: route.path },
    mutationFn: (request: ChangeRequest<R>) => {
      const current = rememberedOf(client, route, request)
      const before = bases.get(request)
      return sendChange(client, route, request, current && { ...current, body: (before ?? current).body })
    },
    onMutate: async request => {
      const { method } = route
      if (method !== 'put' && method !== 'patch') return { takeBack: () => {} }
      const path = subjectPath(route, request)
      // The version before our own draft is what If-Match and a conflict are about.
      const base = rememberedOf(client, route, request)
      if (base !== undefined) bases.set(request, base)
      await client.cancelQueries({ queryKey: segmentsOf(path).slice(0, -1) })
      return { takeBack: showDraft(client, { method, path, body: (request as { body?: unknown }).body }) }
    },
    onSuccess: (answer, request) => {
      keepAnswer(client, route, request, answer)
      if (done !== undefined) sayDone(typeof done === 'string' ? done : done(answer.body))
    },
    onError: (error, _request, shown) => {
      shown?.takeBack()
      if (isYielded(error)) {
        if (error.choice === 'theirs') onTheirs?.(error.theirs)
      } else if (!quiet) sayFailure(error)
    },
    onSettled: (_answer, _error, request) => client.invalidateQueries({ queryKey: scopeOf(route, request) }),
  })
}

const bases = new WeakMap<object, Called<Route>>()

/** What is read again after a change: the whole project, for nouns refer to each other; outside projects the same noun. */
function scopeOf<R extends Route>(route: R, request: ChangeRequest<R>): string[] {
  const segments = segmentsOf(pathOf(route, request as never))
  return segments.slice(0, segments[2] === 'projects' && segments.length > 3 ? 4 : 3)
}
