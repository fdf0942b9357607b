import type { QuarantineReason } from '../contract/event.ts'
import type { EventDefinition, Property, PropertyType } from '../contract/event-definition.ts'
import { exposureDefinition } from '../store/events/table.ts'
import { jsonText } from './json-text.ts'
import { parseMoment } from './moment.ts'
import type { Refusals } from './refusal.ts'
import { type ScanPlan, scanPlan } from './scan-plan.ts'
import type { Treat } from './treatment.ts'

/** What the properties of an event came to: those to keep as JSON, and the names of those not declared; or why it is kept aside. */
export type Checked = { json: string; dropped: string[] | undefined } | { reason: QuarantineReason; detail: string }

/** Checks the properties of one event. */
export type Validator = (properties: Record<string, unknown>) => Checked

/** A declared property: how its journal line starts, its value's fit, and how it is treated if it is personal. */
export type DeclaredProperty = {
  property: Property
  start: string
  fit: Fit
  treat: Treat | 'unapproved' | undefined
}

/** One definition, made ready: its name as JSON, its properties and their check. */
export type CompiledDefinition = {
  definition: EventDefinition
  json: string
  declared: ReadonlyMap<string, DeclaredProperty>
  validate: Validator
}

/** The definitions of a project, made ready to check events against. Compile once, use until they change. */
export type CompiledDefinitions = {
  unitFields: readonly string[]
  events: ReadonlyMap<string, CompiledDefinition>
  /** What the scanner looks for; undefined when every event has to go the long way. */
  scan: ScanPlan | undefined
} & Refusals

/** How a personal property is treated; 'unapproved' ones are not collected. */
export type Treatments = (definition: EventDefinition, property: string) => Treat | 'unapproved'

/** Compiles a project's definitions, exposures included; `unitFields` are the values of its `units`. */
export function compileDefinitions(
  unitFields: readonly string[],
  definitions: readonly EventDefinition[],
  treatments: Treatments = () => 'unapproved',
): CompiledDefinitions {
  const all = [...definitions.filter(definition => definition.key !== exposureDefinition.key), exposureDefinition]
  const events = all.map((definition): CompiledDefinition => {
    const declared = declaredIn(definition, treatments)
    return { definition, json: jsonText(definition.key), declared, validate: compileValidator(definition, declared) }
  })
  const distinct = [...new Set(unitFields)]
  const byKey = new Map(events.map(event => [event.definition.key, event]))
  return { unitFields: distinct, events: byKey, scan: scanPlan(distinct, [...byKey.values()]) }
}

/** A value as its JSON, undefined when it does not fit, empty when it is not to be kept. */
type Fit = (value: unknown) => string | undefined

const fits: Record<PropertyType, Fit> = {
  string: value => (typeof value === 'string' ? jsonText(value) : undefined),
  number: value => (typeof value === 'number' && Number.isFinite(value) ? `${value}` : undefined),
  // Beyond 2^53 a JSON number has already lost digits, so it cannot be kept as it was meant.
  integer: value => (Number.isSafeInteger(value) ? `${value}` : undefined),
  boolean: value => (typeof value === 'boolean' ? `${value}` : undefined),
  timestamp: value => parseMoment(value)?.toString(),
}

const meanings: Record<PropertyType, string> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number of at most 2^53',
  boolean: 'true or false',
  timestamp: 'a moment, ISO 8601 with a zone or milliseconds since 1970',
}

function declaredIn(definition: EventDefinition, treatments: Treatments): Map<string, DeclaredProperty> {
  return new Map(
    Object.entries(definition.properties).map(([name, property]) => {
      const treat = property.privacy === undefined ? undefined : treatments(definition, name)
      return [name, { property, start: `${jsonText(name)}:`, fit: treatedFitOf(property, treat), treat }]
    }),
  )
}

function compileValidator(definition: EventDefinition, declared: ReadonlyMap<string, DeclaredProperty>): Validator {
  const required = [...declared.values()].filter(({ property }) => property.required).length
  return properties => {
    let json = ''
    let dropped: string[] | undefined
    let found = 0
    // Only own keys are looked at, so names like __proto__ and constructor mean nothing special.
    for (const name of Object.keys(properties)) {
      const known = declared.get(name)
      if (known === undefined) {
        dropped ??= []
        dropped.push(name)
        continue
      }
      const value = properties[name]
      if (value === null) continue
      const fitting = known.fit(value)
      if (fitting === undefined) return { reason: 'mistyped-property', detail: mistyped(name, known.property) }
      if (known.property.required) found += 1
      if (fitting === '') {
        if (known.treat === 'unapproved' && known.property.required) return unapproved(name)
        dropped ??= []
        dropped.push(name)
        continue
      }
      json += json === '' ? known.start + fitting : `,${known.start}${fitting}`
    }
    return found < required ? missingIn(properties, definition) : { json: `{${json}}`, dropped }
  }
}

function missingIn(properties: Record<string, unknown>, definition: EventDefinition): Checked {
  const missing = Object.entries(definition.properties)
    .filter(([name, property]) => property.required && (!Object.hasOwn(properties, name) || properties[name] === null))
    .map(([name]) => name)
  return { reason: 'missing-property', detail: `${missing.join(', ')} must be there` }
}

function unapproved(name: string): Checked {
  return { reason: 'unapproved-property', detail: `${name} is personal and must be approved before it is collected` }
}

/** Values nobody approved are not even looked at. */
function treatedFitOf(property: Property, treat: Treat | 'unapproved' | undefined): Fit {
  const untreated = fitOf(property)
  if (treat === undefined) return untreated
  if (treat === 'unapproved') return () => ''
  return value => {
    if (untreated(value) === undefined) return undefined
    const fitting = property.type === 'timestamp' ? parseMoment(value) : value
    return typeof fitting === 'string' || typeof fitting === 'number' || typeof fitting === 'boolean'
      ? treat.json(fitting)
      : undefined
  }
}

function fitOf(property: Property): Fit {
  const { values } = property
  if (values === undefined || property.type !== 'string') return fits[property.type]
  const allowed = new Map(values.map(value => [value, jsonText(value)]))
  return value => (typeof value === 'string' ? allowed.get(value) : undefined)
}

function mistyped(name: string, property: Property): string {
  if (property.values !== undefined && property.type === 'string')
    return `${name} must be one of ${property.values.join(', ').slice(0, 500)}`
  return `${name} must be ${meanings[property.type]}`
}
