import type { Flag, Rule, Targeting } from '../../contract/flag.ts'
import { ruleText, type ServingNames } from '../evaluate/serving-text.ts'
import { differences } from './difference.ts'

/** One thing that changes, in words, and where; `was` is what it said before. */
export type ChangeText = { where: string; says: string; was?: string; kind: 'added' | 'removed' | 'changed' }

/** What differs between two versions of a flag in words a person would use; details without words of their own are named. */
export function flagChangeTexts(before: Flag, after: Flag, names: ServingNames = {}): ChangeText[] {
  const environments = new Set([...Object.keys(before.environments), ...Object.keys(after.environments)])
  return [
    ...plainChanges(before, after),
    ...variantChanges(before, after),
    ...[...environments].flatMap(environment =>
      targetingChanges(environment, before.environments[environment], after.environments[environment], names),
    ),
  ]
}

function plainChanges(before: Flag, after: Flag): ChangeText[] {
  const names = ['name', 'description', 'owner', 'off'] as const
  const said = { name: 'name', description: 'description', owner: 'owner', off: 'off variant' }
  const plain = names
    .filter(name => before[name] !== after[name])
    .map(name => changed('Flag', `${said[name]}: ${after[name] ?? 'none'}`, before[name] ?? 'none'))
  const differ = (name: 'tags' | 'prerequisites' | 'measurement') => differences(before[name], after[name]).length > 0
  return [
    ...plain,
    ...(differ('tags') ? [changed('Flag', `tags: ${listed(after.tags)}`, listed(before.tags))] : []),
    ...(differ('prerequisites') ? [changed('Flag', `needs ${neededText(after)}`, neededText(before))] : []),
    ...(differ('measurement') ? [changed('Flag', 'measurement plan')] : []),
  ]
}

function variantChanges(before: Flag, after: Flag): ChangeText[] {
  const where = 'Variants'
  const [old, fresh] = [before, after].map(({ variants }) => new Map(variants.map(one => [one.key, one])))
  return [
    ...after.variants.flatMap(({ key, value }) => {
      const known = old?.get(key)
      if (known === undefined) return [{ where, says: `${key} = ${JSON.stringify(value)}`, kind: 'added' as const }]
      return differences(known, fresh?.get(key)).length === 0
        ? []
        : [changed(where, `${key} = ${JSON.stringify(value)}`, `${key} = ${JSON.stringify(known.value)}`)]
    }),
    ...before.variants
      .filter(({ key }) => !fresh?.has(key))
      .map(({ key }) => ({ where, says: key, kind: 'removed' as const })),
  ]
}

function targetingChanges(
  where: string,
  before: Targeting | undefined,
  after: Targeting | undefined,
  names: ServingNames,
): ChangeText[] {
  const [old, fresh] = [before?.rules ?? [], after?.rules ?? []]
  const known = new Map(old.map(rule => [rule.id, rule]))
  const kept = new Set(fresh.map(({ id }) => id))
  const switched = (before?.on ?? false) === (after?.on ?? false) ? [] : [changed(where, after?.on ? 'on' : 'off')]
  const otherwise =
    before !== undefined && after !== undefined && before.fallthrough !== after.fallthrough
      ? [changed(where, `everyone else gets ${after.fallthrough}`, before.fallthrough)]
      : []
  return [
    ...switched,
    ...fresh.flatMap(rule => ruleChange(where, known.get(rule.id), rule, names)),
    ...old
      .filter(({ id }) => !kept.has(id))
      .map(rule => ({ where, says: ruleText(rule, names), kind: 'removed' as const })),
    ...(isReordered(old, fresh) ? [changed(where, `order of the rules: ${fresh.map(({ id }) => id).join(', ')}`)] : []),
    ...otherwise,
  ]
}

function ruleChange(where: string, before: Rule | undefined, after: Rule, names: ServingNames): ChangeText[] {
  const says = ruleText(after, names)
  if (before === undefined) return [{ where, says, kind: 'added' }]
  if (differences(before, after).length === 0) return []
  const was = ruleText(before, names)
  return [was === says ? changed(where, `${after.id}: details`) : changed(where, says, was)]
}

function isReordered(before: readonly Rule[], after: readonly Rule[]): boolean {
  const both = (rules: readonly Rule[], others: readonly Rule[]) =>
    rules.map(({ id }) => id).filter(id => others.some(other => other.id === id))
  return both(before, after).join(' ') !== both(after, before).join(' ')
}

function neededText({ prerequisites }: Flag): string {
  return prerequisites.length === 0
    ? 'nothing'
    : prerequisites.map(({ flag, variants }) => `${flag} to serve ${variants.join(' or ')}`).join(' and ')
}

function listed(values: readonly string[] = []): string {
  return values.length === 0 ? 'none' : values.join(', ')
}

function changed(where: string, says: string, was?: string): ChangeText {
  return { where, says, ...(was === undefined ? {} : { was }), kind: 'changed' }
}
