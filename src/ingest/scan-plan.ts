import { contextFields } from '../contract/event.ts'
import { type NameTable, nameTable } from './name-table.ts'
import type { TextHash } from './treatment.ts'
import type { CompiledDefinition, DeclaredProperty } from './validator.ts'

/** What a name on the outside of an event is for. Each has a bit of its own. */
export type Field = { bit: number } & (
  | { kind: FixedKind }
  | { kind: 'session' }
  | { kind: 'unit'; unit: number; isSession: boolean }
)
type FixedKind = (typeof fixed)[number][1]

/** A declared property, with its allowed values as bytes. `index` counts the properties of its definition. */
export type ScannedProperty = DeclaredProperty & {
  name: string
  index: number
  values: NameTable<true> | undefined
  /** What a text of it comes to, if that is nothing but a hash. */
  hash: TextHash | undefined
}

/** An event as the scanner knows it. */
export type ScannedEvent = {
  compiled: CompiledDefinition
  /** The part of the line between the id and the time. */
  start: Uint8Array
  /** The consent it needs, in quotes. */
  consent: Uint8Array | undefined
  required: number
  properties: NameTable<ScannedProperty>
}

/** What the scanner of a project looks for. */
export type ScanPlan = {
  fields: NameTable<Field>
  /** The bits of the fields every event has. */
  needed: number
  propertiesBit: number
  /** Context fields, each with a bit of its own. */
  context: NameTable<number>
  events: NameTable<ScannedEvent>
  unitFields: readonly string[]
}

const fixed = [
  ['id', 'id'],
  ['event', 'event'],
  ['time', 'time'],
  ['sent_at', 'sent'],
  ['sequence', 'sequence'],
  ['sequence_id', 'within'],
  ['dropped', 'dropped'],
  ['context', 'context'],
  ['consent', 'consent'],
  ['properties', 'properties'],
] as const
const neededKinds: readonly string[] = ['id', 'event', 'time']
const sessionField = 'session_id'
const fieldsMax = 31

/** Compiles what the scanner looks for; undefined when a project has names that only the long way understands. */
export function scanPlan(
  unitFields: readonly string[],
  definitions: readonly CompiledDefinition[],
): ScanPlan | undefined {
  if (unitFields.some(field => field in {} || fixed.some(([name]) => name === field))) return undefined
  const outside = fieldsOf(unitFields)
  const fields = nameTable(outside)
  const context = nameTable(contextFields.map((field, index) => [field, 1 << index] as const))
  const scanned = definitions.map(scannedEvent)
  if (fields === undefined || context === undefined || outside.length > fieldsMax) return undefined
  if (!scanned.every(event => event !== undefined)) return undefined
  const events = nameTable(scanned.map(event => [event.compiled.definition.key, event] as const))
  const bitsOf = (kinds: readonly string[]) =>
    outside.reduce((bits, [, field]) => (kinds.includes(field.kind) ? bits | field.bit : bits), 0)
  const [needed, propertiesBit] = [bitsOf(neededKinds), bitsOf(['properties'])]
  return events && { fields, needed, propertiesBit, context, events, unitFields }
}

function fieldsOf(unitFields: readonly string[]): (readonly [string, Field])[] {
  let index = 0
  const bit = () => 1 << index++
  return [
    ...fixed.map(([name, kind]): [string, Field] => [name, { bit: bit(), kind }]),
    ...unitFields.map((name, unit): [string, Field] => [
      name,
      { bit: bit(), kind: 'unit', unit, isSession: name === sessionField },
    ]),
    ...(unitFields.includes(sessionField)
      ? []
      : [[sessionField, { bit: bit(), kind: 'session' }] satisfies [string, Field]]),
  ]
}

function scannedEvent(compiled: CompiledDefinition): ScannedEvent | undefined {
  const scanned = [...compiled.declared].map(([name, property], index): [string, ScannedProperty] | undefined => {
    const { values, type } = property.property
    const allowed = type === 'string' && values ? nameTable(values.map(value => [value, true] as const)) : undefined
    // JSON.parse puts names that are numbers before all others.
    if ((type === 'string' && values && allowed === undefined) || /^\d/.test(name)) return undefined
    const { treat } = property
    const hash = type === 'string' && !values && typeof treat === 'object' ? treat.hash : undefined
    return [name, { ...property, name, index, values: allowed, hash }]
  })
  if (!scanned.every(property => property !== undefined)) return undefined
  const properties = nameTable(scanned)
  const required = scanned.filter(([, { property }]) => property.required).length
  const { consent } = compiled.definition
  return (
    properties && {
      compiled,
      start: bytesOf(`,"event":${compiled.json},"time":`),
      consent: consent === undefined ? undefined : bytesOf(`"${consent}"`),
      required,
      properties,
    }
  )
}

function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text))
}
