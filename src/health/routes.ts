import { health, webhooks } from '../contract/telemetry-routes.ts'
import { nextCursor, numberIn } from '../http/cursor.ts'
import { find, projectOf } from '../http/definition.ts'
import { type Server, serve } from '../http/server.ts'
import { deliveryHealth, eventHealth, worstOf } from './event-health.ts'
import { incidentOf } from './incident-answer.ts'
import { webhookSecret } from './webhook-secret.ts'

/** How the telemetry of a project is, event by event, and what was wrong with it. */
export function serveHealth(server: Server): void {
  const { platform } = server
  const { control } = platform

  serve(server, health.all, async ({ params, query }) => {
    const project = projectOf(control, params)
    const items = []
    for (const { definition } of control.snapshot(project).events.values())
      items.push(await eventHealth(platform, project, query.environment, definition))
    const delivery = await deliveryHealth(platform, project, query.environment)
    return { body: { status: worstOf([...items, delivery].map(({ status }) => status)), items, delivery } }
  })

  serve(server, health.one, async ({ params, query }) => {
    const project = projectOf(control, params)
    const { definition } = find(control, 'events', { project, key: params.event })
    return { body: await eventHealth(platform, project, query.environment, definition) }
  })

  serve(server, health.incidents, ({ params, query }) => {
    const { limit, cursor, ...filter } = query
    const page = { limit: limit + 1, before: numberIn(cursor) }
    const rows = control.incidents(projectOf(control, params), filter, page)
    return {
      body: { items: rows.slice(0, limit).map(incidentOf), ...nextCursor(rows, limit, row => String(row.number)) },
    }
  })

  serve(server, webhooks.secret, ({ params }) => {
    const { definition } = find(control, 'webhooks', params)
    return { body: { secret: webhookSecret(control, platform.randomBytes, params.project, definition) } }
  })
}
