import { contextFields, exposureEvent } from '../../contract/event.ts'
import type { EventDefinition, PropertyType } from '../../contract/event-definition.ts'

/** A column of an event table: its name, its DuckDB type, and where a journal record keeps the value. */
export type Column = { name: string; type: string; path: string }

/** Columns every event table has; the underscore keeps them apart from properties, which start with a letter. */
export const systemColumns: readonly Column[] = [
  { name: '_id', type: 'VARCHAR', path: 'id' },
  { name: '_environment', type: 'VARCHAR', path: 'environment' },
  { name: '_time', type: 'TIMESTAMP_MS', path: 'time' },
  { name: '_received', type: 'TIMESTAMP_MS', path: 'received' },
  { name: '_clock', type: 'VARCHAR', path: 'clock' },
  { name: '_sequence', type: 'BIGINT', path: 'sequence' },
  ...contextFields.map(field => ({ name: `_${field}`, type: 'VARCHAR', path: `context.${field}` })),
]

const propertyColumnTypes: Record<PropertyType, string> = {
  string: 'VARCHAR',
  number: 'DOUBLE',
  integer: 'BIGINT',
  boolean: 'BOOLEAN',
  timestamp: 'TIMESTAMP_MS',
}

/** The exposure event as a definition, so that it is checked, stored and asked like any other. */
export const exposureDefinition: EventDefinition = {
  key: exposureEvent,
  description: 'A unit met a variant of a running experiment or holdout.',
  owner: 'assay',
  purpose: 'experimentation',
  priority: 'high',
  source: 'any',
  properties: {
    experiment: { type: 'string', required: true },
    phase: { type: 'integer', required: true },
    variant: { type: 'string', required: true },
    flag: { type: 'string', required: false },
    rule: { type: 'string', required: false },
  },
}

/** The columns of one event's table: system columns, then unit fields, then properties. */
export function columnsOf(definition: EventDefinition, unitFields: readonly string[]): Column[] {
  return [
    ...systemColumns,
    ...unitFields.map(field => ({ name: field, type: 'VARCHAR', path: `units.${field}` })),
    ...Object.entries(definition.properties).map(([name, property]) => ({
      name,
      type: propertyColumnTypes[property.type],
      path: `properties.${name}`,
    })),
  ]
}

/** A name as SQL takes it, whatever it contains. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** The qualified, quoted name of an event's table. */
export function tableOf(project: string, event: string): string {
  return `${quoted(`project_${project}`)}.${quoted(event)}`
}
