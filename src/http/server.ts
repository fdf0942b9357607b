import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { cors } from 'hono/cors'
import { HTTPException } from 'hono/http-exception'
import type { z } from 'zod'
import type { Access } from '../contract/access.ts'
import { type ProblemCode, ProblemDetails, problems } from '../contract/problem.ts'
import type { Input, Output, Route } from '../contract/route.ts'
import type { Platform } from '../platform.ts'
import type { Author } from '../store/control/control-store.ts'
import { addressOf, isSameOrigin, originOf } from './caller.ts'
import { guard, projectParamOf } from './guard.ts'
import { type IdempotentReply, underKey } from './idempotency.ts'
import { issuesOf } from './issue.ts'
import type { Meters } from './meters.ts'
import { type Principal, refusal } from './principal.ts'
import { isProblem, problem, problemResponse } from './problem.ts'
import { type RateLimit, rateLimit } from './rate-limit.ts'

type Variables = { requestId: string; principal: Principal }
export type Env = { Variables: Variables }

/** What a handler knows beside its input. */
export type Call = {
  principal: Principal
  requestId: string
  /** The version in If-Match, on routes that ask for it. */
  version: number
  header(name: string): string | undefined
  author(why?: string): Author
  /** Where this server is reached, without a slash at the end. */
  origin(): string
  /** Where the request comes from, as far as one can tell. */
  address(): string
  /** Whether a page of this server made the request. */
  isSameOrigin(): boolean
}

/** What a handler answers: the body, the version or tag it is current under, and a Set-Cookie. */
export type Reply<R extends Route> = { body: Output<R>; etag?: string | number; cookie?: string }

/** The web server without its routes: identification, logging, counting, problems. */
export type Server = { app: OpenAPIHono<Env>; platform: Platform; meters: Meters; limit: RateLimit }

const jsonBytesMax = 5 * 1024 * 1024

export function createServer(platform: Platform, meters: Meters): Server {
  const { config, now } = platform
  const limit = rateLimit({ perSecond: config.requestsPerSecond, burst: config.requestsBurst, keysMax: 10_000, now })
  return { app: createShell(platform, meters), platform, meters, limit }
}

/** What every answer goes through, whoever asks: request ids, counting, logging, other origins, problems. */
export function createShell(platform: Pick<Platform, 'log' | 'randomBytes'>, meters: Meters): OpenAPIHono<Env> {
  const { log } = platform
  const app = new OpenAPIHono<Env>({
    defaultHook: result => {
      if (!result.success) throw problem('invalid-request', { errors: issuesOf(result.error) })
    },
  })
  // Request ids are for finding log lines, so they only have to differ.
  const run = Buffer.from(platform.randomBytes(6)).toString('base64url')
  let requests = 0
  app.use(async (c, next) => {
    const given = c.req.header('x-request-id')
    const requestId = given && /^[\w.-]{1,100}$/.test(given) ? given : `${run}-${(requests++).toString(36)}`
    c.set('requestId', requestId)
    const startMs = performance.now()
    await next()
    const ms = performance.now() - startMs
    const route = c.res.status === 404 && !c.get('principal') ? 'unmatched' : c.req.routePath
    // Not by c.header: on an answer that is ready it makes a new one each time.
    c.res.headers.set('x-request-id', requestId)
    c.res.headers.set('x-content-type-options', 'nosniff')
    meters.requests.inc({ route, status: c.res.status })
    meters.seconds.observe({ route }, ms / 1000)
    log.debug({ requestId, method: c.req.method, path: c.req.path, status: c.res.status, ms }, 'request')
  })
  // Any page may call the endpoints for apps: what they allow depends on the key alone, never on a cookie.
  const preflight = cors({ origin: '*', maxAge: 86_400 })
  const anyOrigin: MiddlewareHandler<Env> = async (c, next) => {
    if (c.req.method === 'OPTIONS') return preflight(c, next)
    // Not by cors: it touches the answer before there is one, and then the answer is copied through a stream.
    await next()
    c.res.headers.set('access-control-allow-origin', '*')
    c.res.headers.set('access-control-expose-headers', 'etag,retry-after,x-request-id')
  }
  app.use('/sdk/*', anyOrigin)
  app.use('/v1/*', anyOrigin)
  app.use('/ofrep/*', anyOrigin)
  app.notFound(c =>
    problemResponse(problem('not-found', { detail: `there is no ${c.req.method} ${c.req.path}` }), c.get('requestId')),
  )
  app.onError((error, c) => {
    const requestId = c.get('requestId')
    if (isProblem(error)) return problemResponse(error, requestId)
    if (error instanceof HTTPException && (error.status === 400 || error.status === 415))
      return problemResponse(problem('malformed-body'), requestId)
    log.error({ requestId, method: c.req.method, path: c.req.path, err: error }, 'request failed')
    return problemResponse(problem('internal'), requestId)
  })
  return app
}

