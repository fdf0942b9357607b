import type { Context } from 'hono'
import { access } from '../contract/routes.ts'
import { people, sessions } from '../contract/session-routes.ts'
import { live } from '../contract/telemetry-routes.ts'
import { projectOf } from '../http/definition.ts'
import { guard } from '../http/guard.ts'
import { issuesOf } from '../http/issue.ts'
import { problem } from '../http/problem.ts'
import { documented, type Env, type Server } from '../http/server.ts'
import { eventStream } from '../http/stream-response.ts'
import type { Tail } from './tail.ts'

/** Streams of events as they come, for as long as the reader's key holds. */
export function serveLive(server: Server, tail: Tail): void {
  const { app, platform } = server
  app.openAPIRegistry.registerPath(documented(live.stream))
  app.get(
    live.stream.path.replace('{project}', ':project'),
    guard(server, live.stream.access),
    (c: Context<Env>): Response => {
      const project = projectOf(platform.control, { project: c.req.param('project') ?? '' })
      const query = live.stream.query.safeParse(c.req.query())
      if (!query.success) throw problem('invalid-request', { errors: issuesOf(query.error) })
      const random = (platform.randomBytes(1)[0] ?? 0) / 255
      return eventStream(c, random, outgoing =>
        tail.open({ ...outgoing, project, query: query.data, key: c.get('principal').credential }),
      )
    },
  )
  for (const { path } of [access.revokeKey, people.change, sessions.end, sessions.password]) {
    app.use(path.replace('{id}', ':id'), async (_, next) => {
      await next()
      tail.recheck()
    })
  }
}
