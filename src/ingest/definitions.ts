import type { ControlStore } from '../store/control/control-store.ts'
import { type CompiledDefinitions, compileDefinitions } from './validator.ts'

/** The definitions events of a project are checked against, compiled at most once per change. */
export function definitionSource(control: ControlStore): (project: string) => CompiledDefinitions {
  const made = new Map<string, { revision: number; compiled: CompiledDefinitions }>()
  return key => {
    const { revision, projects, events } = control.snapshot(key)
    const known = made.get(key)
    if (known?.revision === revision) return known.compiled
    const unitFields = Object.values(projects.get(key)?.definition.units ?? {})
    const compiled = compileDefinitions(
      unitFields,
      [...events.values()].map(({ definition }) => definition),
    )
    made.set(key, { revision, compiled })
    return compiled
  }
}
