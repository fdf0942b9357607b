import type { Condition } from '../../contract/condition.ts'
import { resources } from '../../contract/routes.ts'
import { call } from '../data/client.ts'
import { rulesServing, rulesWithout, type Served, servingRules, targetingPatch } from './serving.ts'

type Kept = Served & { flag: string }

/** Lets a rule of the flag serve the experiment, for whom the condition says; until the start it serves nobody. */
export async function keepRule(project: string, served: Kept, condition: Condition | undefined): Promise<void> {
  const params = { project, key: served.flag }
  const { body: flag, etag } = await call(resources.flags.read, { params })
  const rules = rulesServing(flag, served, condition)
  await call(resources.flags.change, {
    params,
    body: targetingPatch(flag, served.environment, rules),
    query: { why: `who takes part in ${served.key}` },
    ifMatch: etag ?? '',
  })
}

/** Takes the rules that serve an experiment out of its flag; answers how to put them back, or undefined when there were none. */
export async function removeRules(project: string, served: Kept): Promise<(() => Promise<void>) | undefined> {
  const params = { project, key: served.flag }
  const { body: flag, etag } = await call(resources.flags.read, { params })
  const [removed] = servingRules(flag, served)
  if (removed === undefined) return undefined
  await call(resources.flags.change, {
    params,
    body: targetingPatch(flag, served.environment, rulesWithout(flag, served)),
    query: { why: `${served.key} is not served from here any more` },
    ifMatch: etag ?? '',
  })
  return () => keepRule(project, served, removed.condition)
}
