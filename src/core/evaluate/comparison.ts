import type { AttributeType, Comparison } from '../../contract/condition.ts'
import { textOf } from './context.ts'
import { dateOf } from './date.ts'
import { numberOf } from './number.ts'

/** What a comparison says of one present value: true, false, or undefined when it cannot be compared at all. */
export type Judge = (value: unknown) => boolean | undefined

/** Operators that few configurations use. */
export type RareOperators = {
  /** Whether a text contains a match; undefined when the pattern cannot be read. */
  readonly matches: (pattern: string, caseInsensitive: boolean) => (text: string) => boolean | undefined
  readonly version: (literal: string, op: VersionComparison['op']) => Judge
  readonly versionIdentity: (value: unknown) => string | undefined
}

type VersionComparison = Extract<Comparison, { op: `semver${string}` }>

/** The judge of a comparison before any negation. A literal that cannot be read makes every value incomparable. Throws without what it needs of `rare`. */
export function judgeOf(
  comparison: Comparison,
  type: AttributeType | undefined,
  list: (key: string) => ReadonlySet<string> | undefined,
  rare: RareOperators | undefined,
): Judge {
  const { caseInsensitive = false } = comparison as { caseInsensitive?: boolean }
  switch (comparison.op) {
    case 'exists':
      return () => true
    case 'equals':
      return equality([comparison.value], type, caseInsensitive, rare)
    case 'one-of':
      return equality(comparison.values, type, caseInsensitive, rare)
    case 'in-list':
      return inList(list(comparison.list))
    case 'matches':
      return ofText(needed(rare).matches(comparison.value, caseInsensitive))
    case 'contains':
      return partOf('includes', comparison.value, caseInsensitive)
    case 'starts-with':
      return partOf('startsWith', comparison.value, caseInsensitive)
    case 'ends-with':
      return partOf('endsWith', comparison.value, caseInsensitive)
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
    default:
      return needed(rare).version(comparison.value, comparison.op)
  }
}

function needed(rare: RareOperators | undefined): RareOperators {
  if (!rare) throw new Error('an operator is missing')
  return rare
}

type Same = string | number | boolean

/** What makes two values of a type the same, or undefined for a value that is not of that type. Throws without what it needs. */
export function identityOf(type: AttributeType, rare: RareOperators | undefined): (value: unknown) => Same | undefined {
  if (type === 'semver') return needed(rare).versionIdentity
  return { string: textOf, number: numberOf, boolean: booleanOf, date: dateOf }[type]
}

function booleanOf(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined
}

// Equality is by the declared type; without a declaration each literal stands for its own type.
function equality(
  values: readonly Same[],
  declared: AttributeType | undefined,
  caseInsensitive: boolean,
  rare: RareOperators | undefined,
): Judge {
  const types = new Set(values.map(value => declared ?? (typeof value as 'string' | 'number' | 'boolean')))
  const judges = Array.from(types, type => {
    const own = declared === undefined ? values.filter(value => typeof value === type) : values
    return equalityOf(identityOf(type, rare), own, caseInsensitive)
  })
  const [only, another] = judges
  return only && !another ? only : eitherOf(judges)
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

function equalityOf(
  identity: (value: unknown) => Same | undefined,
  values: readonly Same[],
  caseInsensitive: boolean,
): Judge {
  const fold = (same: Same) => (caseInsensitive && typeof same === 'string' ? same.toLowerCase() : same)
  const wanted = new Set(values.flatMap(value => identity(value) ?? []).map(fold))
  if (wanted.size === 0) return () => undefined
  return value => {
    const same = identity(value)
    return same === undefined ? undefined : wanted.has(fold(same))
  }
}

function ofText(test: (text: string) => boolean | undefined): Judge {
  return value => {
    const text = textOf(value)
    return text === undefined ? undefined : test(text)
  }
}

function inList(list: ReadonlySet<string> | undefined): Judge {
  return ofText(text => list?.has(text))
}

function partOf(how: 'includes' | 'startsWith' | 'endsWith', part: string, caseInsensitive: boolean): Judge {
  const wanted = caseInsensitive ? part.toLowerCase() : part
  return ofText(text => (caseInsensitive ? text.toLowerCase() : text)[how](wanted))
}

// All orders are intervals, so that one closure without calls to others serves the numbers that most rules compare.
function between(
  read: (value: unknown) => number | undefined,
  lowest: unknown,
  highest: unknown,
  inclusive: boolean,
): Judge {
  const low = lowest === undefined ? -Infinity : read(lowest)
  const high = highest === undefined ? Infinity : read(highest)
  if (low === undefined || high === undefined) return () => undefined
  return value => {
    const number = typeof value === 'number' && Number.isFinite(value) ? value : read(value)
    if (number === undefined) return undefined
    return inclusive ? number >= low && number <= high : number > low && number < high
  }
}
