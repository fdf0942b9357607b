import type { Attribute, Audience } from '../../contract/audience.ts'
import type { Condition } from '../../contract/condition.ts'
import type { Flag } from '../../contract/flag.ts'
import { byKey, conditionsOf, type Definitions, leavesOf, reachedAudiences } from './definitions.ts'

/**
 * The flags a client may not see: those that need a list or a private attribute in an environment, directly or in an
 * audience, and those with such a flag among their prerequisites. A flag that is off needs nothing.
 */
export function withheldFlags(definitions: Definitions, environment: string): Set<string> {
  const audiences = byKey(definitions.audiences)
  const secrets = new Set(
    definitions.attributes.filter((attribute: Attribute) => attribute.private).map(({ key }) => key),
  )
  const flagsOn = definitions.flags.filter(flag => flag.environments[environment]?.on === true)
  const withheld = new Set(
    flagsOn.filter(flag => needsSecret(flag, environment, audiences, secrets)).map(({ key }) => key),
  )
  for (let before = -1; before < withheld.size; ) {
    before = withheld.size
    for (const { key, prerequisites } of flagsOn)
      if (prerequisites.some(({ flag }) => withheld.has(flag))) withheld.add(key)
  }
  return withheld
}

function needsSecret(
  flag: Flag,
  environment: string,
  audiences: ReadonlyMap<string, Audience>,
  secrets: ReadonlySet<string>,
): boolean {
  const own = conditionsOf(flag, environment)
  const reached = Array.from(reachedAudiences(own, audiences), key => audiences.get(key)?.condition ?? [])
  return [...own, ...reached.flat()].some(condition => isSecret(condition, secrets))
}

function isSecret(condition: Condition, secrets: ReadonlySet<string>): boolean {
  return leavesOf(condition).some(
    leaf => !('audience' in leaf) && (leaf.op === 'in-list' || secrets.has(leaf.attribute)),
  )
}
