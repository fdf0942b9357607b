import { personalIn } from '../core/privacy/review.ts'
import { decisionsIn } from '../http/review-decisions.ts'
import type { ControlStore } from '../store/control/control-store.ts'
import { type IsErased, refusalsFor } from './refusal.ts'
import { subjectsWith } from './subject.ts'
import { type PrivacyMeans, treatmentOf } from './treatment.ts'
import { type CompiledDefinitions, compileDefinitions, type Treatments } from './validator.ts'

/** The definitions events of a project are checked against, compiled at most once per change. */
export function definitionSource(control: ControlStore): (project: string) => CompiledDefinitions {
  const made = new Map<string, { revision: number; compiled: CompiledDefinitions }>()
  return key => {
    const { revision, projects, events } = control.snapshot(key)
    const known = made.get(key)
    if (known?.revision === revision) return known.compiled
    const unitFields = Object.values(projects.get(key)?.definition.units ?? {})
    const definitions = [...events.values()].map(({ definition }) => definition)
    const means = { decisions: decisionsIn(control, key), keys: control.projectKeys(key) }
    const compiled = {
      ...compileDefinitions(unitFields, definitions, treatmentsBy(means)),
      ...refusalsFor({ unitFields, definitions, isErased: erasedIn(control, key) }),
    }
    made.set(key, { revision, compiled })
    return compiled
  }
}

function treatmentsBy(means: PrivacyMeans): Treatments {
  return (definition, property) => {
    const reviewed = personalIn(definition).find(candidate => candidate.property === property)
    return reviewed === undefined ? 'unapproved' : treatmentOf(reviewed, means)
  }
}

function erasedIn(control: ControlStore, project: string): IsErased | undefined {
  const subjects = control.tombstones(project)
  const secret = control.projectKeys(project).find(({ purpose }) => purpose === 'erase')?.secret
  if (subjects.size === 0 || secret === undefined) return undefined
  const subjectOf = subjectsWith(secret)
  return (unitField, unit) => subjects.has(subjectOf(unitField, unit))
}
