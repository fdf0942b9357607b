import { contextFields } from '../contract/event.ts'
import type { EventDefinition, Property } from '../contract/event-definition.ts'
import { isId, isObject, isUnit } from './envelope.ts'
import { parseMoment } from './moment.ts'
import { isCount } from './numbers.ts'

/** What a text must look like to be a name; anything else may be a value in the place of one. */
const name = /^[\p{L}$_][\p{L}\p{N}$_.: -]{0,99}$/u

/** A name as it is kept: itself, or only its length when it does not look like one. */
export function nameOf(text: string): string {
  return text === '' || name.test(text) ? text : `(name of ${text.length} characters)`
}

/** The units an event names, as far as they can be read. */
export function unitsIn(event: Record<string, unknown>, unitFields: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    unitFields.flatMap(field => {
      const unit = event[field]
      return isUnit(unit) && unit !== '' ? [[field, `${unit}`]] : []
    }),
  )
}

/**
 * An event as it may be kept aside: what every event has where it is well-formed, and declared properties of the declared type
 * that are not personal. Of everything else only where it stood, its type and its length are kept, under `withheld`.
 */
export function redacted(
  raw: unknown,
  definition: EventDefinition | undefined,
  unitFields: readonly string[],
): Record<string, unknown> {
  if (!isObject(raw)) return { withheld: { '': shapeOf(raw) } }
  const kept: [string, unknown][] = []
  const withheld: [string, string][] = []
  const sort = (path: string, value: unknown, mayStay: boolean, into: [string, unknown][], field: string) => {
    if (mayStay || value === null) into.push([field, value])
    else withheld.push([path, shapeOf(value)])
  }
  for (const [field, value] of Object.entries(raw)) {
    const parts = field === 'context' ? isContextField : field === 'properties' ? isDeclared(definition) : undefined
    if (parts !== undefined && isObject(value)) {
      const inner: [string, unknown][] = []
      for (const [part, entry] of Object.entries(value))
        sort(`${field}.${nameOf(part)}`, entry, parts(part, entry), inner, nameOf(part))
      kept.push([field, Object.fromEntries(inner)])
    } else if (field === 'consent' && definition?.consent !== undefined) {
      // The event would have been refused without it.
      kept.push([field, [definition.consent]])
    } else if (field !== 'sequence_id')
      sort(nameOf(field), value, isEnvelope(field, value, unitFields), kept, nameOf(field))
  }
  if (withheld.length > 0) kept.push(['withheld', Object.fromEntries(withheld)])
  return Object.fromEntries(kept)
}

function isEnvelope(field: string, value: unknown, unitFields: readonly string[]): boolean {
  if (field === 'id') return isId(value)
  if (field === 'event') return typeof value === 'string' && name.test(value)
  if (field === 'time' || field === 'sent_at') return parseMoment(value) !== undefined
  if (field === 'sequence' || field === 'dropped') return isCount(value)
  return unitFields.includes(field) && isUnit(value)
}

function isContextField(field: string, value: unknown): boolean {
  return typeof value === 'string' && contextFields.some(known => known === field)
}

function isDeclared(definition: EventDefinition | undefined): (field: string, value: unknown) => boolean {
  return (field, value) => {
    if (definition === undefined || !Object.hasOwn(definition.properties, field)) return false
    const property = definition.properties[field]
    return property !== undefined && property.privacy === undefined && isOfType(property, value)
  }
}

function isOfType({ type }: Property, value: unknown): boolean {
  if (type === 'timestamp') return parseMoment(value) !== undefined
  return typeof value === (type === 'integer' ? 'number' : type)
}

function shapeOf(value: unknown): string {
  if (typeof value === 'string') return `text of ${value.length}`
  if (Array.isArray(value)) return `list of ${value.length}`
  if (isObject(value)) return `object of ${Object.keys(value).length}`
  return value === null ? 'null' : typeof value
}
