import type { z } from 'zod'
import type { Model } from '../../contract/model.ts'
import type {
  ModelPatch,
  WrittenDimension,
  WrittenEvent,
  WrittenModel,
  WrittenPatch,
  WrittenProperty,
} from '../../contract/model-file.ts'
import { expandedMetric } from './expand-metric.ts'
import { mapped } from './mapped.ts'
import { minutesIn, shareIn } from './quantity-text.ts'

type Full = z.input<typeof Model>
type FullPatch = z.input<typeof ModelPatch>
type FullEvent = NonNullable<Full['events']>[string]
type FullProperty = NonNullable<FullEvent['properties']>[string]

/** The purpose of an event that names none. */
export const usualPurpose = 'analytics'

/** A model as people write it, in full. What is in full already stays as it is; what contradicts itself is for the contract to say. */
export function expandedModel({ events, dimensions, metrics, ...project }: WrittenModel): Full {
  return {
    ...project,
    events: mapped(events, expandedEvent),
    dimensions: mapped(dimensions, expandedDimension),
    metrics: mapped(metrics, expandedMetric),
  }
}

/** The same for a part of a model, where null takes a definition away. */
export function expandedPatch({ events, dimensions, metrics }: WrittenPatch): FullPatch {
  return {
    ...(events === undefined ? {} : { events: mapped(events, orNull(expandedEvent)) }),
    ...(dimensions === undefined ? {} : { dimensions: mapped(dimensions, orNull(expandedDimension)) }),
    ...(metrics === undefined ? {} : { metrics: mapped(metrics, orNull(expandedMetric)) }),
  }
}

function expandedEvent({ retention, expect, properties, purpose = usualPurpose, ...event }: WrittenEvent): FullEvent {
  const { freshness, duplicates, missing, ...exact } = expect ?? {}
  const expected = {
    ...exact,
    ...(duplicates === undefined ? {} : { duplicatesMax: shareIn(duplicates) }),
    ...(missing === undefined ? {} : { missingMax: shareIn(missing) }),
  }
  return {
    ...event,
    purpose,
    ...(retention === undefined ? {} : { retentionDays: daysIn(retention) }),
    ...(freshness === undefined ? {} : { freshnessMinutes: minutesIn(freshness) }),
    ...(Object.keys(expected).length === 0 ? {} : { expect: expected }),
    properties: mapped(properties, property => expandedProperty(property, purpose)),
  }
}

function expandedProperty(written: WrittenProperty, purpose: string): FullProperty {
  if (typeof written === 'string') return typeIn(written)
  if (Array.isArray(written)) return { type: 'string', values: written }
  const { privacy, required, type, ...rest } = written
  const property = { ...typeIn(type), ...rest, ...(required === undefined ? {} : { required }) }
  if (privacy === undefined) return property
  const { retention, ...exact } = privacy
  const days = retention === undefined ? {} : { retentionDays: daysIn(retention) }
  return { ...property, privacy: { ...exact, purpose: exact.purpose ?? purpose, ...days } }
}

function typeIn(text: string): Pick<FullProperty, 'type' | 'required'> {
  const required = text.endsWith('!')
  return { type: (required ? text.slice(0, -1) : text) as FullProperty['type'], required }
}

function expandedDimension(written: WrittenDimension) {
  const { source, ...rest } = typeof written === 'string' ? { source: written } : written
  return { ...rest, source: source.startsWith('$') ? source.slice(1) : source }
}

function daysIn(duration: string): number {
  return minutesIn(duration) / 1440
}

function orNull<T, R>(expand: (written: T, key: string) => R): (written: T | null, key: string) => R | null {
  return (written, key) => (written === null ? null : expand(written, key))
}
