import type { Attribute, LogRecord } from './record.ts'

/** Other names that OpenTelemetry's conventions have for the units a project usually has. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  user_id: ['enduser.id'],
  device_id: ['app.installation.id'],
}

/**
 * The units a record names, by the project's unit fields: `user_id`, else `user.id`, else another conventional name; in the
 * record's own attributes before those of its resource.
 */
export function unitsOf({ attributes, resource }: LogRecord, unitFields: readonly string[]): Record<string, Attribute> {
  const units: Record<string, Attribute> = {}
  for (const field of unitFields) {
    const value = [attributes, resource]
      .flatMap(source => namesOf(field).map(name => (Object.hasOwn(source, name) ? source[name] : undefined)))
      .find(found => found !== undefined && found !== null && found !== '')
    if (value !== undefined) units[field] = value
  }
  return units
}

function namesOf(unitField: string): string[] {
  return [unitField, unitField.replace(/_id$/, '.id'), ...(otherNames[unitField] ?? [])]
}
