import type { Model } from '../../contract/model.ts'
import type { ModelPatch } from '../../contract/model-file.ts'
import type { Definitions } from './approval.ts'
import type { WholeModel } from './canonical.ts'

/** The definitions a project would have with a model in place of its own. */
export function laterDefinitions(all: Definitions, model: WholeModel): Definitions {
  const { timeZone, units } = model
  return {
    ...all,
    projects: new Map(
      Array.from(all.projects, ([key, { definition }]) => [key, { definition: { ...definition, timeZone, units } }]),
    ),
    events: keyed(model.events),
    dimensions: keyed(model.dimensions),
    metrics: keyed(model.metrics),
  }
}

/** A model with some definitions replaced, added, or taken away by null. */
export function patchedModel<M extends Model>(model: M, { events, dimensions, metrics }: ModelPatch): M {
  return {
    ...model,
    events: patched(model.events, events),
    dimensions: patched(model.dimensions, dimensions),
    metrics: patched(model.metrics, metrics),
  }
}

function keyed<D extends object>(definitions: Record<string, D>): Map<string, { definition: D & { key: string } }> {
  return new Map(Object.entries(definitions).map(([key, definition]) => [key, { definition: { ...definition, key } }]))
}

function patched<D>(all: Record<string, D>, patch: Record<string, D | null> = {}): Record<string, D> {
  const entries = new Map(Object.entries(all))
  for (const [key, definition] of Object.entries(patch)) {
    if (definition === null) entries.delete(key)
    else entries.set(key, definition)
  }
  return Object.fromEntries(entries)
}
