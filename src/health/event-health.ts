import type { EventDefinition } from '../contract/event-definition.ts'
import { deliveryName, type EventHealth } from '../contract/health.ts'
import type { HealthStatus } from '../contract/report.ts'
import { matureHours } from '../core/health/completeness.ts'
import type { Finding } from '../core/health/finding.ts'
import { freshnessFinding } from '../core/health/freshness.ts'
import { type Trouble, type Watched, watch, watchDelivery } from '../core/health/incident.ts'
import { dayHours, type EventSeries, type Reconciled, weekHours } from '../core/health/series.ts'
import type { ControlStore, IncidentRecord } from '../store/control/control-store.ts'
import type { EventStore } from '../store/events/event-store.ts'
import { queryOf } from './query.ts'

/** What the health of an event is computed from. */
export type HealthSource = {
  control: ControlStore
  events: Pick<EventStore, 'hours' | 'reconciled' | 'delivery'>
  now(): number
}

/** One event in one environment, or all of them together, at the end of the last whole hour. */
export type WatchedEvent = {
  /** When the last valid event arrived, if that was asked and one did. */
  lastReceivedMs?: number | undefined
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
  source: HealthSource,
  project: string,
  environment: string,
  definition: EventDefinition,
): Promise<WatchedEvent> {
  const { duplicatesMax, missingMax, completeness } = definition.expect ?? {}
  const untilHour = Math.floor(source.now() / hourMs)
  const firstHour = untilHour - historyHours
  const counted = await source.events.hours(project, environment, definition, firstHour, untilHour)
  const reconciled = await reconciledOf(source, project, environment, definition, untilHour)
  const series: EventSeries = reconciled === undefined ? counted : { ...counted, reconciled }
  const limits = { duplicatesMax, missingMax, completeness }
  const watched = watchedBy(source, project, environment, definition.key, untilHour, known =>
    watch(series, historyHours - 1, known, limits),
  )
  return { ...watched, lastReceivedMs: series.lastReceivedMs }
}

/** Looks at how all events of an environment get here. */
export async function watchEnvironment(
  source: HealthSource,
  project: string,
  environment: string,
): Promise<WatchedEvent> {
  const untilHour = Math.floor(source.now() / hourMs)
  const series = await source.events.delivery(project, environment, untilHour - historyHours, untilHour)
  return watchedBy(source, project, environment, deliveryName, untilHour, known =>
    watchDelivery(series, historyHours - 1, known),
  )
}

/** Reconciliation looks at rows, so only at the hours that its check looks at; the others count as empty. */
async function reconciledOf(
  { events }: HealthSource,
  project: string,
  environment: string,
  { key, expect }: EventDefinition,
  untilHour: number,
): Promise<Reconciled | undefined> {
  if (expect?.completeness === undefined) return undefined
  const hours = dayHours + matureHours
  const { completeness } = expect
  const read = await events.reconciled(project, environment, key, completeness, untilHour - hours, untilHour)
  const moved = (list: ArrayLike<number>) => {
    const all = new Float64Array(historyHours)
    all.set(list, historyHours - hours)
    return all
  }
  return { expected: moved(read.expected), found: moved(read.found) }
}

/** What a look says about an event, given its incidents, which the look counts in hours of its own. */
function watchedBy(
  { control }: HealthSource,
  project: string,
  environment: string,
  event: string,
  untilHour: number,
  look: (known: readonly Trouble[]) => Watched,
): WatchedEvent {
  const firstHour = untilHour - historyHours
  const records = control.incidents(project, { environment, event }, { limit: incidentsMax })
  const idOf = new Map<Trouble, IncidentRecord>()
  const known = records.map(record => {
    const trouble = moved(record.trouble, -firstHour)
    idOf.set(trouble, record)
    return trouble
  })
  const found = look(known)
  const closed = found.closed.flatMap(trouble => {
    const open = known.find(
      one => one.endHour === undefined && one.check === trouble.check && one.property === trouble.property,
    )
    const record = open && idOf.get(open)
    return record === undefined ? [] : [{ id: record.id, trouble: moved(trouble, firstHour) }]
  })
  const opened = found.opened.map(trouble => moved(trouble, firstHour))
  return { untilHour, findings: found.findings, opened, closed }
}

/** How one event is, with every check and the question behind it; reports may show it for the events beneath them. */
export async function eventHealth(
  source: HealthSource,
  project: string,
  environment: string,
  definition: EventDefinition,
): Promise<EventHealth> {
  const watched = await watchEvent(source, project, environment, definition)
  const { lastReceivedMs, findings } = watched
  const fresh = freshnessFinding(lastReceivedMs, source.now(), definition.freshnessMinutes)
  const received = lastReceivedMs === undefined ? {} : { lastReceived: new Date(lastReceivedMs).toISOString() }
  const health = healthOf(definition.key, environment, watched.untilHour, [fresh, ...findings], finding =>
    queryOf(finding, { project, environment, event: definition.key, untilHour: watched.untilHour, definition }),
  )
  return { ...health, ...received }
}

/** How all events of an environment get here, under the name of no event. */
export async function deliveryHealth(source: HealthSource, project: string, environment: string): Promise<EventHealth> {
  const { untilHour, findings } = await watchEnvironment(source, project, environment)
  return healthOf(deliveryName, environment, untilHour, findings, finding =>
    queryOf(finding, { project, environment, event: deliveryName, untilHour }),
  )
}

function healthOf(
  event: string,
  environment: string,
  untilHour: number,
  checks: readonly Finding[],
  query: (finding: Finding) => string,
): EventHealth {
  const status = worstOf(checks.map(check => check.status))
  return {
    event,
    environment,
    status,
    detail: checks.find(check => check.status === status)?.detail ?? '',
    until: new Date(untilHour * hourMs).toISOString(),
    checks: checks.map(check => ({ ...check, query: query(check) })),
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
