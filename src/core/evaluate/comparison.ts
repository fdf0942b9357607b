import type { AttributeType, Comparison } from '../../contract/condition.ts'
import { textOf } from './context.ts'
import { dateOf } from './date.ts'
import { numberOf } from './number.ts'
import { compilePattern } from './pattern.ts'
import { compareVersions, type Version, versionOf, versionText } from './semver.ts'

/** What a comparison says of one present value: true, false, or undefined when it cannot be compared at all. */
export type Judge = (value: unknown) => boolean | undefined

/** The judge of a comparison before any negation. A literal that cannot be read makes every value incomparable. */
export function judgeOf(
  comparison: Comparison,
  type: AttributeType | undefined,
  list: (key: string) => ReadonlySet<string> | undefined,
): Judge {
  switch (comparison.op) {
    case 'exists':
      return () => true
    case 'equals':
      return equality([comparison.value], type, comparison.caseInsensitive === true)
    case 'one-of':
      return equality(comparison.values, type, comparison.caseInsensitive === true)
    case 'in-list':
      return membership(list(comparison.list))
    case 'matches':
      return pattern(comparison.value, comparison.caseInsensitive === true)
    case 'contains':
      return text(comparison.value, comparison.caseInsensitive === true, (value, part) => value.includes(part))
    case 'starts-with':
      return text(comparison.value, comparison.caseInsensitive === true, (value, part) => value.startsWith(part))
    case 'ends-with':
      return text(comparison.value, comparison.caseInsensitive === true, (value, part) => value.endsWith(part))
    case '<':
      return between(numberOf, undefined, comparison.value, false)
    case '<=':
      return between(numberOf, undefined, comparison.value, true)
    case '>':
      return between(numberOf, comparison.value, undefined, false)
    case '>=':
      return between(numberOf, comparison.value, undefined, true)
    case 'between':
      return between(numberOf, comparison.low, comparison.high, true)
    case 'before':
      return between(dateOf, undefined, comparison.value, false)
    case 'after':
      return between(dateOf, comparison.value, undefined, false)
    case 'semver=':
      return version(comparison.value, order => order === 0)
    case 'semver<':
      return version(comparison.value, order => order < 0)
    case 'semver<=':
      return version(comparison.value, order => order <= 0)
    case 'semver>':
      return version(comparison.value, order => order > 0)
    case 'semver>=':
      return version(comparison.value, order => order >= 0)
  }
}

type Same = string | number | boolean
const identities: Record<AttributeType, (value: unknown) => Same | undefined> = {
  string: textOf,
  number: numberOf,
  boolean: value => (typeof value === 'boolean' ? value : undefined),
  date: dateOf,
  semver: value => {
    const parsed = versionOf(value)
    return parsed && versionText(parsed)
  },
}

/** What makes two values of a type the same, or undefined when a value is not of that type. */
export function identityOf(type: AttributeType, value: unknown): Same | undefined {
  return identities[type](value)
}

// Equality is by the declared type; without a declaration each literal stands for its own type.
function equality(values: readonly Same[], declared: AttributeType | undefined, caseInsensitive: boolean): Judge {
  const types = new Set(values.map(value => declared ?? (typeof value as 'string' | 'number' | 'boolean')))
  const judges = Array.from(types, type => {
    const own = declared === undefined ? values.filter(value => typeof value === type) : values
    return equalityOf(type, own, caseInsensitive)
  })
  const [only] = judges
  return judges.length === 1 && only !== undefined ? only : eitherOf(judges)
}

function eitherOf(judges: readonly Judge[]): Judge {
  return value => {
    let answer: boolean | undefined
    for (const judge of judges) {
      const one = judge(value)
      if (one === true) return true
      answer ??= one
    }
    return answer
  }
}

function equalityOf(type: AttributeType, values: readonly Same[], caseInsensitive: boolean): Judge {
  const identity = identities[type]
  const fold = (same: Same) => (caseInsensitive && typeof same === 'string' ? same.toLowerCase() : same)
  const wanted = new Set(values.flatMap(value => identity(value) ?? []).map(fold))
  if (wanted.size === 0) return () => undefined
  return value => {
    const same = identity(value)
    return same === undefined ? undefined : wanted.has(fold(same))
  }
}

function membership(list: ReadonlySet<string> | undefined): Judge {
  return value => {
    const text = textOf(value)
    return text === undefined ? undefined : list?.has(text)
  }
}

function pattern(source: string, caseInsensitive: boolean): Judge {
  const matches = compilePattern(source, caseInsensitive)
  if (typeof matches !== 'function') return () => undefined
  return value => {
    const text = textOf(value)
    return text === undefined ? undefined : matches(text)
  }
}

function text(part: string, caseInsensitive: boolean, test: (value: string, part: string) => boolean): Judge {
  const wanted = caseInsensitive ? part.toLowerCase() : part
  return value => {
    const text = textOf(value)
    return text === undefined ? undefined : test(caseInsensitive ? text.toLowerCase() : text, wanted)
  }
}

// All orders are intervals, so that one closure without calls to others serves the numbers that most rules compare.
function between(
  read: (value: unknown) => number | undefined,
  lowest: unknown,
  highest: unknown,
  inclusive: boolean,
): Judge {
  const low = lowest === undefined ? Number.NEGATIVE_INFINITY : read(lowest)
  const high = highest === undefined ? Number.POSITIVE_INFINITY : read(highest)
  if (low === undefined || high === undefined) return () => undefined
  return value => {
    const number = typeof value === 'number' && Number.isFinite(value) ? value : read(value)
    if (number === undefined) return undefined
    return inclusive ? number >= low && number <= high : number > low && number < high
  }
}

function version(literal: string, test: (order: number) => boolean): Judge {
  const limit: Version | undefined = versionOf(literal)
  if (limit === undefined) return () => undefined
  return value => {
    const parsed = versionOf(value)
    return parsed === undefined ? undefined : test(compareVersions(parsed, limit))
  }
}
