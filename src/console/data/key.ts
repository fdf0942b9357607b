import type { Request, Route } from '../../contract/route.ts'

/** The concrete path of a route: its parameters filled in. */
export function pathOf<R extends Route>(route: R, request: Request<R>): string {
  const { params } = request as { params?: Record<string, string> }
  return route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params?.[name] ?? ''))
}

/**
 * The key an answer is remembered under: method, concrete path cut at its slashes, then the query. A shorter path is
 * the prefix of everything below it, so one invalidation reaches a list, its items and their histories.
 */
export function queryKeyOf<R extends Route>(route: R, request: Request<R>): readonly unknown[] {
  const { query, body } = request as { query?: unknown; body?: unknown }
  return [...segmentsOf(pathOf(route, request)), { method: route.method, query: query ?? {}, body }]
}

/** The pieces of a path, as keys hold them. */
export function segmentsOf(path: string): string[] {
  return path.split('/').filter(piece => piece !== '')
}
