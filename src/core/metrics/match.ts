import type { Occurrence, Where } from '../../contract/metric.ts'

/** What a filter looks at in an event. */
export type Matchable = {
  event: string
  properties: Readonly<Record<string, string | number | boolean | null>>
}

/** A value matches when it has the same type and the same value as one of those named; no value never matches. */
export function matches(where: Where, properties: Matchable['properties']): boolean {
  return Object.entries(where).every(([name, values]) => values.some(value => value === properties[name]))
}

/** Whether an event is one of those meant. */
export function isOccurrence({ event, where = {} }: Occurrence, one: Matchable): boolean {
  return one.event === event && matches(where, one.properties)
}
