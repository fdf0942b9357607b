import type { EventDefinition } from '../../contract/event-definition.ts'
import type { Metric } from '../../contract/metric.ts'
import type { Issue } from '../../contract/problem.ts'
import type { Project } from '../../contract/project.ts'
import { canonicalJson } from './canonical.ts'

/**
 * What would break senders, stored rows or metrics if an event definition changed so: a property removed or retyped, its
 * allowed values narrowed, or something newly required. An added optional property is always fine.
 */
export function breakingChanges(before: EventDefinition, after: EventDefinition): Issue[] {
  const issues: Issue[] = []
  for (const [name, old] of Object.entries(before.properties)) {
    const path = `/properties/${name}`
    const now = after.properties[name]
    if (!now) {
      issues.push({
        path,
        message: `${name} would disappear from rows and metrics that have it; define a new event instead`,
      })
      continue
    }
    if (now.type !== old.type) {
      issues.push({
        path,
        message: `${name} is ${old.type} in what is stored and cannot become ${now.type}; add a new property`,
      })
    }
    if (now.required && !old.required) {
      issues.push({ path, message: `apps that do not send ${name} yet would be turned away; keep it optional` })
    }
    const lost = now.values === undefined ? [] : (old.values ?? []).filter(value => !now.values?.includes(value))
    if (lost.length > 0 || (now.values !== undefined && old.values === undefined)) {
      issues.push({
        path: `${path}/values`,
        message: `values apps may be sending would be turned away${lost.length > 0 ? `: ${lost.join(', ')}` : ''}`,
      })
    }
  }
  for (const [name, now] of Object.entries(after.properties)) {
    if (!(name in before.properties) && now.required) {
      issues.push({
        path: `/properties/${name}`,
        message: `apps that do not send ${name} yet would be turned away; add it as optional`,
      })
    }
  }
  return issues
}

/** What a metric that means something else now would do to the experiments that run on it. */
export function changedFormula(before: Metric, after: Metric, running: readonly string[]): Issue[] {
  const changed = (['formula', 'better'] as const).filter(
    field => canonicalJson(before[field]) !== canonicalJson(after[field]),
  )
  return changed.flatMap(field =>
    running.map(experiment => ({
      path: `/${field}`,
      message: `experiment ${experiment} is running on it; stop that first, or define a new metric beside it`,
    })),
  )
}

/** What would become of experiments and rows when a unit is gone or is identified by another field. */
export function changedUnits(before: Project, after: Project): Issue[] {
  return Object.entries(before.units)
    .filter(([unit, field]) => after.units[unit] !== field)
    .map(([unit, field]) => ({
      path: `/units/${unit}`,
      message: `what is stored of ${unit} is under ${field}; keep it, and add a new unit beside it`,
    }))
}
