import { queryOptions, type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { Request, Route } from '../../contract/route.ts'
import type { Called } from '../../http/client.ts'
import { call } from './client.ts'
import { queryKeyOf } from './key.ts'

/** Reading choices beside the request itself. */
export type Reading = { enabled?: boolean; refetchIntervalMs?: number; staleMs?: number; keepPrevious?: boolean }

/** A route and its request as a query: for `useQuery`, `ensureQueryData` in a loader, or `setQueryData`. */
export function routeQuery<R extends Route>(route: R, request: Request<R>) {
  return queryOptions<Called<R>>({
    queryKey: queryKeyOf(route, request),
    queryFn: () => call(route, request),
  })
}

/** Reads a route: `data` is its answer with the ETag, typed by the contract; `error` is for `failureOf`. */
export function useRoute<R extends Route>(
  route: R,
  request: Request<R>,
  { enabled, refetchIntervalMs, staleMs, keepPrevious }: Reading = {},
): UseQueryResult<Called<R>> {
  return useQuery({
    ...routeQuery(route, request),
    ...(enabled === undefined ? {} : { enabled }),
    ...(refetchIntervalMs === undefined ? {} : { refetchInterval: refetchIntervalMs }),
    ...(staleMs === undefined ? {} : { staleTime: staleMs }),
    ...(keepPrevious ? { placeholderData: (previous: Called<R> | undefined) => previous } : {}),
  })
}
