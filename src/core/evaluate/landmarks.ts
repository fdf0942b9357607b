import type { AttributeType, Comparison } from '../../contract/condition.ts'

type Literal = string | number | boolean

/**
 * The values of a type at which the answer of a comparison may change: for numbers it is the same between two neighbours,
 * for text the same for everything else.
 */
export type Landmarks = { readonly type: 'string' | 'number' | 'boolean'; readonly values: readonly Literal[] }

/** The landmarks of a comparison, or undefined when its answers cannot be listed like that. */
export function landmarksOf(comparison: Comparison, declared: AttributeType | undefined): Landmarks | undefined {
  switch (comparison.op) {
    case '<':
    case '<=':
    case '>':
    case '>=':
      return landmarks('number', [comparison.value])
    case 'between':
      return landmarks('number', [comparison.low, comparison.high])
    case 'equals':
    case 'one-of': {
      const values = comparison.op === 'equals' ? [comparison.value] : comparison.values
      return comparison.caseInsensitive === true ? undefined : landmarks(declared ?? typeof values[0], values)
    }
    default:
      return undefined
  }
}

function landmarks(type: string, values: readonly Literal[]): Landmarks | undefined {
  if (type !== 'string' && type !== 'number' && type !== 'boolean') return undefined
  // A literal of another type is converted first, and what comes of that is not worth repeating here.
  if (!values.every(value => (typeof value === 'number' ? Number.isFinite(value) : true) && typeof value === type))
    return undefined
  return { type, values: type === 'boolean' ? [true, false] : values }
}
