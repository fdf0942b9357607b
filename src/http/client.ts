import type { ProblemDetails } from '../contract/problem.ts'
import type { Answer, Request, Route } from '../contract/route.ts'

/** An answer of the API, with the ETag it is current under. */
export type Called<R extends Route> = { body: Answer<R>; etag: string | undefined }

/** A problem as a caller of the API meets it. */
export type ApiFailure = Error & { details: ProblemDetails; retryAfterSeconds: number | undefined }

/** Calls routes of the contract by their definition: what is sent and what comes back is typed by it. */
export type ApiClient = <R extends Route>(route: R, request: Request<R>) => Promise<Called<R>>

/**
 * A client for a server at `url`, or for one in this process through its own `fetch`. It identifies itself by `token`,
 * or in a browser by the cookie of the page and what `headersFor` adds.
 */
export function apiClient(options: {
  url: string
  token?: string
  headersFor?: (method: Route['method']) => Record<string, string>
  fetch?: (request: globalThis.Request) => Promise<Response> | Response
}): ApiClient {
  const send = options.fetch ?? fetch
  return async (route, request) => {
    const { params, query, body, ifMatch, idempotencyKey } = request as Record<string, unknown> as {
      params?: Record<string, string>
      query?: Record<string, unknown>
      body?: unknown
      ifMatch?: string
      idempotencyKey?: string
    }
    const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params?.[name] ?? ''))
    const url = new URL(path, options.url)
    for (const [name, value] of Object.entries(query ?? {}))
      if (value !== undefined) url.searchParams.set(name, String(value))
    const headers = new Headers(options.headersFor?.(route.method))
    if (options.token !== undefined) headers.set('authorization', `Bearer ${options.token}`)
    if (body !== undefined) headers.set('content-type', 'application/json')
    if (ifMatch !== undefined) headers.set('if-match', ifMatch)
    if (idempotencyKey !== undefined) headers.set('idempotency-key', idempotencyKey)
    const init: RequestInit = { method: route.method.toUpperCase(), headers }
    if (body !== undefined) init.body = JSON.stringify(body)
    const response = await send(new Request(url, init))
    if (!response.ok) throw await failureOf(response)
    const answer = response.status === 204 ? undefined : await response.json()
    return { body: answer, etag: response.headers.get('etag') ?? undefined } as never
  }
}

export function isApiFailure(error: unknown): error is ApiFailure {
  return error instanceof Error && 'details' in error
}

async function failureOf(response: Response): Promise<ApiFailure> {
  const text = await response.text()
  const retryAfter = response.headers.get('retry-after')
  return Object.assign(new Error(`${response.status} from ${response.url}`), {
    details: detailsIn(text, response.status),
    retryAfterSeconds: retryAfter === null ? undefined : Number(retryAfter),
  })
}

/** Something between us and the server may answer in its own words. */
function detailsIn(text: string, status: number): ProblemDetails {
  try {
    const parsed = JSON.parse(text) as ProblemDetails
    if (typeof parsed.title === 'string') return parsed
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  return {
    type: 'about:blank',
    title: `The server answered ${status}`,
    status,
    hint: 'Check the address; this does not look like Assay.',
    instance: '',
  }
}
