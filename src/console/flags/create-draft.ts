import type { FlagType } from '../../contract/flag.ts'
import type { Issue } from '../../contract/problem.ts'
import { type DraftFlag, type DraftVariant, issuesOf } from './draft-flag.ts'

/** What somebody wrote into the dialog for a new flag. */
export type NewFlag = {
  name: string
  key: string
  description: string
  owner: string
  tags: string[]
  type: FlagType
  variants: DraftVariant[]
  off: string
}

const variantsFor: Record<FlagType, DraftVariant[]> = {
  boolean: [
    { key: 'on', value: true },
    { key: 'off', value: false },
  ],
  string: [
    { key: 'control', value: 'control' },
    { key: 'treatment', value: 'treatment' },
  ],
  number: [
    { key: 'control', value: 0 },
    { key: 'treatment', value: 1 },
  ],
  json: [
    { key: 'control', value: {} },
    { key: 'treatment', value: {} },
  ],
}

/** What a flag of a type starts from: two variants, and the one that changes nothing when it is off. */
export function startOf(type: FlagType): Pick<NewFlag, 'type' | 'variants' | 'off'> {
  return { type, variants: variantsFor[type], off: type === 'boolean' ? 'off' : 'control' }
}

/** The new flag with other variants; the off variant stays the one it is while its key is being written. */
export function withVariants(flag: NewFlag, variants: DraftVariant[]): NewFlag {
  const at = flag.variants.findIndex(({ key }) => key === flag.off)
  const same = variants.length === flag.variants.length && at >= 0
  return { ...flag, variants, off: same ? (variants[at]?.key ?? flag.off) : flag.off }
}

/** The flag to be created: off in every environment, so that nothing changes for anybody. */
export function draftOf(flag: NewFlag, environments: readonly { key: string }[]): DraftFlag {
  const { name, key, description, owner, tags, type, variants, off } = flag
  return {
    key,
    name,
    ...(description === '' ? {} : { description }),
    ...(owner === '' ? {} : { owner }),
    ...(tags.length === 0 ? {} : { tags }),
    type,
    variants,
    off,
    prerequisites: [],
    environments: Object.fromEntries(environments.map(one => [one.key, { on: false, rules: [], fallthrough: off }])),
  }
}

const nothing = { flags: [], audiences: [], lists: [], attributes: [], experiments: [] }

/** What is wrong with a new flag, as far as can be seen here. */
export function newIssues(draft: DraftFlag): Issue[] {
  return [...(draft.key === '' ? [{ path: '/key', message: 'give the flag a key' }] : []), ...issuesOf(draft, nothing)]
}
