import type { Model } from '../../contract/model.ts'
import type { Definitions } from './approval.ts'
import { mapped } from './mapped.ts'

/** JSON with the names of every object in the order of their UTF-16 units and no spaces (RFC 8785): one text for one value. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(item => canonicalJson(item ?? null)).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const names = Object.keys(value).sort()
  const parts = names.flatMap(name => {
    const own = (value as Record<string, unknown>)[name]
    return own === undefined ? [] : [`${JSON.stringify(name)}:${canonicalJson(own)}`]
  })
  return `{${parts.join(',')}}`
}

/** A model that says its time zone and its units. */
export type WholeModel = Model & { timeZone: string; units: Record<string, string> }

/** The model a project has, whole: its active events, dimensions and metrics, its time zone and its units. */
export function modelOf(all: Pick<Definitions, 'projects' | 'events' | 'dimensions' | 'metrics'>): WholeModel {
  const [project] = [...all.projects.values()]
  return plainModel({
    timeZone: project?.definition.timeZone ?? 'UTC',
    units: project?.definition.units ?? {},
    events: withoutKeys(all.events),
    dimensions: withoutKeys(all.dimensions),
    metrics: withoutKeys(all.metrics),
  })
}

/** A model without filters and expectations that are empty, which mean the same as none. */
export function plainModel<M extends Model>(model: M): M {
  return {
    ...model,
    events: mapped(model.events, ({ expect, ...event }) =>
      expect === undefined || Object.keys(expect).length === 0 ? event : { ...event, expect },
    ),
    metrics: mapped(model.metrics, metric => ({ ...metric, formula: withoutEmpty(metric.formula) })),
  }
}

function withoutEmpty<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return (Array.isArray(value) ? value.map(withoutEmpty) : value) as T
  const kept = Object.entries(value).filter(
    ([, own]) => typeof own !== 'object' || own === null || Object.keys(own).length > 0,
  )
  return Object.fromEntries(kept.map(([name, own]) => [name, withoutEmpty(own)])) as T
}

function withoutKeys<D extends { key: string }>(
  definitions: ReadonlyMap<string, { definition: D }>,
): Record<string, Omit<D, 'key'>> {
  return Object.fromEntries(
    Array.from(definitions, ([name, { definition }]) => {
      const { key: _key, ...rest } = definition
      return [name, rest]
    }),
  )
}
