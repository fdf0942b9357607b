import type { Audience } from '../../contract/audience.ts'
import type { AttributeType } from '../../contract/condition.ts'
import type { Flag, FlagType, Rule, Targeting } from '../../contract/flag.ts'
import type { Issue } from '../../contract/problem.ts'
import { byKey, type Definitions, leavesOf, typesOf } from './definitions.ts'
import type { Json } from './resolution.ts'
import { validateCondition } from './validate-condition.ts'

/**
 * What is wrong with a flag given everything else that is defined: variants that do not exist or have the wrong type,
 * conditions that cannot be read, experiments of another flag, a prerequisite that leads back here. Whether the flags,
 * audiences, lists and experiments it names exist is not asked here.
 */
export function validateFlag(flag: Flag, definitions: Definitions): Issue[] {
  const types = typesOf(definitions.attributes)
  const variants = new Set(flag.variants.map(({ key }) => key))
  return [
    ...variantIssues(flag),
    ...unknownVariants([flag.off], variants, () => '/off'),
    ...prerequisiteIssues(flag, definitions),
    ...Object.entries(flag.environments).flatMap(([environment, targeting]) =>
      targetingIssues(targeting, { flag: flag.key, environment, variants, types, definitions }),
    ),
  ]
}

/** What is wrong with an audience: its condition cannot be read, or it leads back to itself. */
export function validateAudience(audience: Audience, definitions: Definitions): Issue[] {
  const others = byKey([...definitions.audiences.filter(({ key }) => key !== audience.key), audience])
  const cycle = cycleFrom(audience.key, key => {
    const condition = others.get(key)?.condition
    return condition === undefined ? [] : leavesOf(condition).flatMap(leaf => ('audience' in leaf ? leaf.audience : []))
  })
  return [
    ...validateCondition(audience.condition, '/condition', typesOf(definitions.attributes)),
    ...(cycle === undefined
      ? []
      : [
          {
            path: '/condition',
            message: `the audience contains itself (${cycle.join(' > ')}); remove one of these steps`,
          },
        ]),
  ]
}

function variantIssues(flag: Flag): Issue[] {
  const seen = new Set<string>()
  return flag.variants.flatMap(({ key, value }, index) => {
    const issues: Issue[] = []
    if (seen.has(key))
      issues.push({ path: `/variants/${index}/key`, message: `there are two variants ${key}; rename one` })
    if (!isOfType(value, flag.type)) {
      issues.push({
        path: `/variants/${index}/value`,
        message: `the flag is of type ${flag.type}; give a ${flag.type} value`,
      })
    }
    seen.add(key)
    return issues
  })
}

function isOfType(value: Json, type: FlagType): boolean {
  return type === 'json' || typeof value === type
}

function prerequisiteIssues(flag: Flag, definitions: Definitions): Issue[] {
  const others = byKey([...definitions.flags.filter(({ key }) => key !== flag.key), flag])
  const cycle = cycleFrom(flag.key, key => others.get(key)?.prerequisites.map(needed => needed.flag) ?? [])
  const issues = flag.prerequisites.flatMap((needed, index) => {
    const other = others.get(needed.flag)
    if (other === undefined) return []
    const known = new Set(other.variants.map(({ key }) => key))
    return unknownVariants(needed.variants, known, at => `/prerequisites/${index}/variants/${at}`)
  })
  if (cycle === undefined) return issues
  return [
    ...issues,
    { path: '/prerequisites', message: `the flag needs itself (${cycle.join(' > ')}); remove one of these steps` },
  ]
}

type Around = {
  flag: string
  environment: string
  variants: ReadonlySet<string>
  types: Readonly<Record<string, AttributeType>>
  definitions: Definitions
}

function targetingIssues(targeting: Targeting, around: Around): Issue[] {
  const path = `/environments/${around.environment}`
  const seen = new Set<string>()
  return [
    ...unknownVariants([targeting.fallthrough], around.variants, () => `${path}/fallthrough`),
    ...targeting.rules.flatMap((rule, index) => {
      const at = `${path}/rules/${index}`
      const twice = seen.has(rule.id)
        ? [{ path: `${at}/id`, message: `there are two rules ${rule.id}; rename one` }]
        : []
      seen.add(rule.id)
      const condition =
        rule.condition === undefined ? [] : validateCondition(rule.condition, `${at}/condition`, around.types)
      return [...twice, ...condition, ...servingIssues(rule, `${at}/serve`, around)]
    }),
  ]
}

function servingIssues({ serve }: Rule, path: string, around: Around): Issue[] {
  if ('variant' in serve) return unknownVariants([serve.variant], around.variants, () => `${path}/variant`)
  if ('rollout' in serve) {
    const names = serve.rollout.variants.map(arm => arm.variant)
    return unknownVariants(names, around.variants, index => `${path}/rollout/variants/${index}/variant`)
  }
  const experiment = around.definitions.experiments.find(({ key }) => key === serve.experiment)
  if (experiment === undefined) return []
  if (experiment.flag !== around.flag) {
    return [
      {
        path: `${path}/experiment`,
        message: `${experiment.key} is an experiment of the flag ${experiment.flag}; use it there`,
      },
    ]
  }
  return experiment.environment === around.environment
    ? []
    : [{ path: `${path}/experiment`, message: `${experiment.key} runs in ${experiment.environment}; use it there` }]
}

function unknownVariants(
  names: readonly string[],
  known: ReadonlySet<string>,
  pathOf: (index: number) => string,
): Issue[] {
  return names.flatMap((name, index) =>
    known.has(name)
      ? []
      : [{ path: pathOf(index), message: `there is no variant ${name}; use one of ${Array.from(known).join(', ')}` }],
  )
}

// The first way found that leads from a key back to it, both ends included.
function cycleFrom(start: string, next: (key: string) => readonly string[]): string[] | undefined {
  const seen = new Set<string>()
  const search = (key: string, way: readonly string[]): string[] | undefined => {
    for (const following of next(key)) {
      if (following === start) return [...way, start]
      if (seen.has(following)) continue
      seen.add(following)
      const found = search(following, [...way, following])
      if (found !== undefined) return found
    }
    return undefined
  }
  return search(start, [start])
}
