import { Model } from '../contract/model.ts'
import { ModelPatch, type WrittenModel, type WrittenPatch } from '../contract/model-file.ts'
import type { ModelPlan } from '../contract/model-plan.ts'
import { expandedModel, expandedPatch } from '../core/model/expand.ts'
import { type PlannedModel, planModel } from '../core/model/plan-model.ts'
import { issuesOf } from '../http/issue.ts'
import { currentModelVersion, modelVersion } from '../http/model-version.ts'
import { problem } from '../http/problem.ts'
import { decisionsIn } from '../http/review-decisions.ts'
import type { ControlStore } from '../store/control/control-store.ts'

/** More archived events than a project comes to. */
const archivedMax = 100_000

/** A plan with its versions, and what it would leave behind. */
export type Planned = { plan: ModelPlan; planned: PlannedModel }

/** Plans a model for a project as it is at this moment. */
export function planFor(control: ControlStore, project: string, wanted: Model): Planned {
  const all = control.snapshot(project)
  const archived = control.list(project, 'events', { limit: archivedMax, status: 'archived' })
  const archivedEvents = new Map(archived.map(stored => [stored.definition.key, stored]))
  const planned = planModel({ all, archivedEvents, decisions: decisionsIn(control, project) }, wanted)
  const { changes, nearDuplicates, ok, model } = planned
  return {
    plan: { from: currentModelVersion(all), version: modelVersion(model), changes, nearDuplicates, ok },
    planned,
  }
}

/** A model as it was written, in full; a problem when it does not fit its contract. */
export function modelIn(written: WrittenModel): Model {
  const parsed = Model.safeParse(expandedModel(written))
  if (!parsed.success) throw problem('invalid-request', { errors: issuesOf(parsed.error) })
  return parsed.data
}

/** The same for a part of a model. */
export function patchIn(written: WrittenPatch): ModelPatch {
  const parsed = ModelPatch.safeParse(expandedPatch(written))
  if (!parsed.success) throw problem('invalid-request', { errors: issuesOf(parsed.error) })
  return parsed.data
}
