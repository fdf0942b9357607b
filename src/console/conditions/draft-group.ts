import type { DraftComparison, DraftCondition } from '../../core/evaluate/condition-text.ts'

/** How the parts of a group count together. */
export type GroupMode = 'all' | 'any' | 'none' | 'not-all'

/** A group as it is edited: how its parts count, the parts, and where each stands in the condition. */
export type Group = { mode: GroupMode; parts: DraftCondition[]; pathOf: (index: number) => string }

export const modeNames: Record<GroupMode, string> = {
  all: 'All of these',
  any: 'Any of these',
  none: 'None of these',
  'not-all': 'Not all of these',
}

/** A condition as a group; undefined for a comparison or an audience, which are no groups. */
export function groupOf(condition: DraftCondition): Group | undefined {
  if ('all' in condition) return { mode: 'all', parts: condition.all, pathOf: index => `/all/${index}` }
  if ('any' in condition) return { mode: 'any', parts: condition.any, pathOf: index => `/any/${index}` }
  if (!('not' in condition)) return undefined
  const { not } = condition
  if ('any' in not) return { mode: 'none', parts: not.any, pathOf: index => `/not/any/${index}` }
  if ('all' in not) return { mode: 'not-all', parts: not.all, pathOf: index => `/not/all/${index}` }
  return { mode: 'none', parts: [not], pathOf: () => '/not' }
}

/** The whole condition of a rule or audience as its outermost group. */
export function outermostOf(condition: DraftCondition): Group {
  return groupOf(condition) ?? { mode: 'all', parts: [condition], pathOf: () => '' }
}

/** A group as a condition. */
export function grouped(mode: GroupMode, parts: DraftCondition[]): DraftCondition {
  if (mode === 'all') return { all: parts }
  if (mode === 'any') return { any: parts }
  return { not: mode === 'none' ? { any: parts } : { all: parts } }
}

/** The outermost group as a condition: none when nothing is left, and no group around one comparison. */
export function outermost(mode: GroupMode, parts: DraftCondition[]): DraftCondition | undefined {
  const [only] = parts
  if (only === undefined) return undefined
  return mode === 'all' && parts.length === 1 && groupOf(only) === undefined ? only : grouped(mode, parts)
}

/** A comparison nobody has written anything into yet. */
export function blankComparison(): DraftComparison {
  return { attribute: '', op: 'equals' }
}
