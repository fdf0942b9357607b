import { deliveryName, type Incident } from '../contract/health.ts'
import { type HealthSource, hourMs, type WatchedEvent, watchEnvironment, watchEvent } from '../health/event-health.ts'
import { incidentOf } from '../health/incident-answer.ts'
import type { IncidentRecord } from '../store/control/control-store.ts'
import type { EventStore } from '../store/events/event-store.ts'
import type { Log } from '../store/events/log.ts'
import { keepDeliveries } from './deliver-webhooks.ts'
import type { DroppedCounts } from './watch-batches.ts'

export type WatchOptions = Omit<HealthSource, 'events'> & {
  events: Pick<EventStore, 'hours' | 'reconciled' | 'delivery' | 'countDropped'>
  /** Makes everything journalled so far count. */
  settle(): Promise<void>
  dropped: DroppedCounts
  id(): string
  /** Called after an incident was kept as opened or closed. */
  announce(project: string, incident: Incident): void
}

const projectsMax = 100_000
const incidentsMax = 1000

/**
 * Looks at every event of every project once for each hour that is over, and keeps the incidents that open and close. Safe
 * to be called at any time: an hour that was looked at is in `seen`, and one looked at again after a restart says the same.
 */
export async function watchHealth(options: WatchOptions, seen: Map<string, number>): Promise<void> {
  const { control, now, settle, events, dropped } = options
  const hour = Math.floor(now() / hourMs)
  await events.countDropped(dropped.take())
  if (seen.get('') === hour) return
  await settle()
  for (const { definition: project } of control.list('', 'projects', { limit: projectsMax })) {
    const { environments, events: definitions } = control.snapshot(project.key)
    for (const environment of environments.keys()) {
      const looks = new Map([
        [deliveryName, () => watchEnvironment(options, project.key, environment)],
        ...[...definitions.values()].map(
          ({ definition }) =>
            [definition.key, () => watchEvent(options, project.key, environment, definition)] as const,
        ),
      ])
      for (const [event, look] of looks) {
        const key = `${project.key} ${environment} ${event}`
        if (seen.get(key) === hour) continue
        keepIncidents(options, { project: project.key, environment, event }, await look())
        seen.set(key, hour)
      }
    }
  }
  seen.set('', hour)
}

function keepIncidents(
  options: WatchOptions,
  place: Pick<IncidentRecord, 'project' | 'environment' | 'event'>,
  { opened, closed }: WatchedEvent,
): void {
  for (const trouble of opened) open(options, { ...place, trouble })
  for (const { id, trouble } of closed) close(options, { ...place, id, trouble })
}

function open(
  { control, now, id, announce }: WatchOptions,
  found: Pick<IncidentRecord, 'project' | 'environment' | 'event' | 'trouble'>,
) {
  const record = { ...found, id: id(), openedAt: new Date(now()).toISOString() }
  const incident = incidentOf({ ...record, closedAt: undefined })
  control.transaction(() => {
    control.addIncident(record)
    keepDeliveries(control, found.project, 'incident.opened', incident, now())
  })
  announce(found.project, incident)
}

function close(
  { control, now, announce }: WatchOptions,
  ended: Pick<IncidentRecord, 'id' | 'project' | 'environment' | 'event' | 'trouble'>,
) {
  const { id, project, environment, event, trouble } = ended
  const closedAt = new Date(now()).toISOString()
  const incident = control.transaction(() => {
    control.closeIncident(id, trouble.endHour ?? 0, closedAt)
    const record = control
      .incidents(project, { environment, event }, { limit: incidentsMax })
      .find(one => one.id === id)
    if (record === undefined) return undefined
    const closed = incidentOf(record)
    keepDeliveries(control, project, 'incident.closed', closed, now())
    return closed
  })
  if (incident !== undefined) announce(project, incident)
}

/** Watches again and again, never twice at once; returns a function that ends it. */
export function startWatchingHealth(options: WatchOptions, log: Log, intervalMs: number): () => Promise<void> {
  const seen = new Map<string, number>()
  let running: Promise<void> = Promise.resolve()
  let busy = false
  const timer = setInterval(() => {
    if (busy) return
    busy = true
    running = watchHealth(options, seen)
      .catch((error: unknown) =>
        log.error({ err: error }, 'the health of events could not be looked at; it is tried again'),
      )
      .finally(() => {
        busy = false
      })
  }, intervalMs)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await running
    await options.events.countDropped(options.dropped.take())
  }
}
