import type { Comparison, Condition } from '../../contract/condition.ts'

type Scalar = string | number | boolean

/** A comparison that somebody may still be writing: what it needs may not be there yet. Every comparison is one. */
export type DraftComparison = {
  attribute: string
  op: Comparison['op']
  negate?: boolean | undefined
  onMissing?: 'match' | undefined
  caseInsensitive?: boolean | undefined
  value?: Scalar | undefined
  values?: Scalar[] | undefined
  low?: number | undefined
  high?: number | undefined
  list?: string | undefined
}

/** A condition that somebody may still be writing. Every condition is one. */
export type DraftCondition =
  | { all: DraftCondition[] }
  | { any: DraftCondition[] }
  | { not: DraftCondition }
  | { audience: string; negate?: boolean | undefined }
  | DraftComparison

/** What people call audiences and lists; the key stands for what is not in it. */
export type Names = {
  readonly audiences?: ReadonlyMap<string, string> | undefined
  readonly lists?: ReadonlyMap<string, string> | undefined
}

const shownMax = 8
/** Stands where something is still to be filled in. */
export const gap = '…'

/** A condition as a sentence: age is above 65 and country is one of DE, FR. Groups within groups stand in brackets. */
export function conditionText(condition: DraftCondition, names: Names = {}): string {
  return textOf(condition, names, false)
}

function textOf(condition: DraftCondition, names: Names, within: boolean): string {
  if ('all' in condition) return joined(condition.all, 'and', names, within)
  if ('any' in condition) return joined(condition.any, 'or', names, within)
  if ('not' in condition) return `not (${textOf(condition.not, names, false)})`
  if ('audience' in condition) {
    const { audience, negate } = condition
    const name = audience === '' ? gap : (names.audiences?.get(audience) ?? audience)
    return `${negate ? 'not in' : 'in'} audience ${name}`
  }
  return comparisonText(condition, names)
}

function joined(parts: readonly DraftCondition[], word: 'and' | 'or', names: Names, within: boolean): string {
  if (parts.length === 0) return gap
  const text = parts.map(part => textOf(part, names, parts.length > 1)).join(` ${word} `)
  return within && parts.length > 1 ? `(${text})` : text
}

type Op = Comparison['op']

const verbs: Record<Op, readonly [is: string, isNot: string]> = {
  equals: ['is', 'is not'],
  'one-of': ['is one of', 'is none of'],
  contains: ['contains', 'does not contain'],
  'starts-with': ['starts with', 'does not start with'],
  'ends-with': ['ends with', 'does not end with'],
  matches: ['matches', 'does not match'],
  '<': ['is below', 'is not below'],
  '<=': ['is at most', 'is not at most'],
  '>': ['is above', 'is not above'],
  '>=': ['is at least', 'is not at least'],
  between: ['is between', 'is not between'],
  before: ['is before', 'is not before'],
  after: ['is after', 'is not after'],
  'semver=': ['is version', 'is not version'],
  'semver<': ['is below version', 'is not below version'],
  'semver<=': ['is at most version', 'is not at most version'],
  'semver>': ['is above version', 'is not above version'],
  'semver>=': ['is at least version', 'is not at least version'],
  exists: ['is known', 'is not known'],
  'in-list': ['is in list', 'is not in list'],
}

/** The words of a comparison between attribute and value: is above, is none of. */
export function verbOf(op: Op, negate = false): string {
  return verbs[op][negate ? 1 : 0]
}

function comparisonText(comparison: DraftComparison, { lists }: Names): string {
  const { attribute, op, negate, onMissing, caseInsensitive } = comparison
  const words = [attribute === '' ? gap : attribute, verbOf(op, negate)]
  if (op === 'between') words.push(`${scalarText(comparison.low)} and ${scalarText(comparison.high)}`)
  else if (op === 'one-of') words.push(listText(comparison.values ?? []))
  else if (op === 'in-list')
    words.push(comparison.list === undefined ? gap : (lists?.get(comparison.list) ?? comparison.list))
  else if (op === 'matches') words.push(`/${comparison.value ?? gap}/`)
  else if (op.startsWith('semver')) words.push(String(comparison.value ?? gap))
  else if (op !== 'exists') words.push(scalarText(comparison.value))
  if (caseInsensitive) words.push('in any case')
  if (onMissing === 'match') words.push('or is not known')
  return words.join(' ')
}

function listText(values: readonly Scalar[]): string {
  if (values.length === 0) return gap
  const shown = values.slice(0, shownMax).map(scalarText).join(', ')
  return values.length > shownMax ? `${shown} and ${values.length - shownMax} more` : shown
}

/** Texts that could be taken for something else, or for the sentence around them, stand in quotes. */
function scalarText(value: Scalar | undefined): string {
  if (value === undefined) return gap
  if (typeof value !== 'string') return String(value)
  return /^[^\s,()"]+$/.test(value) && !/^(true|false|-?\d+(\.\d+)?|and|or|not)$/.test(value) ? value : `"${value}"`
}

/** Whether a condition has everything it needs, so that it can be evaluated. */
export function isWritten(condition: DraftCondition): condition is Condition {
  return unwrittenIn(condition, '').length === 0
}

/** What a condition that is being written still lacks, by JSON pointer below `path`. */
export function unwrittenIn(condition: DraftCondition, path: string): { path: string; message: string }[] {
  const inside = (parts: readonly DraftCondition[], name: string) =>
    parts.length === 0
      ? [{ path, message: 'the group is empty; add a condition, or remove the group' }]
      : parts.flatMap((part, index) => unwrittenIn(part, `${path}/${name}/${index}`))
  if ('all' in condition) return inside(condition.all, 'all')
  if ('any' in condition) return inside(condition.any, 'any')
  if ('not' in condition) return unwrittenIn(condition.not, `${path}/not`)
  if ('audience' in condition)
    return condition.audience === '' ? [{ path: `${path}/audience`, message: 'choose an audience' }] : []
  const { attribute, op } = condition
  const nameless = attribute === '' ? [{ path: `${path}/attribute`, message: 'name an attribute' }] : []
  return [...nameless, ...valueless(condition, op, path)]
}

function valueless(comparison: DraftComparison, op: Op, path: string): { path: string; message: string }[] {
  const lacking = (name: string, message: string) => [{ path: `${path}/${name}`, message }]
  const { value, values, low, high, list } = comparison
  switch (op) {
    case 'exists':
      return []
    case 'one-of':
      return values === undefined || values.length === 0 ? lacking('values', 'give at least one value') : []
    case 'between':
      return [
        ...(low === undefined ? lacking('low', 'give a lowest number') : []),
        ...(high === undefined ? lacking('high', 'give a highest number') : []),
      ]
    case 'in-list':
      return list === undefined || list === '' ? lacking('list', 'choose a list') : []
    default:
      return value === undefined || value === '' ? lacking('value', 'give a value') : []
  }
}
