import { measurement } from '../contract/understanding-routes.ts'
import { lineageAround, lineageOf, nodeId } from '../core/model/lineage.ts'
import { unusedEvents } from '../core/model/unused-events.ts'
import { projectOf } from '../http/definition.ts'
import { lastReads, readsRememberedSince } from '../http/event-reads.ts'
import { problem } from '../http/problem.ts'
import { decisionsIn } from '../http/review-decisions.ts'
import { type Server, serve } from '../http/server.ts'
import type { Stored } from '../store/control/control-store.ts'

/** More incidents than are ever open at once. */
const incidentsMax = 1000
const dayMs = 86_400_000

/** What rests on which event, and which events nothing rests on. */
export function serveLineage(server: Server): void {
  const { control, events, now } = server.platform
  readsRememberedSince(server.platform)

  serve(server, measurement.lineage, ({ params, query }) => {
    const project = projectOf(control, params)
    const incidents = control.incidents(project, { status: 'open' }, { limit: incidentsMax })
    const whole = lineageOf({
      definitions: control.snapshot(project),
      decisions: decisionsIn(control, project),
      incidents: incidents.map(({ id, event, trouble: { check, property, finding } }) => ({
        id,
        event,
        check,
        property,
        detail: finding.detail,
      })),
    })
    const wanted = nodeAskedFor(query)
    if (wanted === undefined) return { body: whole }
    const around = lineageAround(whole, wanted)
    if (around === undefined) throw problem('not-found', { detail: `there is no ${wanted.replace(':', ' ')}` })
    return { body: around }
  })

  serve(server, measurement.unusedEvents, async ({ params, query }) => {
    const project = projectOf(control, params)
    const rememberedSince = readsRememberedSince(server.platform)
    const reads = lastReads(control, project)
    const nowMs = now()
    const volumes = await events.volumes(project, nowMs - query.days * dayMs)
    const volumeOf = new Map(volumes.map(volume => [volume.event, volume]))
    const { metrics, experiments, events: definitions } = control.snapshot(project)
    const items = unusedEvents({
      events: [...definitions.values()].map(({ definition, meta }) => {
        const { stored = 0, recent = 0, approximateBytes = 0, lastReceivedMs } = volumeOf.get(definition.key) ?? {}
        const createdAtMs = Date.parse(meta.createdAt)
        const lastRead = reads[definition.key]
        return { definition, createdAtMs, lastRead, stored, recent, approximateBytes, lastReceivedMs }
      }),
      metrics: definitionsIn(metrics),
      experiments: definitionsIn(experiments),
      rememberedSinceMs: Date.parse(rememberedSince),
      days: query.days,
      nowMs,
    })
    return { body: { rememberedSince, items } }
  })
}

function nodeAskedFor(query: {
  event?: string | undefined
  property?: string | undefined
  metric?: string | undefined
  experiment?: string | undefined
  flag?: string | undefined
}): string | undefined {
  const { event, property, metric, experiment, flag } = query
  if (event !== undefined)
    return property === undefined ? nodeId('event', event) : nodeId('property', `${event}.${property}`)
  if (metric !== undefined) return nodeId('metric', metric)
  if (experiment !== undefined) return nodeId('experiment', experiment)
  return flag === undefined ? undefined : nodeId('flag', flag)
}

function definitionsIn<N extends 'metrics' | 'experiments'>(stored: ReadonlyMap<string, Stored<N>>) {
  return [...stored.values()].map(({ definition }) => definition)
}
