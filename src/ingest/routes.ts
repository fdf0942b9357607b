import { apps } from '../contract/routes.ts'
import { bodyBytes } from '../http/body-bytes.ts'
import { guard } from '../http/guard.ts'
import { senderOf } from '../http/intake.ts'
import { problem } from '../http/problem.ts'
import { documented, type Server } from '../http/server.ts'
import { bodyBytesMax } from './body.ts'
import type { Ingest } from './pipeline.ts'

/** Where apps send events. The body is read here and nowhere else, since one bad event must not fail its neighbours. */
export function serveIngest(server: Server, ingest: Ingest): void {
  const { app } = server
  app.openAPIRegistry.registerPath(documented(apps.events))
  app.post(apps.events.path, guard(server, apps.events.access), async c => {
    const body = await bodyBytes(c, bodyBytesMax)
    if (body === undefined) throw problem('too-large', { detail: `more than ${bodyBytesMax} bytes` })
    const taken = await ingest(senderOf(c.get('principal')), {
      body,
      encoding: c.req.header('content-encoding'),
      contentType: c.req.header('content-type'),
      sentAt: c.req.header('assay-sent-at'),
      backfill: c.req.header('assay-backfill') === 'true',
    })
    if ('answer' in taken) return c.json(taken.answer)
    throw problem(taken.problem, taken)
  })
}