/** Serves one route: guarded, validated, documented, with If-Match, ETag and Idempotency-Key handled as the route says. */
export function serve<const R extends Route>(
  server: Server,
  route: R,
  handler: (input: Input<R>, call: Call) => Reply<R> | Promise<Reply<R>>,
): void {
  const { app, platform } = server
  const limited = bodyLimit({
    maxSize: jsonBytesMax,
    onError: () => {
      throw problem('too-large', { detail: `at most ${jsonBytesMax} bytes` })
    },
  })
  app.openapi(
    createRoute({
      ...documented(route),
      middleware: [guard(server, route.access, projectParamOf(route)), limited] as never,
    }),
    (async (c: Context<Env>) => {
      const request = c.req as unknown as { valid(target: string): never }
      const input = {
        params: route.params ? request.valid('param') : undefined,
        query: route.query ? request.valid('query') : undefined,
        body: route.body ? request.valid('json') : undefined,
      } as Input<R>
      if (route.projectIn === 'body') {
        const { project } = input.body as { project: string }
        const refused = refusal(c.get('principal'), route.access, project)
        if (refused) throw refused
      }
      const call: Call = {
        principal: c.get('principal'),
        requestId: c.get('requestId'),
        version: route.etag === 'match' ? expectedVersion(c.req.header('if-match')) : 0,
        header: name => c.req.header(name),
        origin: () => originOf(c, platform.config),
        address: () => addressOf(c, platform.config),
        isSameOrigin: () => isSameOrigin(c, platform.config),
        author: why => ({ by: c.get('principal').name, at: new Date(platform.now()).toISOString(), why }),
      }
      const idempotencyKey = route.idempotent ? c.req.header('idempotency-key') : undefined
      const reply =
        idempotencyKey === undefined
          ? rendered(route, await handler(input, call))
          : underKey(platform, call.principal.id, idempotencyKey, `${c.req.path} ${JSON.stringify(input.body)}`, () =>
              rendered(route, handler(input, call)),
            )
      if (
        reply.headers.etag !== undefined &&
        c.req.method === 'GET' &&
        c.req.header('if-none-match') === reply.headers.etag
      ) {
        return new Response(null, { status: 304, headers: reply.headers })
      }
      const text = reply.status === 204 ? null : JSON.stringify(reply.body)
      return new Response(text, { status: reply.status, headers: reply.headers })
    }) as never,
  )
}

function rendered<R extends Route>(route: R, reply: Reply<R> | Promise<Reply<R>>): IdempotentReply {
  if (reply instanceof Promise) throw new Error(`${route.path}: an idempotent handler answers at once`)
  const headers: Record<string, string> = route.answer === undefined ? {} : { 'content-type': 'application/json' }
  if (reply.etag !== undefined) headers.etag = `"${reply.etag}"`
  if (reply.cookie !== undefined) Object.assign(headers, { 'set-cookie': reply.cookie, 'cache-control': 'no-store' })
  return { status: route.status ?? 200, headers, body: reply.body }
}

function expectedVersion(header: string | undefined): number {
  if (header === undefined) throw problem('precondition-required')
  const version = /^"(\d{1,15})"$/.exec(header.trim())?.[1]
  if (version === undefined)
    throw problem('conflict', { detail: `If-Match ${header} is not a version of this; ETags look like "3"` })
  return Number(version)
}

/** A route as OpenAPI wants it. */
export function documented(route: Route) {
  const json = (schema: z.ZodType) => ({ content: { 'application/json': { schema } } })
  const codes: ProblemCode[] = [
    ...(route.params || route.query || route.body ? (['invalid-request'] as const) : []),
    ...(route.access === 'public' ? [] : (['unauthenticated', 'forbidden', 'rate-limited'] as const)),
    ...(route.problems ?? []),
  ]
  const failures: Record<
    number,
    { description: string; content: { 'application/problem+json': { schema: z.ZodType } } }
  > = {}
  for (const code of codes) {
    const [status, title] = problems[code]
    const said = failures[status]?.description
    failures[status] = {
      description: said ? `${said}; ${code}: ${title}` : `${code}: ${title}`,
      content: { 'application/problem+json': { schema: ProblemDetails } },
    }
  }
  return {
    method: route.method,
    path: route.path,
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    tags: [route.tag],
    security: securityOf(route.access),
    request: {
      ...(route.params ? { params: route.params } : {}),
      ...(route.query ? { query: route.query } : {}),
      ...(route.body ? { body: { ...json(route.body), required: true } } : {}),
    },
    responses: {
      [route.status ?? 200]: route.answer ? { description: 'Done', ...json(route.answer) } : { description: 'Done' },
      ...failures,
    },
  }
}

/** What OpenAPI says a caller may prove themselves by. */
function securityOf(access: Access): Record<string, never[]>[] {
  if (access === 'public') return []
  if (access === 'sdk') return [{ key: [] }]
  return access === 'member' ? [{ session: [] }] : [{ key: [] }, { session: [] }]
}
