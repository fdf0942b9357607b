import { contextFields, exposureEvent } from '../contract/event.ts'
import type { EventDefinition } from '../contract/event-definition.ts'
import type { MetricFormula, Occurrence } from '../contract/metric.ts'
import type { Issue } from '../contract/problem.ts'
import type { ProductDimension } from '../core/metrics/product-plan.ts'
import { startOf } from '../core/metrics/retention.ts'
import { eventsOf } from '../core/model/reference.ts'
import { seesPersonal } from '../core/privacy/mask.ts'
import { problem } from '../http/problem.ts'
import type { Call } from '../http/server.ts'
import type { ControlStore } from '../store/control/control-store.ts'

/** More definitions than a project has. */
const definitionsMax = 100_000

/** A property by which a question tells units apart or keeps some of them. */
type Named = { event: string; property: string; path: string }

/** Every event of a project that was ever defined, the archived ones too: their events are still there. */
export function eventsEver(control: ControlStore, project: string): Map<string, EventDefinition> {
  const all = control.list(project, 'events', { limit: definitionsMax, status: 'any' })
  return new Map(all.map(({ definition }) => [definition.key, definition]))
}

/** The names of those events, exposures included. */
export function eventNames(events: ReadonlyMap<string, EventDefinition>): string[] {
  return [exposureEvent, ...events.keys()]
}

/** The dimension a name stands for: one the project defines, a field of the context, or EVENT.PROPERTY. A problem when it is none of them. */
export function queryDimension(
  control: ControlStore,
  project: string,
  events: ReadonlyMap<string, EventDefinition>,
  name: string,
): ProductDimension {
  const source = control.snapshot(project).dimensions.get(name)?.definition.source ?? name
  if (contextFields.some(field => field === source)) return { kind: 'context', field: source }
  const [event = '', property = ''] = source.split('.')
  const properties = events.get(event)?.properties ?? {}
  if (Object.hasOwn(properties, property)) return { kind: 'property', event, property }
  const known = Object.keys(properties).map(one => `${event}.${one}`)
  throw invalid([{ path: '/dimension', message: `there is no dimension ${name}` }], {
    hint: `Use a dimension of the project, a field of the context or EVENT.PROPERTY, such as ${[...known, ...contextFields].join(', ')}.`,
  })
}

/** Refuses what would say nothing: some kinds know of a unit only what one event said. */
export function requireSaid(formula: MetricFormula, dimension: ProductDimension): void {
  if (dimension.kind === 'context') return
  const only =
    formula.kind === 'funnel'
      ? formula.steps[0]?.event
      : formula.kind === 'retention'
        ? startOf(formula).event
        : formula.kind === 'active'
          ? formula.event
          : undefined
  if (only === undefined || only === dimension.event) return
  throw invalid([{ path: '/dimension', message: `a ${formula.kind} is broken down by what ${only} says` }], {
    hint: `Use a property of ${only}, or a field of the context.`,
  })
}

/** Refuses a filter over events or properties there are not. */
export function requireDefined(events: ReadonlyMap<string, EventDefinition>, { event, where = {} }: Occurrence): void {
  const definition = events.get(event)
  if (definition === undefined) throw invalid([{ path: '/population/event', message: `there is no event ${event}` }])
  const issues = Object.keys(where).flatMap(name => {
    const path = `/population/where/${name}`
    const type = Object.hasOwn(definition.properties, name) ? definition.properties[name]?.type : undefined
    if (type === undefined) return [{ path, message: `event ${event} has no property ${name}` }]
    return type === 'timestamp'
      ? [{ path, message: `${name} is a timestamp; events are filtered by texts, numbers and booleans only` }]
      : []
  })
  if (issues.length > 0) throw invalid(issues)
}

/**
 * Segments are named by values, a filter finds them out, and a metric of one unit is its value: all of it is reading. Who may not see personal
 * values is told which role does; every other reading of them is audited first.
 */
export function readPersonal(
  { principal, author }: Pick<Call, 'principal' | 'author'>,
  control: ControlStore,
  project: string,
  events: ReadonlyMap<string, EventDefinition>,
  named: readonly Named[],
): void {
  const personal = named.filter(({ event, property }) => events.get(event)?.properties[property]?.privacy !== undefined)
  const [first] = personal
  if (first === undefined) return
  if (!seesPersonal(principal.role)) {
    throw problem('forbidden', {
      detail: `${first.event}.${first.property} is personal, and ${first.path.slice(1)} would tell its values: this needs the role privacy or admin; yours is ${principal.role}`,
      hint: 'Use a property that is not personal, such as a band of it.',
      errors: personal.map(({ path, event, property }) => ({ path, message: `${event}.${property} is personal` })),
    })
  }
  const sealed = personal.filter(
    one => events.get(one.event)?.properties[one.property]?.privacy?.treatment === 'encrypt',
  )
  if (sealed.length > 0)
    throw invalid(
      sealed.map(({ path, event, property }) => ({
        path,
        message: `${event}.${property} is encrypted value by value, so that equal ones differ`,
      })),
    )
  const facts = {
    what: 'query',
    events: [...new Set(personal.map(({ event }) => event))],
    properties: personal.map(({ property }) => property),
    reader: principal.id,
    role: principal.role,
  }
  control.note(project, { noun: 'reads', key: 'events', action: 'read', facts }, author())
}

/** The properties a question reads: by its metric, whose buckets may hold a single unit, by its dimension, and by what it keeps. */
export function namedIn(
  formula: MetricFormula,
  dimension: ProductDimension | null,
  member: Occurrence | null,
): Named[] {
  return [
    ...eventsOf(formula).flatMap(({ event, properties }) =>
      properties.map(property => ({ event, property, path: '/metric' })),
    ),
    ...(dimension?.kind === 'property' ? [{ ...dimension, path: '/dimension' }] : []),
    ...Object.keys(member?.where ?? {}).map(property => ({
      event: member?.event ?? '',
      property,
      path: `/population/where/${property}`,
    })),
  ]
}

/** A question that cannot be asked as it is. */
export function invalid(errors: Issue[], more: { hint?: string } = {}) {
  return problem('invalid-request', { errors, ...more })
}
