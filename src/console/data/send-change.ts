import type { QueryClient } from '@tanstack/react-query'
import type { Request, Route } from '../../contract/route.ts'
import { type Called, isApiFailure } from '../../http/client.ts'
import { applied } from './changed.ts'
import { call } from './client.ts'
import { askConflict, yielded } from './conflict.ts'
import { pathOf, queryKeyOf } from './key.ts'

/** What a change asks for. Where the route needs If-Match, the version last read stands in unless another is given. */
export type ChangeRequest<R extends Route> = R['etag'] extends 'match'
  ? Omit<Request<R>, 'ifMatch'> & { ifMatch?: string }
  : Request<R>

/** The ETag of something that came in a list. */
export function etagOf(meta: { version: number }): string {
  return `"${meta.version}"`
}

/** The route that reads what another route changes: its path up to the last parameter. */
function readingOf(route: Route) {
  return {
    method: 'get',
    path: route.path.slice(0, route.path.lastIndexOf('}') + 1),
    access: 'viewer',
    summary: '',
    tag: route.tag,
    answer: undefined,
  } as const satisfies Route
}

/** Sends a change; where somebody was faster, asks, and sends again or ends as `Yielded`. */
export async function sendChange<R extends Route>(
  client: QueryClient,
  route: R,
  request: ChangeRequest<R>,
  base: Called<Route> | undefined,
): Promise<Called<R>> {
  const given = (request as { ifMatch?: string }).ifMatch
  let ifMatch = given ?? base?.etag
  for (;;) {
    try {
      const asked = ifMatch === undefined ? request : { ...request, ifMatch }
      return await call(route, asked as Request<R>)
    } catch (error) {
      if (!isApiFailure(error) || error.details.status !== 412) throw error
      const reading = readingOf(route)
      const theirs = await theirsOf(reading, request)
      // What cannot be read on its own cannot be compared either.
      if (theirs === undefined) throw error
      const { body } = request as { body?: unknown }
      const edit = route.method === 'put' || route.method === 'patch' ? route.method : undefined
      const choice = await askConflict({
        mine: edit === undefined ? undefined : applied(theirs.body, { method: edit, body }),
        theirs: theirs.body,
        base: base?.body,
      })
      if (choice !== 'edit') client.setQueryData(queryKeyOf(reading, pathOnly(request)), theirs)
      if (choice !== 'mine') throw yielded(choice, theirs.body)
      ifMatch = theirs.etag
    }
  }
}

async function theirsOf(reading: Route, request: object): Promise<Called<Route> | undefined> {
  try {
    return await call(reading, pathOnly(request))
  } catch (error) {
    if (isApiFailure(error) && error.details.status === 404) return undefined
    throw error
  }
}

/** What is remembered of the thing a change is about, if it was read. */
export function rememberedOf<R extends Route>(
  client: QueryClient,
  route: R,
  request: ChangeRequest<R>,
): Called<Route> | undefined {
  return route.etag === 'match'
    ? client.getQueryData<Called<Route>>(queryKeyOf(readingOf(route), pathOnly(request)))
    : undefined
}

/** Remembers what a change answered, so that the next one is made on top of it. */
export function keepAnswer<R extends Route>(
  client: QueryClient,
  route: R,
  request: ChangeRequest<R>,
  answer: Called<R>,
): void {
  if (route.etag !== 'match' || answer.etag === undefined) return
  client.setQueryData(queryKeyOf(readingOf(route), pathOnly(request)), answer)
}

/** The path of what a change is about. */
export function subjectPath<R extends Route>(route: R, request: ChangeRequest<R>): string {
  return pathOf(readingOf(route), pathOnly(request))
}

function pathOnly(request: object): never {
  const { params } = request as { params?: unknown }
  return { params } as never
}
