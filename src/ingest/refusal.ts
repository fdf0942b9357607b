import type { RefusalReason } from '../contract/event.ts'
import type { EventDefinition } from '../contract/event-definition.ts'
import { isObject } from './envelope.ts'
import { unitsIn } from './redaction.ts'

/** Says why nothing of an event may be kept, if so. It looks at events as they came, so that malformed ones do not slip through. */
export type RefusalOf = (raw: unknown) => RefusalReason | undefined

/** Whether a unit was erased. */
export type IsErased = (unitField: string, unit: string) => boolean

/** The refusals of a project. Both are absent when they cannot be for any event. */
export type Refusals = { refusalOf?: RefusalOf; isErased?: IsErased }

export type RefusalOptions = {
  unitFields: readonly string[]
  definitions: readonly EventDefinition[]
  /** Whether a unit was erased; absent when nobody was. */
  isErased?: IsErased | undefined
}

/** The refusals of a project: events without the consent they need, and events of who was erased. */
export function refusalsFor({ unitFields, definitions, isErased }: RefusalOptions): Refusals {
  const consents = new Map(
    definitions.flatMap(({ key, consent }): [string, string][] => (consent === undefined ? [] : [[key, consent]])),
  )
  if (consents.size === 0 && isErased === undefined) return {}
  const refusalOf: RefusalOf = raw => {
    if (!isObject(raw)) return undefined
    const asked = typeof raw.event === 'string' ? consents.get(raw.event) : undefined
    if (asked !== undefined && !(Array.isArray(raw.consent) && raw.consent.includes(asked))) return 'no-consent'
    if (isErased === undefined) return undefined
    return Object.entries(unitsIn(raw, unitFields)).some(([field, unit]) => isErased(field, unit.toWellFormed()))
      ? 'erased'
      : undefined
  }
  return { refusalOf, ...(isErased === undefined ? {} : { isErased }) }
}
