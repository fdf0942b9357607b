import type { Dimension } from '../../contract/dimension.ts'
import type { EventDefinition } from '../../contract/event-definition.ts'
import type { Issue } from '../../contract/problem.ts'

/** The event and the property a source names, both empty for a field of the context. */
export function propertyIn(source: string): { event: string; property: string } {
  const split = source.indexOf('.')
  return split < 0 ? { event: '', property: '' } : { event: source.slice(0, split), property: source.slice(split + 1) }
}

/** What is wrong with a dimension, given the events there are. That its event exists is checked with other references. */
export function dimensionIssues(
  events: ReadonlyMap<string, { definition: EventDefinition }>,
  { source }: Dimension,
): Issue[] {
  const { event, property } = propertyIn(source)
  const definition = events.get(event)?.definition
  if (definition === undefined) return []
  const path = '/source'
  const declared = Object.hasOwn(definition.properties, property) ? definition.properties[property] : undefined
  if (declared === undefined) return [{ path, message: `event ${event} has no property ${property}` }]
  if (declared.privacy === undefined) return []
  return [{ path, message: `${source} is personal, and segments are named by its values; use a band of it` }]
}
