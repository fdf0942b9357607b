import type { RefusalReason } from '../contract/event.ts'
import type { EventDefinition } from '../contract/event-definition.ts'
import { isObject } from './envelope.ts'
import { unitsIn } from './redaction.ts'

/** Says why nothing of an event may be kept, if so. It looks at events as they came, so that malformed ones do not slip through. */
export type RefusalOf = (raw: unknown) => RefusalReason | undefined

export type RefusalOptions = {
  unitFields: readonly string[]
  definitions: readonly EventDefinition[]
  /** Whether a unit was erased; absent when nobody was. */
  isErased?: ((unitField: string, unit: string) => boolean) | undefined
}

/** The refusals of a project: events without the consent they need, and events of who was erased. Undefined when there are none. */
export function refusalFor({ unitFields, definitions, isErased }: RefusalOptions): RefusalOf | undefined {
  const consents = new Map(
    definitions.flatMap(({ key, consent }): [string, string][] => (consent === undefined ? [] : [[key, consent]])),
  )
  if (consents.size === 0 && isErased === undefined) return undefined
  return raw => {
    if (!isObject(raw)) return undefined
    const asked = typeof raw.event === 'string' ? consents.get(raw.event) : undefined
    if (asked !== undefined && !(Array.isArray(raw.consent) && raw.consent.includes(asked))) return 'no-consent'
    if (isErased === undefined) return undefined
    return Object.entries(unitsIn(raw, unitFields)).some(([field, unit]) => isErased(field, unit.toWellFormed()))
      ? 'erased'
      : undefined
  }
}
