import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context, Next } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { apps, operations } from '../contract/routes.ts'
import { type ConfigurationBytes, configurationResponse } from '../http/configuration-bytes.ts'
import type { EventStreams } from '../http/event-streams.ts'
import { bearerOf } from '../http/guard.ts'
import type { Meters } from '../http/meters.ts'
import { problem } from '../http/problem.ts'
import type { RateLimit } from '../http/rate-limit.ts'
import { createShell, type Env } from '../http/server.ts'
import { streamResponse } from '../http/stream-response.ts'
import type { Platform } from '../platform.ts'
import type { EdgeKey, EdgeKeys } from './edge-keys.ts'
import type { Follower } from './follower.ts'
import type { Intake } from './intake.ts'

export type EdgeParts = Pick<Platform, 'log' | 'randomBytes'> & {
  meters: Meters
  keys: EdgeKeys
  followers: readonly Follower[]
  intake: Intake
  streams: EventStreams
  limit: RateLimit
  bodyBytesMax: number
}

/** The endpoints for apps and operators, as the server has them, without anything behind them but the edge's own disk. */
export function createEdgeApp(parts: EdgeParts): OpenAPIHono<Env> {
  const { meters, keys, followers, intake, streams, limit, bodyBytesMax } = parts
  const app = createShell(parts, meters)

  function followerOf(key: EdgeKey): Follower | undefined {
    return followers.find(follower => follower.key.id === key.id)
  }

  /** Lets a request in that carries an accepted key, from an address only a client key. */
  async function guard(c: Context<Env>, next: Next): Promise<void> {
    const query = c.req.path === apps.stream.path ? c.req.query('key') : undefined
    const key = keys.find(bearerOf(c) ?? (query?.startsWith('assay_client_') ? query : undefined))
    if (key === undefined || followerOf(key)?.withdrawn() === 'unauthenticated') throw problem('unauthenticated')
    const waitSeconds = limit(key.id)
    if (waitSeconds > 0) throw problem('rate-limited', { retryAfterSeconds: waitSeconds })
    const { id, kind } = key
    c.set('principal', {
      id,
      kind,
      name: id,
      role: undefined,
      project: undefined,
      environment: undefined,
      credential: id,
    })
    await next()
  }

  function keyOf(c: Context<Env>): EdgeKey {
    const key = keys.all.find(({ id }) => id === c.get('principal').id)
    if (key === undefined) throw new Error('a guarded endpoint was reached without a key')
    return key
  }

  function currentFor(key: EdgeKey): ConfigurationBytes {
    const current = followerOf(key)?.current()
    if (current) return current
    throw problem('not-found', { detail: 'this edge has no configuration for the key yet', retryAfterSeconds: 1 })
  }

  app.get(apps.configuration.path, guard, c => configurationResponse(currentFor(keyOf(c)), name => c.req.header(name)))

  app.get(apps.stream.path, guard, c => {
    const key = keyOf(c)
    const random = (parts.randomBytes(1)[0] ?? 0) / 255
    return streamResponse(c, streams, { topic: key.id, key: key.id, current: currentFor(key).event, random })
  })

  const limited = bodyLimit({
    maxSize: bodyBytesMax,
    onError: () => {
      throw problem('too-large', { detail: `more than ${bodyBytesMax} bytes` })
    },
  })
  app.post(apps.events.path, guard, limited, async c => {
    const taken = await intake(keyOf(c), {
      body: new Uint8Array(await c.req.arrayBuffer()),
      encoding: c.req.header('content-encoding'),
      contentType: c.req.header('content-type'),
      sentAt: c.req.header('assay-sent-at'),
      backfill: c.req.header('assay-backfill') === 'true',
    })
    if ('problem' in taken) throw problem(taken.problem, taken)
    meters.events.inc({ verdict: 'accepted' }, taken.answer.valid)
    return c.json(taken.answer)
  })

  app.get(operations.alive.path, c => c.json({ status: 'ok' }))

  app.get(operations.ready.path, c => {
    const missing = followers.filter(follower => follower.current() === undefined)
    // A client key that was taken back is no reason to turn away everybody else.
    const [first] = missing.filter(({ key, withdrawn }) => key.kind === 'server' || withdrawn() === undefined)
    if (first === undefined) return c.json({ status: 'ready' })
    const why = first.withdrawn() === undefined ? 'has no configuration yet' : 'is not accepted by the upstream'
    return c.json({ status: 'not-ready', reason: `the ${first.key.kind} key ${first.key.id} ${why}` }, 503)
  })

  app.get('/metrics', async c =>
    c.text(await meters.registry.metrics(), 200, { 'content-type': meters.registry.contentType }),
  )
  return app
}
