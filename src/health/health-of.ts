import type { EventDefinition } from '../contract/event-definition.ts'
import { deliveryName, type EventHealth } from '../contract/health.ts'
import type { EventBeneath } from '../contract/report.ts'
import { freshnessFinding } from '../core/health/freshness.ts'
import { eventsBeneath, type Notice, type NoticedEvent } from '../core/report/event-health.ts'
import type { ControlStore } from '../store/control/control-store.ts'
import type { EventStore } from '../store/events/event-store.ts'
import { deliveryHealth, eventHealth, type HealthSource, hourMs } from './event-health.ts'

/** A stretch of time in milliseconds since 1970, the end excluded. */
export type During = { fromMs: number; untilMs: number }

/** What was noticed about events in a stretch of time that reaches to the present or ended before, event by event. */
export type NoticedIn = (
  project: string,
  environment: string,
  events: readonly string[],
  during: During,
) => Promise<NoticedEvent[]>

/** How events are now, or were in a stretch of time, each in one status with its reason, whatever is read of them. */
export type HealthOf = (
  project: string,
  environment: string,
  events: readonly string[],
  during?: During,
) => Promise<EventBeneath[]>

/** What the health of events beneath numbers is asked of. */
export type BeneathSource = HealthSource & { events: Pick<EventStore, 'arrivals'> }

const incidentsMax = 1000
/** Checks look at whole hours and read weeks of them, so they are asked again when an hour is over, and while its last events may still be on their way. */
const rememberedMs = 60_000
const settledMs = 120_000
const rememberedMax = 10_000
const calm: NoticedEvent['quiet'] = { status: 'ok', detail: 'no incident in that time' }

/**
 * What is asked about the events beneath numbers: incidents that overlap the time the numbers are about and, where that
 * reaches to the present, also what the checks say now.
 */
export function healthSource(source: BeneathSource): { noticedIn: NoticedIn; healthOf: HealthOf } {
  const { control, now } = source
  const checksOf = remembered(source)

  async function noticesOf(project: string, environment: string, event: string, during: During) {
    const incidents = incidentsIn(control, project, environment, event, during)
    if (during.untilMs < now()) return { notices: incidents, quiet: calm }
    const health = await checksOf(project, environment, event)
    const open = incidents.filter(({ endMs }) => endMs === undefined)
    const known = (check: string, property: string | undefined) =>
      open.some(one => one.check === check && one.property === property)
    const found = noticesIn(health).filter(({ check, property }) => !known(check, property))
    return { notices: [...incidents, ...found], quiet: quietOf(health) }
  }

  const noticedIn: NoticedIn = async (project, environment, events, during) => {
    const definitions = control.snapshot(project).events
    const everywhere = await noticesOf(project, environment, deliveryName, during)
    const noticed: NoticedEvent[] = []
    for (const event of events) {
      const { notices, quiet } = await noticesOf(project, environment, event, during)
      // What gets lost on the way from clients concerns no event that servers send.
      const shared = definitions.get(event)?.definition.source === 'server' ? [] : everywhere.notices
      noticed.push({ event, quiet, notices: [...notices, ...shared] })
    }
    return noticed
  }

  return {
    noticedIn,
    async healthOf(project, environment, events, during = { fromMs: now(), untilMs: now() }) {
      const noticed = await noticedIn(project, environment, events, during)
      const silent = during.untilMs < now() ? undefined : await silenceIn(source, project, environment, events)
      const told = noticed.map(one => ({ ...one, notices: [...one.notices, ...(silent?.(one.event) ?? [])] }))
      const reads = new Map(events.map(event => [event, undefined]))
      return eventsBeneath(reads, { noticed: told, fresh: [], untilMs: during.untilMs })
    },
  }
}

/** What there is to notice about how long each of some events has been silent. */
async function silenceIn(source: BeneathSource, project: string, environment: string, events: readonly string[]) {
  const arrivals = await source.events.arrivals(project, environment, events)
  const definitions = source.control.snapshot(project).events
  return (event: string): Notice[] => {
    const lastMs = arrivals.find(arrival => arrival.event === event)?.lastReceivedMs
    const finding = freshnessFinding(lastMs, source.now(), definitions.get(event)?.definition.freshnessMinutes)
    const { status } = finding
    if (lastMs === undefined || status === 'ok' || status === 'unknown') return []
    return [{ ...finding, status, startMs: lastMs, endMs: undefined }]
  }
}

function incidentsIn(
  control: ControlStore,
  project: string,
  environment: string,
  event: string,
  { fromMs, untilMs }: During,
): Notice[] {
  return control
    .incidents(project, { environment, event }, { limit: incidentsMax })
    .map(({ trouble: { check, property, startHour, endHour, finding } }) => ({
      check,
      property,
      status: 'failing' as const,
      detail: finding.detail,
      observed: finding.observed,
      expected: finding.expected,
      startMs: startHour * hourMs,
      endMs: endHour === undefined ? undefined : (endHour + 1) * hourMs,
    }))
    .filter(({ startMs, endMs }) => startMs <= untilMs && (endMs === undefined || endMs > fromMs))
}

function noticesIn(health: EventHealth | undefined): Notice[] {
  if (health === undefined) return []
  const untilMs = Date.parse(health.until)
  return health.checks.flatMap(({ check, property, status, detail, observed, expected, windowHours }) =>
    // How long it has been silent changes by the minute, and is asked elsewhere.
    status === 'ok' || status === 'unknown' || check === 'freshness'
      ? []
      : [
          {
            ...{ check, property, status, detail, observed, expected },
            startMs: untilMs - windowHours * hourMs,
            endMs: undefined,
          },
        ],
  )
}

function quietOf(health: EventHealth | undefined): NoticedEvent['quiet'] {
  if (health === undefined) return { status: 'unknown', detail: 'it is not defined' }
  const status = health.checks.some(one => one.status === 'ok' && one.check !== 'freshness') ? 'ok' : 'unknown'
  const detail = status === 'ok' ? 'nothing unusual' : 'too little is known of it yet to tell what is usual'
  return { status, detail }
}

function remembered(source: HealthSource) {
  type Known = { atMs: number; definition: EventDefinition | undefined; health: Promise<EventHealth | undefined> }
  const known = new Map<string, Known>()
  return async (project: string, environment: string, event: string): Promise<EventHealth | undefined> => {
    const key = `${project} ${environment} ${event}`
    const atMs = source.now()
    const definition = source.control.snapshot(project).events.get(event)?.definition
    const last = known.get(key)
    if (last !== undefined && last.definition === definition && stillTrue(last.atMs, atMs)) return last.health
    if (known.size >= rememberedMax) known.clear()
    const health = ask(source, project, environment, event, definition)
    known.set(key, { atMs, definition, health })
    // A question that failed is asked again.
    health.catch(() => known.delete(key))
    return health
  }
}

function stillTrue(askedMs: number, nowMs: number): boolean {
  if (Math.floor(askedMs / hourMs) !== Math.floor(nowMs / hourMs)) return false
  return askedMs % hourMs >= settledMs || Math.abs(nowMs - askedMs) < rememberedMs
}

async function ask(
  source: HealthSource,
  project: string,
  environment: string,
  event: string,
  definition: EventDefinition | undefined,
): Promise<EventHealth | undefined> {
  if (event === deliveryName) return deliveryHealth(source, project, environment)
  return definition === undefined ? undefined : eventHealth(source, project, environment, definition)
}
