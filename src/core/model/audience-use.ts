import type { Audience } from '../../contract/audience.ts'
import type { Flag } from '../../contract/flag.ts'
import { leavesOf } from '../evaluate/definitions.ts'

/** Where an audience decides: in a rule of a flag, directly or through other audiences, or in another audience. */
export type AudienceUse =
  | { in: 'flag'; flag: string; name: string; environment: string; rule: string; number: number; on: boolean }
  | { in: 'audience'; audience: string; name: string }

/** Every place an audience is used, directly or through audiences that contain it. */
export function audienceUses(key: string, flags: readonly Flag[], audiences: readonly Audience[]): AudienceUse[] {
  const containing = audiencesContaining(key, audiences)
  const inAudiences = audiences
    .filter(audience => audience.key !== key && containing.has(audience.key))
    .map(({ key: audience, name }): AudienceUse => ({ in: 'audience', audience, name }))
  const inFlags = flags.flatMap(flag =>
    Object.entries(flag.environments).flatMap(([environment, { on, rules }]) =>
      rules.flatMap(({ id, condition }, index): AudienceUse[] => {
        const named =
          condition !== undefined &&
          leavesOf(condition).some(leaf => 'audience' in leaf && containing.has(leaf.audience))
        if (!named) return []
        return [{ in: 'flag', flag: flag.key, name: flag.name, environment, rule: id, number: index + 1, on }]
      }),
    ),
  )
  return [...inFlags, ...inAudiences]
}

/** An audience and every other one that leads to it. */
function audiencesContaining(key: string, audiences: readonly Audience[]): Set<string> {
  const found = new Set([key])
  for (let before = 0; before < found.size; ) {
    before = found.size
    for (const audience of audiences) {
      const leads = leavesOf(audience.condition).some(leaf => 'audience' in leaf && found.has(leaf.audience))
      if (leads) found.add(audience.key)
    }
  }
  return found
}
