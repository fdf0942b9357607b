import { reports } from '../contract/routes.ts'
import { find, projectOf } from '../http/definition.ts'
import { type Server, serve } from '../http/server.ts'
import type { ReportOn } from './source.ts'

const iso = (ms: number) => new Date(ms).toISOString()

/** Answers about experiments and the events beneath them. */
export function serveReports(server: Server, reportOn: ReportOn): void {
  const { control, events } = server.platform

  serve(server, reports.report, async ({ params, query }) => ({ body: await reportOn(params, query) }))

  serve(server, reports.looks, ({ params, query }) => {
    const key = projectOf(control, params)
    const { definition: experiment } = find(control, 'experiments', params)
    const phase = query.phase ?? experiment.run.phases.at(-1)?.number ?? 1
    return { body: { items: control.looks(key, experiment.key, phase) } }
  })

  serve(server, reports.freshness, async ({ params, query }) => {
    const rows = await events.freshness(projectOf(control, params), query.environment)
    const items = rows.map(({ event, events: count, lastTimeMs, lastReceivedMs }) => ({
      event,
      events: count,
      lastTime: iso(lastTimeMs),
      lastReceived: iso(lastReceivedMs),
    }))
    return { body: { items } }
  })
}
