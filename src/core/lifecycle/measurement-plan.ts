import type { EventDefinition } from '../../contract/event-definition.ts'
import type { MeasuredEvent, MeasurementPlan } from '../../contract/measurement-plan.ts'
import type { Metric } from '../../contract/metric.ts'
import type { MeasuredBy } from '../../contract/metric-role.ts'
import type { ReviewDecision } from '../../contract/privacy.ts'
import type { Issue } from '../../contract/problem.ts'
import type { Readiness, StartedUnready, Unready } from '../../contract/readiness.ts'
import { type EventRead, eventsOf } from '../model/reference.ts'
import { personalIn, reviewStatusOf } from '../privacy/review.ts'
import { span } from '../report/number-text.ts'

/** When the last event of a name arrived in an environment, and the last one of them that says which unit it is of. */
export type Arrival = { lastReceivedMs: number; lastWithUnitMs?: number | undefined }

/** An incident that is open, about all of an event or about one property. */
export type OpenIncident = { event: string; property?: string | undefined; detail: string }

/** What is to be measured, and everything its readiness rests on. */
export type Measurable = {
  goal: string | undefined
  environment: string
  /** What an experiment shares out, with the field of events that identifies it; undefined for a flag. */
  unit: { unit: string; field: string | undefined } | undefined
  metrics: readonly MeasuredBy[]
  metricOf(key: string): Metric | undefined
  eventOf(key: string): EventDefinition | undefined
  /** All of the project, newest first. */
  decisions: readonly ReviewDecision[]
  arrivals: ReadonlyMap<string, Arrival>
  incidents: readonly OpenIncident[]
  nowMs: number
}

type State = { status: Readiness; detail: string }
type PlannedMetric = MeasurementPlan['metrics'][number]

const order: readonly Readiness[] = ['missing', 'unreviewed', 'not-arriving', 'unhealthy', 'ready']
const minuteMs = 60_000
const silenceDefaultMinutes = 7 * 24 * 60

/** What is to be achieved, and whether each metric that shows it can be measured now: as ready as its least ready part. */
export function measurementPlanOf(of: Measurable): MeasurementPlan {
  const { goal, environment, unit } = of
  const metrics = of.metrics.map(measured => plannedMetric(of, measured))
  const shared = unit === undefined ? undefined : { ...unit, ...unitState(unit) }
  const { status, detail } = planState(metrics, shared)
  return {
    ...(goal === undefined ? {} : { goal }),
    environment,
    status,
    detail,
    ...(shared === undefined ? {} : { unit: { ...withoutField(shared) } }),
    metrics,
  }
}

/** Everything in a plan that cannot be measured now, each once however many metrics read it. */
export function unreadyIn({ metrics, unit, status, detail }: MeasurementPlan): Unready[] {
  const found: Unready[] = unit === undefined || unit.status === 'ready' ? [] : [{ ...stateOf(unit) }]
  for (const metric of metrics) {
    const events = metric.events.filter(event => event.status !== 'ready')
    if (events.length === 0 && metric.status !== 'ready') found.push({ metric: metric.metric, ...stateOf(metric) })
    for (const event of events) {
      if (found.some(known => known.event === event.event && known.detail === event.detail)) continue
      found.push({ metric: metric.metric, event: event.event, ...stateOf(event) })
    }
  }
  return found.length === 0 && status !== 'ready' ? [{ status, detail }] : found
}

/** Whether an experiment may start: everything can be measured, or a reason says why it starts all the same. */
export function startWith(
  plan: MeasurementPlan,
  why: string | undefined,
): { startedUnready: StartedUnready | undefined } | { blocked: Issue[] } {
  const missing = unreadyIn(plan)
  if (missing.length === 0) return { startedUnready: undefined }
  const reason = why?.trim() ?? ''
  if (reason !== '') return { startedUnready: { reason, missing } }
  return {
    blocked: missing.map(({ metric, event, detail }) => {
      const index = plan.metrics.findIndex(one => one.metric === metric)
      const what = [metric, event].filter(name => name !== undefined).join(' needs ')
      return {
        path: index < 0 ? (plan.metrics.length === 0 ? '/metrics' : '/unit') : `/metrics/${index}`,
        message: `${what === '' ? '' : `${what}: `}${detail}`,
      }
    }),
  }
}

function planState(metrics: readonly PlannedMetric[], unit: State | undefined): State {
  if (unit !== undefined && unit.status !== 'ready') return stateOf(unit)
  if (metrics.length === 0) return { status: 'missing', detail: 'no metric says what success looks like' }
  const worst = worstOf(metrics.map(({ status }) => status))
  const unready = metrics.filter(({ status }) => status !== 'ready').map(({ metric }) => metric)
  if (unready.length === 0) return { status: 'ready', detail: 'every metric can be measured' }
  return { status: worst, detail: `${unready.join(', ')} cannot be measured yet` }
}

function unitState({ unit, field }: { unit: string; field: string | undefined }): State {
  if (field === undefined)
    return { status: 'missing', detail: `the project has no unit ${unit}; nothing joins exposures with outcomes` }
  return { status: 'ready', detail: `exposures and outcomes are joined by ${field}` }
}

