import type { CheckedDimensions, CheckedEvents, CheckedMetrics } from './model-check.ts'
import type { ModelDimension, ModelEvent } from './model-event.ts'
import type { Metric } from './model-metric.ts'

export { active, count, funnel, mean, proportion, quantile, ratio, retention, sum } from './model-metric.ts'
export { personal, sensitive } from './model-property.ts'

/** A measurement model as data, ready to be written as JSON or pushed. */
export type MeasurementModel = {
  readonly timeZone?: string
  readonly units?: { readonly [unit: string]: string }
  readonly events: { readonly [event: string]: ModelEvent }
  readonly dimensions: { readonly [dimension: string]: ModelDimension }
  readonly metrics: { readonly [metric: string]: { readonly kind: string } }
}

type Named<T> = { readonly [name: string]: T }
type NoneOf = Record<never, never>

/**
 * Everything a project measures. A metric or dimension that names an event or property which is not there, or one that does
 * not fit, does not compile; the error says which under `fault`.
 */
export function model<
  const E extends Named<ModelEvent>,
  const D extends Named<ModelDimension> = NoneOf,
  const M extends Named<Metric<unknown>> = NoneOf,
>(definition: {
  /** The time zone of days and weeks; UTC, or what the project has, otherwise. */
  readonly timeZone?: string
  /** What can be randomised and counted, and the field that identifies it. */
  readonly units?: { readonly [unit: string]: `${string}_id` }
  readonly events: E & CheckedEvents<E>
  readonly dimensions?: D & CheckedDimensions<E, D>
  readonly metrics?: M & CheckedMetrics<E, M>
}): MeasurementModel {
  const { events, dimensions = {}, metrics = {}, ...project } = definition
  const drafts: [string, Metric<unknown>][] = Object.entries(metrics)
  return {
    ...project,
    events,
    dimensions,
    metrics: Object.fromEntries(drafts.map(([key, { definition }]) => [key, definition])),
  }
}
