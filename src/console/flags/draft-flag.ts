import type { Flag, Rule, Targeting } from '../../contract/flag.ts'
import type { Json } from '../../contract/name.ts'
import type { Meta } from '../../contract/noun.ts'
import type { Issue } from '../../contract/problem.ts'
import { type DraftCondition, unwrittenIn } from '../../core/evaluate/condition-text.ts'
import type { Definitions } from '../../core/evaluate/definitions.ts'
import { validateFlag } from '../../core/evaluate/validate.ts'
import { differences } from '../../core/model/difference.ts'

export type KeptFlag = Flag & { meta: Meta }
export type DraftRule = Omit<Rule, 'condition'> & { condition?: DraftCondition | undefined }
export type DraftTargeting = Omit<Targeting, 'rules'> & { rules: DraftRule[] }
export type DraftVariant = Omit<Flag['variants'][number], 'value'> & { value?: Json | undefined }

/** A flag that somebody may still be writing. Every flag is one. */
export type DraftFlag = Omit<Flag, 'environments' | 'variants'> & {
  variants: DraftVariant[]
  environments: Record<string, DraftTargeting>
}

/** A flag as a person writes it, without what the server knows about it. */
export function writtenOf({ meta: _meta, ...flag }: KeptFlag): Flag {
  return flag
}

/** Whether a draft says something else than the flag it was made of. */
export function differs(draft: DraftFlag, flag: Flag): boolean {
  return differences(flag, draft).length > 0
}

/** Everything wrong with a draft, by the paths the server would use: what is not written yet, then what cannot be. */
export function issuesOf(draft: DraftFlag, definitions: Definitions): Issue[] {
  const unwritten = unwrittenInFlag(draft)
  return unwritten.length > 0 ? unwritten : validateFlag(draft as Flag, definitions)
}

/** Whether a draft has everything a flag needs. */
export function isWrittenFlag(draft: DraftFlag): draft is Flag {
  return unwrittenInFlag(draft).length === 0
}

function unwrittenInFlag(draft: DraftFlag): Issue[] {
  const { name, variants, prerequisites, environments } = draft
  return [
    ...(name.trim() === '' ? [{ path: '/name', message: 'give the flag a name' }] : []),
    ...variants.flatMap(({ key, value }, index) => [
      ...(key === '' ? [{ path: `/variants/${index}/key`, message: 'give the variant a key' }] : []),
      ...(value === undefined ? [{ path: `/variants/${index}/value`, message: 'give the variant a value' }] : []),
    ]),
    ...prerequisites.flatMap(({ flag, variants: needed }, index) => [
      ...(flag === '' ? [{ path: `/prerequisites/${index}/flag`, message: 'choose a flag' }] : []),
      ...(needed.length === 0
        ? [{ path: `/prerequisites/${index}/variants`, message: 'choose at least one variant' }]
        : []),
    ]),
    ...Object.entries(environments).flatMap(([environment, { rules }]) =>
      rules.flatMap((rule, index) => unwrittenInRule(rule, `/environments/${environment}/rules/${index}`)),
    ),
  ]
}

function unwrittenInRule({ condition, serve }: DraftRule, path: string): Issue[] {
  const missing =
    'experiment' in serve && serve.experiment === ''
      ? [{ path: `${path}/serve/experiment`, message: 'choose an experiment' }]
      : []
  return [...(condition === undefined ? [] : unwrittenIn(condition, `${path}/condition`)), ...missing]
}

/** What an environment the flag says nothing about does: nothing. */
export function silentTargeting(flag: Pick<DraftFlag, 'off'>): DraftTargeting {
  return { on: false, rules: [], fallthrough: flag.off }
}

/** A key for a new rule that no rule of the environment has, now or in the version last saved. */
export function freshRuleKey(...taken: readonly (readonly { id: string }[])[]): string {
  const known = new Set(taken.flat().map(({ id }) => id))
  let number = 1
  while (known.has(`rule-${number}`)) number++
  return `rule-${number}`
}
