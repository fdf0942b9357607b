import type { PropertyType, Treatment } from '../../contract/event-definition.ts'

/** From the treatment that keeps most of a value to the one that keeps nothing. */
const byStrictness: readonly Treatment[] = ['keep', 'truncate', 'encrypt', 'hash', 'drop']

/** Whether one treatment keeps no more of a value than another. */
export function isAtLeastAsStrict(one: Treatment, other: Treatment): boolean {
  return byStrictness.indexOf(one) >= byStrictness.indexOf(other)
}

/** The treatment that keeps less. */
export function stricterOf(one: Treatment, other: Treatment): Treatment {
  return isAtLeastAsStrict(one, other) ? one : other
}

/** Whether what a treatment leaves of a value still has the property's type, and so fits its column. */
export function treatmentFits(type: PropertyType, treatment: Treatment): boolean {
  if (treatment === 'hash' || treatment === 'encrypt') return type === 'string'
  return treatment !== 'truncate' || type !== 'boolean'
}

/** The shorter of two retentions, where absent means for ever. */
export function shorterOf(one: number | undefined, other: number | undefined): number | undefined {
  if (one === undefined || other === undefined) return one ?? other
  return Math.min(one, other)
}
