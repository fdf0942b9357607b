import type { CheckName } from '../../contract/health.ts'
import type { Metric } from '../../contract/metric.ts'
import type { EventBeneath, HealthCheck, HealthStatus } from '../../contract/report.ts'
import { eventsOf } from '../model/reference.ts'
import { worst } from './health.ts'

/** Something wrong with an event, or odd about it, from a moment on; `endMs` is undefined while it goes on. */
export type Notice = {
  check: CheckName
  property?: string | undefined
  status: 'warning' | 'failing'
  detail: string
  observed: number
  expected: number
  startMs: number
  endMs: number | undefined
}

/** What was noticed about an event in the time of a report; `quiet` is how it is when none of that matters. */
export type NoticedEvent = {
  event: string
  quiet: { status: 'ok' | 'unknown'; detail: string }
  notices: readonly Notice[]
}

/** What the health of the events beneath a report is made of, up to the moment it is about. */
export type Beneath = {
  noticed: readonly NoticedEvent[]
  /** The report's own checks that events were heard of lately. */
  fresh: readonly HealthCheck[]
  untilMs: number
}

type Said = { status: HealthStatus; detail: string; startMs: number | undefined }

/** Events with those of their properties that are read, undefined for all of them. */
export type Reads = ReadonlyMap<string, ReadonlySet<string> | undefined>

/** The properties of each event that some metrics read. */
export function readsOf(metrics: readonly Pick<Metric, 'formula'>[]): Reads {
  const reads = new Map<string, Set<string>>()
  for (const { event, properties } of metrics.flatMap(({ formula }) => eventsOf(formula))) {
    const known = reads.get(event) ?? new Set()
    reads.set(event, known)
    for (const property of properties) known.add(property)
  }
  return reads
}

/** How each of some events is, as far as its properties are read. */
export function eventsBeneath(reads: Reads, beneath: Beneath): EventBeneath[] {
  return [...reads].map(([event, properties]) => {
    const fresh = beneath.fresh.find(({ values }) => values.event === event)
    const own = beneath.noticed.find(one => one.event === event)
    const said: Said[] = [
      ...noticesFor(beneath, event, properties),
      ...(fresh === undefined || fresh.status === 'ok' ? [] : [{ ...fresh, startMs: undefined }]),
    ]
    const status = worst(said.map(one => one.status))
    if (said.length === 0 || status === 'ok')
      return { event, ...(own?.quiet ?? { status: 'unknown', detail: 'it is not watched' }) }
    const first = said.filter(one => one.status === status)
    const starts = first.flatMap(({ startMs }) => startMs ?? [])
    return {
      event,
      status,
      detail: first.map(({ detail }) => detail).join('; '),
      ...(starts.length === 0 ? {} : { since: new Date(Math.min(...starts)).toISOString() }),
    }
  })
}

/** How a metric is: the worst of the events it reads. */
export function healthOfMetric(metric: Pick<Metric, 'formula'>, beneath: Beneath): HealthStatus {
  return worst(eventsBeneath(readsOf([metric]), beneath).map(({ status }) => status))
}

/** A check for every event of which something was noticed that matters to the metrics; silence has checks of its own. */
export function noticeChecks(metrics: readonly Metric[], beneath: Pick<Beneath, 'noticed' | 'untilMs'>): HealthCheck[] {
  return [...readsOf(metrics)].flatMap(([event, properties]): HealthCheck[] => {
    const said = noticesFor(beneath, event, properties)
    const status = worst(said.map(one => one.status))
    if (said.length === 0) return []
    const first = said.filter(one => one.status === status)
    const reading = metrics.filter(({ formula }) => eventsOf(formula).some(read => read.event === event))
    const values = { event, metrics: reading.map(({ key }) => key), noticed: said.length }
    return [
      { check: 'event-health', status, detail: `${event}: ${first.map(({ detail }) => detail).join('; ')}`, values },
    ]
  })
}

/** What was noticed about an event that changes what can be concluded from it. */
function noticesFor(
  { noticed, untilMs }: Pick<Beneath, 'noticed' | 'untilMs'>,
  event: string,
  properties: ReadonlySet<string> | undefined,
): (Said & { status: 'warning' | 'failing' })[] {
  return noticed
    .filter(one => one.event === event)
    .flatMap(({ notices }) => notices)
    .filter(
      ({ property, startMs }) => startMs < untilMs && (property === undefined || properties?.has(property) !== false),
    )
    .map(notice => {
      const { detail, startMs, endMs } = notice
      const over = endMs !== undefined && endMs <= untilMs
      const when = over ? `from ${minute(startMs)} to ${minute(endMs)} UTC: ` : ''
      return { status: over || mayBeReal(notice) ? 'warning' : notice.status, detail: `${when}${detail}`, startMs }
    })
}

// More of something, or other values of it, is what an experiment may bring about; what is lost, doubled or late is not.
function mayBeReal({ check, observed, expected }: Notice): boolean {
  return check === 'drift' || (check === 'volume' && observed > expected)
}

function minute(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16).replace('T', ' ')
}
