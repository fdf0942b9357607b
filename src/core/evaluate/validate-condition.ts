import type { AttributeType, Comparison, Condition } from '../../contract/condition.ts'
import type { Issue } from '../../contract/problem.ts'
import { identityOf } from './comparison.ts'
import { own } from './context.ts'
import { dateOf } from './date.ts'
import { patternProblem } from './pattern-problem.ts'
import { rareOperators } from './rare-operators.ts'
import { versionOf } from './semver.ts'

const levelsMax = 30

/** Everything in a condition that could never match or never be read, by JSON pointer below `path`. */
export function validateCondition(
  condition: Condition,
  path: string,
  types: Readonly<Record<string, AttributeType>>,
  level = 1,
): Issue[] {
  if (level > levelsMax)
    return [{ path, message: `conditions nest at most ${levelsMax} levels; move a part into an audience` }]
  const inside = (parts: readonly Condition[], name: string) =>
    parts.flatMap((part, index) => validateCondition(part, `${path}/${name}/${index}`, types, level + 1))
  if ('all' in condition) return inside(condition.all, 'all')
  if ('any' in condition) return inside(condition.any, 'any')
  if ('not' in condition) return validateCondition(condition.not, `${path}/not`, types, level + 1)
  return 'audience' in condition ? [] : validateComparison(condition, path, own(types, condition.attribute))
}

function validateComparison(comparison: Comparison, path: string, type: AttributeType | undefined): Issue[] {
  switch (comparison.op) {
    case 'equals':
      return literalIssues([comparison.value], type, () => `${path}/value`)
    case 'one-of':
      return literalIssues(comparison.values, type, index => `${path}/values/${index}`)
    case 'matches': {
      const message = patternProblem(comparison.value)
      return message === undefined ? [] : [{ path: `${path}/value`, message }]
    }
    case 'between':
      return comparison.low <= comparison.high
        ? []
        : [{ path: `${path}/low`, message: 'low is above high, so nothing lies between; exchange them' }]
    case 'before':
    case 'after':
      return dateOf(comparison.value) === undefined ? [{ path: `${path}/value`, message: examples.date }] : []
    case 'semver=':
    case 'semver<':
    case 'semver<=':
    case 'semver>':
    case 'semver>=':
      return versionOf(comparison.value) === undefined ? [{ path: `${path}/value`, message: examples.semver }] : []
    default:
      return []
  }
}

const examples: Record<AttributeType, string> = {
  date: 'this is no date; write it like 2026-11-23 or 2026-11-23T10:15:00Z, or as milliseconds since 1970',
  semver: 'this is no version; write it like 2.10.0, 2.10 or 2.10.0-beta.1, without a leading v',
  number: 'the attribute is declared as a number and this is none; write it like 65',
  string: 'the attribute is declared as text and this is none; put it in quotes',
  boolean: 'the attribute is declared as true or false; write true or false without quotes',
}

function literalIssues(
  values: readonly (string | number | boolean)[],
  type: AttributeType | undefined,
  pathOf: (index: number) => string,
): Issue[] {
  if (type === undefined) return []
  const identity = identityOf(type, rareOperators)
  return values.flatMap((value, index) =>
    identity(value) === undefined ? [{ path: pathOf(index), message: examples[type] }] : [],
  )
}
