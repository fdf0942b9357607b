import { bodyLimit } from 'hono/body-limit'
import { apps } from '../contract/routes.ts'
import { problem } from '../http/problem.ts'
import { documented, guard, type Server } from '../http/server.ts'
import { bodyBytesMax } from './body.ts'
import type { Ingest } from './pipeline.ts'

/** Where apps send events. The body is read here and nowhere else, since one bad event must not fail its neighbours. */
export function serveIngest(server: Server, ingest: Ingest): void {
  const { app } = server
  const limited = bodyLimit({
    maxSize: bodyBytesMax,
    onError: () => {
      throw problem('too-large', { detail: `more than ${bodyBytesMax} bytes` })
    },
  })
  app.openAPIRegistry.registerPath(documented(apps.events))
  app.post(apps.events.path, guard(server, apps.events.access), limited, async c => {
    const { project = '', environment = '', kind } = c.get('principal')
    const taken = await ingest(
      { project, environment, kind },
      {
        body: new Uint8Array(await c.req.arrayBuffer()),
        encoding: c.req.header('content-encoding'),
        contentType: c.req.header('content-type'),
        sentAt: c.req.header('assay-sent-at'),
        backfill: c.req.header('assay-backfill') === 'true',
      },
    )
    if ('answer' in taken) return c.json(taken.answer)
    throw problem(taken.problem, taken)
  })
}
