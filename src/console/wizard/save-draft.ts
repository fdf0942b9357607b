import type { Condition } from '../../contract/condition.ts'
import { resources } from '../../contract/routes.ts'
import { call } from '../data/client.ts'
import { keepRule, removeRules } from '../experiments/keep-rule.ts'
import { type Draft, type Edits, experimentOf, flagOf, patchOf } from './draft.ts'

/** Makes the flag where it is a new one, and answers its key and variants. */
async function flagFor(project: string, draft: Draft, environments: readonly string[]) {
  const { flagChoice, newFlag, owner, flag } = draft
  if (flagChoice === 'new') {
    const body = flagOf(newFlag, owner, environments)
    await call(resources.flags.create, {
      params: { project },
      body,
      query: { why: `for the experiment ${draft.name}` },
    })
    return body
  }
  return (await call(resources.flags.read, { params: { project, key: flag } })).body
}

/** How far creating came when it failed: what exists need not be made again. */
export type Created = { key?: string; changes: Partial<Draft>; error?: unknown }

/** Creates what is not on the server yet: flag, draft, and the rule that will serve it. What failed can be tried again. */
export async function createDraft(
  project: string,
  draft: Draft,
  changes: Partial<Draft>,
  environments: readonly string[],
): Promise<Created> {
  let rest = changes
  try {
    const flag = await flagFor(project, draft, environments)
    rest = { ...changes, flagChoice: 'existing', flag: flag.key }
    const keys = flag.variants.map(({ key }) => key)
    const body = experimentOf({ ...draft, flag: flag.key }, keys)
    await call(resources.experiments.create, { params: { project }, body })
    rest = { condition: draft.condition }
    await keepRule(project, { ...draft, flag: flag.key }, draft.condition as Condition | undefined)
    return { key: draft.key, changes: {} }
  } catch (error) {
    // Once only the condition is left, the experiment itself is there.
    return { ...('name' in rest ? {} : { key: draft.key }), changes: rest, error }
  }
}

/** What is still to be sent of the edits of a kept draft, as one change of the experiment; a change of flag moves the rule. */
export async function preparedPatch(
  project: string,
  draft: Draft,
  { changes }: Edits,
  before: Pick<Draft, 'key' | 'environment' | 'flag'>,
  environments: readonly string[],
): Promise<{ patch: Record<string, unknown> | undefined; moved: boolean; flag: string }> {
  const flagged = changes.flagChoice !== undefined || changes.flag !== undefined
  const flag = flagged ? await flagFor(project, draft, environments) : undefined
  const key = flag?.key ?? before.flag
  const moved = key !== before.flag || draft.environment !== before.environment
  if (moved) await removeRules(project, before)
  const keys = flag?.variants.map(one => one.key)
  const shared =
    keys === undefined || key === before.flag ? {} : experimentOf({ ...draft, variants: [], control: '' }, keys)
  const { variants, control } = { variants: undefined, control: undefined, ...shared }
  const patch = patchOf({
    ...changes,
    ...(moved ? { flag: key } : {}),
    ...(variants === undefined || control === undefined ? {} : { variants, control }),
  })
  return { patch, moved, flag: key }
}
