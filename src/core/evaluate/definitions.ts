import type { Attribute, Audience, List } from '../../contract/audience.ts'
import type { AttributeType, Comparison, Condition } from '../../contract/condition.ts'
import type { ExperimentRecord } from '../../contract/experiment.ts'
import type { Flag } from '../../contract/flag.ts'

/** What people defined in a project, as far as evaluation is concerned. */
export type Definitions = {
  readonly flags: readonly Flag[]
  readonly audiences: readonly Audience[]
  readonly lists: readonly List[]
  readonly attributes: readonly Attribute[]
  readonly experiments: readonly ExperimentRecord[]
}

/** Definitions by their key. */
export function byKey<T extends { readonly key: string }>(definitions: readonly T[]): ReadonlyMap<string, T> {
  return new Map(definitions.map(definition => [definition.key, definition]))
}

/** The declared type of every attribute. */
export function typesOf(attributes: readonly Attribute[]): Record<string, AttributeType> {
  return Object.fromEntries(attributes.map(({ key, type }) => [key, type]))
}

/** Every comparison and every audience in a condition, without looking into the audiences. */
export function leavesOf(condition: Condition): (Comparison | { audience: string })[] {
  if ('all' in condition) return condition.all.flatMap(leavesOf)
  if ('any' in condition) return condition.any.flatMap(leavesOf)
  return 'not' in condition ? leavesOf(condition.not) : [condition]
}

/** The conditions of a flag's rules in an environment. */
export function conditionsOf(flag: Flag, environment: string): Condition[] {
  return (flag.environments[environment]?.rules ?? []).flatMap(rule => rule.condition ?? [])
}

/** The audiences a set of conditions reaches, through other audiences as well. */
export function reachedAudiences(
  conditions: readonly Condition[],
  audiences: ReadonlyMap<string, Audience>,
): Set<string> {
  const reached = new Set<string>()
  const visit = (condition: Condition): void => {
    for (const leaf of leavesOf(condition)) {
      if (!('audience' in leaf) || reached.has(leaf.audience)) continue
      reached.add(leaf.audience)
      const audience = audiences.get(leaf.audience)
      if (audience !== undefined) visit(audience.condition)
    }
  }
  for (const condition of conditions) visit(condition)
  return reached
}
