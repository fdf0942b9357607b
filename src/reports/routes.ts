import type { Metric } from '../contract/metric.ts'
import { reports } from '../contract/routes.ts'
import { planOf } from '../core/metrics/plan.ts'
import { reportOf } from '../core/report/report.ts'
import { nextCursor, numberIn } from '../http/cursor.ts'
import { find, projectOf } from '../http/definition.ts'
import { problem } from '../http/problem.ts'
import { type Server, serve } from '../http/server.ts'

const iso = (ms: number) => new Date(ms).toISOString()

/** Answers about experiments and the events beneath them. */
export function serveReports(server: Server): void {
  const { control, events, now } = server.platform

  serve(server, reports.report, async ({ params, query }) => {
    const key = projectOf(control, params)
    const project = find(control, 'projects', { key }).definition
    const { definition: experiment, meta } = find(control, 'experiments', params)
    const { phases } = experiment.run
    const phase = query.phase === undefined ? phases.at(-1) : phases.find(({ number }) => number === query.phase)
    if (!phase) {
      if (query.phase !== undefined)
        throw problem('not-found', { detail: `experiment ${experiment.key} has no phase ${query.phase}` })
      throw problem('not-allowed-now', {
        errors: [{ path: '/run/status', message: 'the experiment has not started; start it first' }],
      })
    }
    const metrics: Metric[] = experiment.metrics.map(
      ({ metric }) => find(control, 'metrics', { project: key, key: metric }).definition,
    )
    const nowMs = now()
    const plan = planOf(
      project,
      experiment,
      phase,
      metrics,
      query.until === undefined ? nowMs : Date.parse(query.until),
    )
    const [answer, freshness] = await Promise.all([events.analyse(plan), events.freshness(key, experiment.environment)])
    const definitions = [...control.snapshot(key).events.values()].map(({ definition }) => definition)
    return {
      body: reportOf({
        experiment,
        phase,
        metrics,
        definitions,
        plan,
        answer,
        freshness,
        nowMs,
        definitionVersion: meta.version,
      }),
    }
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

  serve(server, reports.quarantine, async ({ params, query }) => {
    const beforeMs = numberIn(query.cursor) ?? Number.MAX_SAFE_INTEGER
    const rows = await events.quarantined(projectOf(control, params), beforeMs, query.limit + 1)
    const items = rows
      .slice(0, query.limit)
      .map(({ receivedMs, raw, ...row }) => ({ ...row, received: iso(receivedMs), raw: raw as never }))
    return { body: { items, ...nextCursor(rows, query.limit, row => String(row.receivedMs)) } }
  })
}
