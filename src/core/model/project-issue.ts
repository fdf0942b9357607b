import type { EventDefinition } from '../../contract/event-definition.ts'
import type { Issue } from '../../contract/problem.ts'
import type { Project } from '../../contract/project.ts'

/** What is wrong with a project, given the events it has: a time zone nobody knows, or a unit named like a property. */
export function projectIssues(
  events: ReadonlyMap<string, { definition: EventDefinition }>,
  { timeZone, units }: Project,
): Issue[] {
  const taken = [...events.values()].flatMap(({ definition }) =>
    Object.entries(units)
      .filter(([, field]) => Object.hasOwn(definition.properties, field))
      .map(([unit, field]) => ({
        path: `/units/${unit}`,
        message: `event ${definition.key} has a property ${field}; name the field of the unit otherwise`,
      })),
  )
  if (isTimeZone(timeZone)) return taken
  return [{ path: '/timeZone', message: `there is no time zone ${timeZone}; use one like Europe/Berlin` }, ...taken]
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}
