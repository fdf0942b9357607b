import type { Context } from 'hono'
import type { Access } from '../contract/access.ts'
import type { Route } from '../contract/route.ts'
import { memberCalling } from './member.ts'
import { authenticate, refusal } from './principal.ts'
import { problem } from './problem.ts'
import type { Env, Server } from './server.ts'

const namedInBody = '(body)'

/** Where a request carries its key. */
export type SecretOf = (c: Context<Env>) => string | undefined | Promise<string | undefined>

/** Identifies the caller, refuses those an endpoint is not for, and holds each key to its rate. */
export function guard(
  { platform, limit }: Server,
  access: Access,
  projectParam = 'project',
  secretOf: SecretOf = bearerOf,
) {
  // Who may name only one project is held to it once the body is read.
  const inBody = projectParam === namedInBody
  return async (c: Context<Env>, next: () => Promise<void>): Promise<void> => {
    const secret = await secretOf(c)
    const principal =
      secret === undefined && forPeople(access) ? memberCalling(platform, c) : authenticate(platform.control, secret)
    const refused = refusal(principal, access, inBody ? principal?.project : c.req.param(projectParam))
    if (refused) throw refused
    if (principal) {
      c.set('principal', principal)
      const waitSeconds = limit(principal.id)
      if (waitSeconds > 0) throw problem('rate-limited', { retryAfterSeconds: waitSeconds })
    }
    await next()
    // What a cookie opens is for one person; caches on the way cannot tell.
    if (principal?.kind === 'member' && !c.res.headers.has('cache-control'))
      c.res.headers.set('cache-control', access === 'member' ? 'no-store' : 'private, no-cache')
  }
}

/** Only there cookies count: the endpoints for apps answer pages of every origin. */
function forPeople(access: Access): boolean {
  return access !== 'public' && access !== 'sdk'
}

/** The key in `Authorization: Bearer KEY`. */
export function bearerOf(c: Context<Env>): string | undefined {
  const header = c.req.header('authorization')
  return header?.startsWith('Bearer ') ? header.slice(7) : undefined
}

/** The same, else the key in `X-API-Key: KEY`, which clients of open standards send. */
export function apiKeyOf(c: Context<Env>): string | undefined {
  return bearerOf(c) ?? c.req.header('x-api-key')
}

/** Which part of a path names the project; a marker of its own where the body does. */
export function projectParamOf({ path, projectIn }: Route): string {
  if (projectIn === 'body') return namedInBody
  return path.includes('/projects/{key}') ? 'key' : 'project'
}
