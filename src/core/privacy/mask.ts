import type { Role } from '../../contract/access.ts'
import type { EventDefinition } from '../../contract/event-definition.ts'

/** What stands in the place of a personal value. */
export const mask = '***'

type Value = string | number | boolean | null

/** Whether a role sees personal values. Roles added later do not until they are named here. */
export function seesPersonal(role: Role | undefined): boolean {
  return role === 'privacy' || role === 'admin'
}

/** The names of an event's personal properties. */
export function personalNames(definition: EventDefinition | undefined): string[] {
  return Object.entries(definition?.properties ?? {}).flatMap(([name, { privacy }]) =>
    privacy === undefined ? [] : [name],
  )
}

/** The properties with every personal one masked. An event that is not defined any more has nothing but masks. */
export function masked(
  definition: EventDefinition | undefined,
  properties: Readonly<Record<string, Value>>,
): Record<string, Value> {
  const personal = new Set(personalNames(definition))
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [
      name,
      value !== null && (definition === undefined || personal.has(name)) ? mask : value,
    ]),
  )
}
