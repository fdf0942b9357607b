import type { EventDefinition } from '../contract/event-definition.ts'
import type { EventHealth } from '../contract/health.ts'
import type { HealthStatus } from '../contract/report.ts'
import type { Finding } from '../core/health/finding.ts'
import { freshnessFinding } from '../core/health/freshness.ts'
import { type Trouble, watch } from '../core/health/incident.ts'
import { type EventSeries, weekHours } from '../core/health/series.ts'
import type { ControlStore, IncidentRecord } from '../store/control/control-store.ts'
import type { EventStore } from '../store/events/event-store.ts'
import { queryOf } from './query.ts'

/** What the health of an event is computed from. */
export type HealthSource = { control: ControlStore; events: Pick<EventStore, 'hours'>; now(): number }

/** One event in one environment at the end of the last whole hour. */
export type WatchedEvent = {
  series: EventSeries
  /** The end of the last whole hour, in hours since 1970. */
  untilHour: number
  findings: Finding[]
  opened: Trouble[]
  closed: { id: string; trouble: Trouble }[]
}

export const hourMs = 3_600_000
/** As much as the baselines need. */
const historyHours = 9 * weekHours
const incidentsMax = 200
const order: readonly HealthStatus[] = ['failing', 'warning', 'ok', 'unknown']

/** Looks at one event: what its checks say, and which incidents should open or close. Hours of `opened` and `closed` count since 1970. */
export async function watchEvent(
  { control, events, now }: HealthSource,
  project: string,
  environment: string,
  definition: EventDefinition,
): Promise<WatchedEvent> {
  const untilHour = Math.floor(now() / hourMs)
  const firstHour = untilHour - historyHours
  const series = await events.hours(project, environment, definition, firstHour, untilHour)
  const records = control.incidents(project, { environment, event: definition.key }, { limit: incidentsMax })
  const idOf = new Map<Trouble, IncidentRecord>()
  const known = records.map(record => {
    const trouble = moved(record.trouble, -firstHour)
    idOf.set(trouble, record)
    return trouble
  })
  const { duplicatesMax, missingMax } = definition.expect ?? {}
  const found = watch(series, historyHours - 1, known, { duplicatesMax, missingMax })
  const closed = found.closed.flatMap(trouble => {
    const open = known.find(
      one => one.endHour === undefined && one.check === trouble.check && one.property === trouble.property,
    )
    const record = open && idOf.get(open)
    return record === undefined ? [] : [{ id: record.id, trouble: moved(trouble, firstHour) }]
  })
  return {
    series,
    untilHour,
    findings: found.findings,
    opened: found.opened.map(trouble => moved(trouble, firstHour)),
    closed,
  }
}

/** How one event is, with every check and the question behind it; reports may show it for the events beneath them. */
export async function eventHealth(
  source: HealthSource,
  project: string,
  environment: string,
  definition: EventDefinition,
): Promise<EventHealth> {
  const { series, untilHour, findings } = await watchEvent(source, project, environment, definition)
  const fresh = freshnessFinding(series.lastReceivedMs, source.now(), definition.freshnessMinutes)
  const checks = [fresh, ...findings]
  const worst = [...checks].sort((one, other) => order.indexOf(one.status) - order.indexOf(other.status))[0] ?? fresh
  return {
    event: definition.key,
    environment,
    status: worst.status,
    detail: worst.detail,
    until: new Date(untilHour * hourMs).toISOString(),
    ...(series.lastReceivedMs === undefined ? {} : { lastReceived: new Date(series.lastReceivedMs).toISOString() }),
    checks: checks.map(check => ({ ...check, query: queryOf(check, project, environment, definition.key, untilHour) })),
  }
}

/** The worst status of many things; what is unknown about some does not hide what is known of others. */
export function worstOf(statuses: readonly HealthStatus[]): HealthStatus {
  return order.find(status => statuses.includes(status)) ?? 'unknown'
}

function moved(trouble: Trouble, hours: number): Trouble {
  const { startHour, endHour } = trouble
  return { ...trouble, startHour: startHour + hours, endHour: endHour === undefined ? undefined : endHour + hours }
}
