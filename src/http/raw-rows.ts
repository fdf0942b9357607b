import type { EventDefinition } from '../contract/event-definition.ts'
import { masked, personalNames, seesPersonal } from '../core/privacy/mask.ts'
import type { ControlStore } from '../store/control/control-store.ts'
import { opened } from './sealed-value.ts'
import type { Call } from './server.ts'

/** More definitions than a project has. */
const definitionsMax = 100_000

type Value = string | number | boolean | null

/** A stored event as it leaves the server: which event it is, and its properties. */
export type RawRow = { event: string; properties: Readonly<Record<string, Value>> }

/**
 * The properties of stored events as a caller may see them: the one place every answer with single events goes through,
 * whatever it is an answer to. Who may not see personal values gets masks; every other reading of them is audited first, and
 * opens what is encrypted.
 */
export function seenBy(
  call: Pick<Call, 'principal' | 'author'>,
  control: ControlStore,
  project: string,
  what: string,
  rows: readonly RawRow[],
): Record<string, Value>[] {
  const definitionOf = definitionsOf(control, project)
  if (!seesPersonal(call.principal.role)) {
    return rows.map(({ event, properties }) => masked(definitionOf(event), properties))
  }
  const personal = rows.filter(({ event, properties }) =>
    personalNames(definitionOf(event)).some(name => properties[name] !== undefined && properties[name] !== null),
  )
  if (personal.length > 0) {
    const events = [...new Set(personal.map(({ event }) => event))]
    const facts = { what, events, rows: personal.length, reader: call.principal.id, role: call.principal.role }
    control.note(project, { noun: 'reads', key: 'events', action: 'read', facts }, call.author())
  }
  const keys = control.projectKeys(project)
  return rows.map(({ event, properties }) => {
    const plain = { ...properties }
    for (const name of personalNames(definitionOf(event))) {
      const value = plain[name]
      if (typeof value === 'string') plain[name] = opened(keys, { event, property: name }, value) ?? value
    }
    return plain
  })
}

/** An event kept aside, in the form it was kept in, with its properties as a caller may see them. */
export function keptAsideSeenBy(
  call: Pick<Call, 'principal' | 'author'>,
  control: ControlStore,
  project: string,
  events: readonly { event: string; raw: unknown }[],
): unknown[] {
  const rows = events.map(({ event, raw }) => ({ event, properties: propertiesIn(raw) }))
  const seen = seenBy(call, control, project, 'quarantine', rows)
  return events.map(({ raw }, index) =>
    typeof raw === 'object' && raw !== null && 'properties' in raw ? { ...raw, properties: seen[index] ?? {} } : raw,
  )
}

/** The properties a caller may not search: finding a value is as good as seeing it. */
export function unsearchedBy({ principal }: Pick<Call, 'principal'>, control: ControlStore, project: string): string[] {
  if (seesPersonal(principal.role)) return []
  const definitions = control.list(project, 'events', { limit: definitionsMax, status: 'any' })
  return [...new Set(definitions.flatMap(({ definition }) => personalNames(definition)))]
}

/** Events defined once and archived since are still known. */
function definitionsOf(control: ControlStore, project: string): (event: string) => EventDefinition | undefined {
  const known = new Map<string, EventDefinition | undefined>()
  return event => {
    if (!known.has(event)) known.set(event, control.get(project, 'events', event)?.definition)
    return known.get(event)
  }
}

function propertiesIn(raw: unknown): Record<string, Value> {
  const properties = typeof raw === 'object' && raw !== null && 'properties' in raw ? raw.properties : undefined
  return typeof properties === 'object' && properties !== null ? ({ ...properties } as Record<string, Value>) : {}
}