function plannedMetric(of: Measurable, { metric: key, role, margin }: MeasuredBy): PlannedMetric {
  const metric = of.metricOf(key)
  const named = { metric: key, role, ...(margin === undefined ? {} : { margin }) }
  if (metric === undefined) return { ...named, status: 'missing', detail: `there is no metric ${key}`, events: [] }
  const reads = readsByEvent(eventsOf(metric.formula))
  if (reads.size === 0) return { ...named, ...anyEventState(of), events: [] }
  const events = [...reads].map(([event, parts]) => measuredEvent(of, event, parts))
  const status = worstOf(events.map(event => event.status))
  const detail = status === 'ready' ? 'it can be measured' : firstUnready(events)
  return { ...named, status, detail, events }
}

function firstUnready(events: readonly MeasuredEvent[]): string {
  return events
    .filter(({ status }) => status !== 'ready')
    .map(({ event, detail }) => `${event}: ${detail}`)
    .join('; ')
}

function readsByEvent(reads: readonly EventRead[]): Map<string, EventRead[]> {
  const byEvent = new Map<string, EventRead[]>()
  for (const read of reads) byEvent.set(read.event, [...(byEvent.get(read.event) ?? []), read])
  return byEvent
}

// A metric of any event at all has no event that could be missing.
function anyEventState({ arrivals, nowMs }: Measurable): State {
  const last = Math.max(...[...arrivals.values()].map(({ lastReceivedMs }) => lastReceivedMs))
  if (nowMs - last <= silenceDefaultMinutes * minuteMs)
    return { status: 'ready', detail: 'it counts events of any kind' }
  return { status: 'not-arriving', detail: `no event at all arrived in ${span(silenceDefaultMinutes * minuteMs)}` }
}

function measuredEvent(of: Measurable, event: string, reads: readonly EventRead[]): MeasuredEvent {
  const definition = of.eventOf(event)
  const arrival = of.arrivals.get(event)
  const seen = arrival === undefined ? {} : { lastSeen: new Date(arrival.lastReceivedMs).toISOString() }
  if (definition === undefined) return { event, ...seen, status: 'missing', detail: 'it is not defined' }
  const states = [
    ...reads.flatMap(read => propertyStates(of, definition, read)),
    arrivalState(of, definition, arrival, reads),
    ...incidentStates(of, event, reads),
  ]
  const status = worstOf(states.map(state => state.status))
  const details = states.filter(state => state.status === status).map(({ detail }) => detail)
  return { event, ...seen, status, detail: [...new Set(details)].join('; ') }
}

function propertyStates({ decisions }: Measurable, definition: EventDefinition, read: EventRead): State[] {
  return read.properties.flatMap((name): State[] => {
    const property = definition.properties[name]
    if (property === undefined) return [{ status: 'missing', detail: `it has no property ${name}` }]
    const personal = personalIn(definition).find(one => one.property === name)
    if (personal === undefined) return []
    const review = reviewStatusOf(personal, decisions)
    if (review.status === 'pending')
      return [{ status: 'unreviewed', detail: `${name} is personal and waits for its privacy review` }]
    if (review.status === 'refused')
      return [{ status: 'unreviewed', detail: `${name} is personal and its privacy review refused it` }]
    if (review.treatment === 'drop') return [{ status: 'missing', detail: `${name} is dropped before it is stored` }]
    // What is kept of a text by any treatment is another text.
    if (property.type === 'string' && review.treatment !== 'keep' && read.filtered.includes(name)) {
      const detail = `${name} is stored after the treatment ${review.treatment}, so no value of the metric is ever met`
      return [{ status: 'missing', detail }]
    }
    return []
  })
}

function arrivalState(
  { environment, unit, nowMs }: Measurable,
  { freshnessMinutes = silenceDefaultMinutes }: EventDefinition,
  arrival: Arrival | undefined,
  reads: readonly EventRead[],
): State {
  // What only ends the paths of a funnel may well never happen.
  if (reads.every(({ path }) => path.startsWith('/formula/exclude')))
    return { status: 'ready', detail: 'it only ends paths, so it need not happen' }
  const field = unit?.field
  if (arrival === undefined) return { status: 'not-arriving', detail: `it never arrived in ${environment}` }
  const last = field === undefined ? arrival.lastReceivedMs : arrival.lastWithUnitMs
  if (last === undefined)
    return { status: 'missing', detail: `it arrives without ${field}, so no outcome belongs to an exposed unit` }
  const silentMs = Math.max(0, nowMs - last)
  const whose = field === undefined ? '' : ` with ${field}`
  const words = `the last one${whose} arrived ${span(silentMs)} ago`
  if (silentMs <= freshnessMinutes * minuteMs) return { status: 'ready', detail: words }
  return { status: 'not-arriving', detail: `${words}, ${span(freshnessMinutes * minuteMs)} are allowed` }
}

function incidentStates({ incidents }: Measurable, event: string, reads: readonly EventRead[]): State[] {
  const properties = new Set(reads.flatMap(read => read.properties))
  return incidents
    .filter(one => one.event === event && (one.property === undefined || properties.has(one.property)))
    .map(({ detail }) => ({ status: 'unhealthy', detail: `an incident is open: ${detail}` }))
}

function worstOf(statuses: readonly Readiness[]): Readiness {
  return order.find(status => statuses.includes(status)) ?? 'ready'
}

function stateOf({ status, detail }: State): State {
  return { status, detail }
}

function withoutField({ field, ...unit }: { unit: string; field: string | undefined } & State) {
  return field === undefined ? unit : { ...unit, field }
}
