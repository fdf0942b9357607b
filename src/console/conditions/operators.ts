import type { AttributeType, Comparison } from '../../contract/condition.ts'
import { type DraftComparison, verbOf } from '../../core/evaluate/condition-text.ts'

type Op = Comparison['op']

/** An operator as it is chosen: with its negation where people say that in one word. */
export type Choice = { value: string; label: string }

const equality: string[] = ['equals', '!equals', 'one-of', '!one-of']
const order: string[] = ['>', '>=', '<', '<=', 'between']
const texts: string[] = ['contains', '!contains', 'starts-with', 'ends-with', 'matches', 'in-list', '!in-list']
const moments: string[] = ['after', 'before']
const versions: string[] = ['semver>=', 'semver>', 'semver=', 'semver<', 'semver<=']
const presence: string[] = ['exists', '!exists']

const byType: Record<AttributeType, string[]> = {
  number: [...order, ...equality, ...presence],
  string: [...equality, ...texts, ...presence],
  boolean: ['equals', ...presence],
  date: [...moments, ...presence],
  semver: [...versions, 'one-of', '!one-of', ...presence],
}
const undeclared = [...equality, ...order, ...texts, ...moments, ...versions, ...presence]

/** The operators an attribute of a type can be compared by, and the present one if it is none of them. */
export function choicesFor(type: AttributeType | undefined, present: string): Choice[] {
  const values = type === undefined ? undeclared : byType[type]
  const all = values.includes(present) ? values : [...values, present]
  return all.map(value => ({ value, label: verbOf(opOf(value), value.startsWith('!')) }))
}

export function choiceOf({ op, negate }: DraftComparison): string {
  return `${negate ? '!' : ''}${op}`
}

function opOf(choice: string): Op {
  return choice.replace('!', '') as Op
}

type Input = 'none' | 'one' | 'many' | 'range' | 'list'

/** What a person has to give beside the operator. */
export function inputOf(op: Op): Input {
  if (op === 'exists') return 'none'
  if (op === 'one-of') return 'many'
  if (op === 'between') return 'range'
  return op === 'in-list' ? 'list' : 'one'
}

/** What kind of value an operator wants of an attribute; undefined: whatever is written. */
export function valueTypeOf(op: Op, type: AttributeType | undefined): AttributeType | undefined {
  if (op.startsWith('semver')) return 'semver'
  if (order.includes(op)) return 'number'
  if (moments.includes(op)) return 'date'
  return op === 'equals' || op === 'one-of' ? type : 'string'
}

/** The comparison with another operator; what was written stays as far as it still has a meaning. */
export function withOperator(comparison: DraftComparison, choice: string): DraftComparison {
  const op = opOf(choice)
  const { attribute, onMissing, caseInsensitive, value, values, low } = comparison
  const one = value ?? values?.[0] ?? low
  const kept = {
    attribute,
    op,
    ...(choice.startsWith('!') ? { negate: true } : {}),
    ...(onMissing === undefined ? {} : { onMissing }),
    ...(caseInsensitive && foldsCase(op) ? { caseInsensitive } : {}),
  }
  const number = typeof one === 'number' ? one : undefined
  switch (inputOf(op)) {
    case 'many':
      return { ...kept, values: values ?? (one === undefined || one === '' ? [] : [one]) }
    case 'range':
      return number === undefined ? kept : { ...kept, low: number }
    case 'one':
      if (order.includes(op)) return number === undefined ? kept : { ...kept, value: number }
      if (moments.includes(op) || op.startsWith('semver'))
        return typeof one === 'string' ? { ...kept, value: one } : kept
      if (op === 'equals') return one === undefined ? kept : { ...kept, value: one }
      return one === undefined ? kept : { ...kept, value: String(one) }
    default:
      return kept
  }
}

const firstFor: Record<AttributeType, string> = {
  number: '>',
  string: 'equals',
  boolean: 'equals',
  date: 'after',
  semver: 'semver>=',
}

/** The comparison of another attribute; where its type does not know the operator, the usual one of the type. */
export function withAttribute(
  comparison: DraftComparison,
  attribute: string,
  before: AttributeType | undefined,
  type: AttributeType | undefined,
): DraftComparison {
  const renamed = { ...comparison, attribute }
  if (type === undefined || type === before) return renamed
  const blank = comparison.value === undefined && comparison.values === undefined && comparison.low === undefined
  if (byType[type].includes(choiceOf(comparison)) && !blank) return renamed
  const fresh = withOperator({ attribute, op: 'exists' }, firstFor[type])
  return type === 'boolean' ? { ...fresh, value: true } : fresh
}

/** Whether capital letters can be made not to matter. */
export function foldsCase(op: Op): boolean {
  return ['equals', 'one-of', 'contains', 'starts-with', 'ends-with', 'matches'].includes(op)
}
