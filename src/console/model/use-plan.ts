import { useDebouncedValue } from '@mantine/hooks'
import type { Model } from '../../contract/model.ts'
import type { ModelChange, ModelPlan, NearDuplicate } from '../../contract/model-plan.ts'
import { model } from '../../contract/model-routes.ts'
import { useProject } from '../data/project.ts'
import { useRoute } from '../data/use-route.ts'

const quietMs = 500

/** What one change of the model would do; `change` is absent when it would do nothing. */
export type OwnPlan = {
  change: ModelChange | undefined
  alike: NearDuplicate[]
  /** Nothing stands in the way of it. */
  ok: boolean
  /** Of what was planned last; what is on screen may be newer for a moment. */
  current: boolean
}

/**
 * Plans one definition against the model as it is, whenever its draft has been left alone for a moment. Undefined while
 * there is no answer, and while `definition` is undefined because it cannot be planned yet.
 */
export function usePlan(
  noun: 'events' | 'metrics',
  key: string,
  definition: object | undefined,
): { plan: OwnPlan | undefined; error: unknown } {
  const project = useProject()
  const [wanted] = useDebouncedValue(JSON.stringify(definition), quietMs)
  const now = useRoute(model.read, { params: { project } })
  const base = now.data?.body.model
  const body =
    base !== undefined && wanted !== undefined ? withDefinition(base, noun, key, JSON.parse(wanted)) : undefined
  const planned = useRoute(
    model.plan,
    { params: { project }, body: (body ?? {}) as never },
    { enabled: body !== undefined, keepPrevious: true, staleMs: 0 },
  )
  const answer = planned.data?.body
  const current = wanted === JSON.stringify(definition) && !planned.isFetching
  return {
    plan: definition === undefined || answer === undefined ? undefined : ownPart(answer, noun, key, current),
    error: planned.error ?? now.error,
  }
}

function withDefinition(base: Model, noun: 'events' | 'metrics', key: string, definition: object): object {
  const { key: _key, ...rest } = definition as { key?: string }
  return { ...base, [noun]: { ...base[noun], [key]: rest } }
}

function ownPart(plan: ModelPlan, noun: string, key: string, current: boolean): OwnPlan {
  const change = plan.changes.find(one => one.noun === noun && one.key === key)
  const alike = plan.nearDuplicates.filter(one => one.noun === noun && one.key === key)
  return { change, alike, ok: (change?.issues.length ?? 0) === 0, current }
}
