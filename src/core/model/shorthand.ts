import type { z } from 'zod'
import { contextFields } from '../../contract/event.ts'
import type { Property } from '../../contract/event-definition.ts'
import type { Model, ModelDimension, ModelEvent } from '../../contract/model.ts'
import type { WrittenModel } from '../../contract/model-file.ts'
import { usualPurpose } from './expand.ts'
import { mapped } from './mapped.ts'
import { durationText, shareText } from './quantity-text.ts'
import { shortMetric } from './shorthand-metric.ts'

/** A model as people write it, without what is said by leaving it out. */
export type ShortModel = z.input<typeof WrittenModel>
type ShortEvent = NonNullable<ShortModel['events']>[string]
type ShortProperty = NonNullable<ShortEvent['properties']>[string]

/** The shortest way to write a model that expands to the same one. Definitions keep their order. */
export function shortModel({ timeZone, units, events, dimensions, metrics }: Model): ShortModel {
  return {
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(units === undefined ? {} : { units }),
    events: mapped(events, shortEvent),
    dimensions: mapped(dimensions, shortDimension),
    metrics: mapped(metrics, shortMetric),
  }
}

function shortEvent(event: ModelEvent): ShortEvent {
  const { purpose, priority, source, retentionDays, freshnessMinutes, expect, properties, ...rest } = event
  const expected = shortExpectation(expect, freshnessMinutes)
  return {
    ...rest,
    ...(purpose === usualPurpose ? {} : { purpose }),
    ...(priority === 'normal' ? {} : { priority }),
    ...(source === 'any' ? {} : { source }),
    ...(retentionDays === undefined ? {} : { retention: `${retentionDays}d` }),
    ...expected,
    ...(Object.keys(properties).length === 0
      ? {}
      : { properties: mapped(properties, property => shortProperty(property, purpose)) }),
  }
}

function shortExpectation(expect: ModelEvent['expect'], minutes: ModelEvent['freshnessMinutes']) {
  const { duplicatesMax, missingMax, ...rest } = expect ?? {}
  const freshness = minutes === undefined ? undefined : durationText(minutes)
  const short = {
    ...(freshness === undefined ? {} : { freshness }),
    ...shareOr('duplicates', 'duplicatesMax', duplicatesMax),
    ...shareOr('missing', 'missingMax', missingMax),
    ...rest,
  }
  return {
    ...(minutes === undefined || freshness !== undefined ? {} : { freshnessMinutes: minutes }),
    ...(Object.keys(short).length === 0 ? {} : { expect: short }),
  }
}

function shareOr(asText: string, exact: string, share: number | undefined): Record<string, string | number> {
  if (share === undefined) return {}
  const text = shareText(share)
  return text === undefined ? { [exact]: share } : { [asText]: text }
}

function shortProperty({ type, required, description, values, privacy }: Property, purpose: string): ShortProperty {
  const typeText = required ? (`${type}!` as const) : type
  if (description === undefined && privacy === undefined) {
    if (values === undefined) return typeText
    if (typeText === 'string') return values
  }
  return {
    type: typeText,
    ...(description === undefined ? {} : { description }),
    ...(values === undefined ? {} : { values }),
    ...(privacy === undefined ? {} : { privacy: shortPrivacy(privacy, purpose) }),
  }
}

function shortPrivacy(
  { purpose, retentionDays, ...rest }: NonNullable<Property['privacy']>,
  purposeOfEvent: string,
): NonNullable<Extract<ShortProperty, { privacy?: unknown }>['privacy']> {
  return {
    ...rest,
    ...(purpose === purposeOfEvent ? {} : { purpose }),
    ...(retentionDays === undefined ? {} : { retention: `${retentionDays}d` }),
  }
}

function shortDimension({ source, ...rest }: ModelDimension): NonNullable<ShortModel['dimensions']>[string] {
  const marked = contextFields.some(field => field === source) ? `$${source}` : source
  return Object.keys(rest).length === 0 ? marked : { ...rest, source: marked }
}
