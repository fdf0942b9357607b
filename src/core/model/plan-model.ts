import type { EventDefinition } from '../../contract/event-definition.ts'
import { type Model, type ModelNoun, modelNouns } from '../../contract/model.ts'
import type { Compatibility, ModelChange, ModelPlan } from '../../contract/model-plan.ts'
import type { ReviewDecision } from '../../contract/privacy.ts'
import { personalIn, reviewStatusOf } from '../privacy/review.ts'
import type { Definitions } from './approval.ts'
import { canonicalJson, modelOf, plainModel, type WholeModel } from './canonical.ts'
import { type DependantsOf, dependantsIn } from './dependants.ts'
import { differences } from './difference.ts'
import { laterDefinitions } from './later-definitions.ts'
import { nearDuplicatesIn } from './near-duplicate.ts'
import { breakingIssues, invalidIssues } from './plan-issues.ts'

/** What a plan is made against: what is active, the events that were archived, and what was decided about personal properties. */
export type ModelGround = {
  all: Definitions
  archivedEvents: ReadonlyMap<string, { definition: EventDefinition }>
  decisions: readonly ReviewDecision[]
}

/** A plan before its versions are known, with the definitions the project would have. */
export type PlannedModel = Omit<ModelPlan, 'from' | 'version'> & { model: WholeModel; later: Definitions }

type Planned = Pick<ModelChange, 'noun' | 'key' | 'change'> & { before: unknown; after: unknown }

/** What making a model the one of a project would change, whom that reaches, and why it may not be. */
export function planModel(ground: ModelGround, written: Model): PlannedModel {
  const wanted = plainModel(written)
  const now = modelOf(ground.all)
  const model = { ...wanted, timeZone: wanted.timeZone ?? now.timeZone, units: wanted.units ?? now.units }
  const later = laterDefinitions(ground.all, model)
  const planned = [...projectChange(ground.all, now, model), ...definitionChanges(now, model)]
  const { all, archivedEvents } = ground
  const known = { ...all, events: new Map([...archivedEvents, ...all.events]) }
  const dependantsOf = dependantsIn(all)
  const changes = planned.map(each => changeOf(each, known, later, dependantsOf, ground.decisions))
  const added = (noun: ModelNoun) =>
    planned.filter(each => each.noun === noun && each.change === 'added').map(({ key }) => key)
  return {
    model,
    later,
    changes,
    nearDuplicates: nearDuplicatesIn(model, {
      events: added('events'),
      dimensions: added('dimensions'),
      metrics: added('metrics'),
    }),
    ok: changes.every(({ issues }) => issues.length === 0),
  }
}

function projectChange(all: Definitions, now: WholeModel, model: WholeModel): Planned[] {
  const [before, after] = [now, model].map(({ timeZone, units }) => ({ timeZone, units }))
  if (canonicalJson(before) === canonicalJson(after)) return []
  return [...all.projects.keys()].map(key => ({ noun: 'projects', key, change: 'changed', before, after }))
}

function definitionChanges(now: WholeModel, model: WholeModel): Planned[] {
  return modelNouns.flatMap(noun => {
    const [before, after] = [now, model].map(one => new Map<string, unknown>(Object.entries(one[noun])))
    const keys = [...new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])].sort()
    return keys.flatMap((key): Planned[] => {
      const [old, own] = [before?.get(key), after?.get(key)]
      if (canonicalJson(old) === canonicalJson(own)) return []
      const change = old === undefined ? 'added' : own === undefined ? 'removed' : 'changed'
      return [{ noun, key, change, before: old, after: own }]
    })
  })
}

function changeOf(
  { noun, key, change, before, after }: Planned,
  known: Definitions,
  later: Definitions,
  dependantsOf: DependantsOf,
  decisions: ModelGround['decisions'],
): ModelChange {
  const breaking = breakingIssues(noun, key, known, later)
  // What is breaking is also refused of each definition by itself; it is said once.
  const said = new Set(breaking.map(canonicalJson))
  const invalid = invalidIssues(noun, key, known, later, dependantsOf).filter(issue => !said.has(canonicalJson(issue)))
  const differing = change === 'changed' ? differences(before, after) : []
  return {
    ...{ noun, key, change },
    compatibility: breaking.length > 0 ? 'breaking' : compatibilityOf(differing),
    differences: differing,
    issues: [...breaking, ...invalid],
    dependants: dependantsOf(noun, key),
    reviewNeeded: reviewNeeded(noun === 'events' ? later.events.get(key)?.definition : undefined, decisions),
  }
}

const documents = /^\/(properties\/[^/]+\/)?(description|owner|trigger|name|measure)$/

function compatibilityOf(differing: ModelChange['differences']): Compatibility {
  return differing.length > 0 && differing.every(({ path }) => documents.test(path)) ? 'documentation' : 'compatible'
}

function reviewNeeded(
  event: EventDefinition | undefined,
  decisions: readonly ReviewDecision[],
): ModelChange['reviewNeeded'] {
  return (event === undefined ? [] : personalIn(event)).flatMap(reviewed => {
    const { status } = reviewStatusOf(reviewed, decisions)
    const { property, type, privacy } = reviewed
    return status === 'approved' ? [] : [{ property, type, privacy, status }]
  })
}
