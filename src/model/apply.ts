import type { ModelChange } from '../contract/model-plan.ts'
import type { RecordOf } from '../contract/noun.ts'
import { roleAllows } from '../core/access/role.ts'
import { newNameFor } from '../core/model/next-name.ts'
import { keep } from '../http/definition.ts'
import { problem } from '../http/problem.ts'
import type { Call } from '../http/server.ts'
import type { ControlStore } from '../store/control/control-store.ts'
import type { Planned } from './plan.ts'

type PlannedNoun = ModelChange['noun']

/** Makes every change of a plan, each with its revision; runs in a transaction. A plan that is not ok is refused whole. */
export function applyPlan(
  control: ControlStore,
  project: string,
  { plan, planned }: Planned,
  call: Call,
  why: string | undefined,
): void {
  if (!plan.ok) throw refusedPlan(plan.changes)
  const { role } = call.principal
  if (plan.changes.some(({ noun }) => noun === 'projects') && (role === undefined || !roleAllows(role, 'admin')))
    throw problem('forbidden', { detail: 'another time zone or other units need the role admin, as the project does' })
  for (const { noun, key } of plan.changes) {
    const definition = planned.later[noun].get(key)?.definition
    if (definition === undefined) archive(control, project, noun, key, call, why)
    else write(control, project, noun, definition, call, why)
  }
}

function refusedPlan(changes: readonly ModelChange[]) {
  const errors = changes.flatMap(({ noun, key, issues }) =>
    issues.map(({ path, message }) => ({ path: `/${noun}/${key}${path}`, message })),
  )
  const newName = newNameFor(changes)
  const hint = `What breaks those who rely on it needs a new name, such as ${newName}; correct the rest.`
  return problem('invalid-definition', { errors, ...(newName === undefined ? {} : { hint }) })
}

function write<N extends PlannedNoun>(
  control: ControlStore,
  project: string,
  noun: N,
  definition: RecordOf<N>,
  call: Call,
  why: string | undefined,
): void {
  const { key } = definition
  const before = control.get(project, noun, key)?.meta
  const action = before === undefined ? 'create' : before.status === 'archived' ? 'restore' : 'update'
  const expected = before?.version ?? 'absent'
  keep(control, { project, noun, key, action, expected, definition, status: 'active' }, call, why)
}

function archive(
  control: ControlStore,
  project: string,
  noun: PlannedNoun,
  key: string,
  call: Call,
  why: string | undefined,
): void {
  const stored = control.get(project, noun, key)
  if (stored === undefined) throw problem('not-found')
  const { definition, meta } = stored
  keep(
    control,
    { project, noun, key, action: 'archive', expected: meta.version, definition, status: 'archived' },
    call,
    why,
  )
}
