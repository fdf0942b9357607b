import type { AttributeType, Comparison, Condition } from '../../contract/condition.ts'
import { type AttributeSlots, readValue, type Values } from './attribute-slots.ts'
import { type Judge, judgeOf, type RareOperators } from './comparison.ts'
import { type Context, own } from './context.ts'

/** A condition ready to be asked, and what it is made of for whoever wants to explain its answer. */
export type Test = {
  readonly matches: (values: Values, context: Context) => boolean
  readonly source: Exclude<Condition, { not: Condition }>
  readonly negated: boolean
  readonly parts?: readonly Test[]
  /** Whether all parts must hold, or one of them. */
  readonly every?: boolean
  readonly judge?: Judge
  /** The declared type of the attribute that is compared. */
  readonly type?: AttributeType | undefined
  /** Why it can never be answered: what it refers to is not there, or it refers to itself. */
  readonly problem?: 'unknown' | 'circular'
}

/** What conditions refer to by name. */
export type References = {
  readonly attributes: Readonly<Record<string, AttributeType>>
  readonly audiences: Readonly<Record<string, Condition>>
  readonly list: (key: string) => ReadonlySet<string> | undefined
  readonly slots: AttributeSlots
  readonly rare: RareOperators | undefined
}

/**
 * A condition as closures. A missing attribute makes a comparison neither true nor false (Kleene); negations are pushed
 * down to the comparisons here, so that two-valued `&&` and `||` give the three-valued answer with unknown as false.
 */
export function compileCondition(condition: Condition, references: References): Test {
  return compile(condition, references, false, [])
}

function compile(condition: Condition, references: References, negated: boolean, within: readonly string[]): Test {
  if ('all' in condition) return combine(condition, condition.all, !negated, references, negated, within)
  if ('any' in condition) return combine(condition, condition.any, negated, references, negated, within)
  if ('not' in condition) return compile(condition.not, references, !negated, within)
  if ('audience' in condition) return audience(condition, references, negated !== (condition.negate === true), within)
  return leaf(condition, references, negated)
}

function combine(
  source: Test['source'],
  conditions: readonly Condition[],
  every: boolean,
  references: References,
  negated: boolean,
  within: readonly string[],
): Test {
  const parts = conditions.map(part => compile(part, references, negated, within))
  const tests = parts.map(part => part.matches)
  return { matches: combined(tests, every), source, negated, parts, every }
}

function combined(tests: readonly Test['matches'][], every: boolean): Test['matches'] {
  const [first, second] = tests
  if (first && tests.length === 1) return first
  if (first && second && tests.length === 2)
    return every
      ? (values, context) => first(values, context) && second(values, context)
      : (values, context) => first(values, context) || second(values, context)
  return (values, context) => {
    for (const test of tests) if (test(values, context) !== every) return !every
    return every
  }
}

function audience(
  source: Extract<Condition, { audience: string }>,
  references: References,
  negated: boolean,
  within: readonly string[],
): Test {
  const key = source.audience
  const condition = own(references.audiences, key)
  const circular = within.includes(key)
  if (!condition || circular) return unanswerable(source, negated, circular ? 'circular' : 'unknown')
  const inner = compile(condition, references, negated, [...within, key])
  return { matches: inner.matches, source, negated, parts: [inner], every: true }
}

// What refers to nothing cannot be answered, so it is false either way round.
function unanswerable(source: Test['source'], negated: boolean, problem: Test['problem'] & string): Test {
  return { matches: () => false, source, negated, problem }
}

function leaf(comparison: Comparison, references: References, outerNegated: boolean): Test {
  const { attribute, op } = comparison
  const negated = outerNegated !== (comparison.negate === true)
  if (comparison.op === 'in-list' && references.list(comparison.list) === undefined) {
    return unanswerable(comparison, negated, 'unknown')
  }
  const type = own(references.attributes, attribute)
  const judge = judgeOf(comparison, type, references.list, references.rare)
  const elementwise = op !== 'exists'
  const whenMissing = missingAnswer(comparison, negated, outerNegated)
  const place = references.slots.placeOf(attribute)
  const matches = (values: Values, context: Context) => {
    const value = readValue(values, context, attribute, place)
    if (value === undefined || value === null) return whenMissing
    return (elementwise && Array.isArray(value) ? some(value, judge) : judge(value) === true) !== negated
  }
  return { matches, source: comparison, negated, judge, type }
}

// `exists` is never unknown; `onMissing` says the comparison, its own negation included, is true.
function missingAnswer(comparison: Comparison, negated: boolean, outerNegated: boolean): boolean {
  if (comparison.onMissing === 'match') return !outerNegated
  return comparison.op === 'exists' && negated
}

function some(values: readonly unknown[], judge: Judge): boolean {
  for (const value of values) if (value !== null && value !== undefined && judge(value) === true) return true
  return false
}
