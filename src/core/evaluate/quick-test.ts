import type { AttributeType, Comparison } from '../../contract/condition.ts'
import { readValue, type Values } from './attribute-slots.ts'
import type { Test } from './condition.ts'
import type { Context } from './context.ts'

const fewMax = 8

/**
 * The test of a number against a limit, or of a text against a few others: the answers of `general`, without calling on
 * it where the value is what the rule expects. Most rules are of this kind, and every function they go through costs more
 * than the comparison itself.
 */
export function quickTest(
  comparison: Comparison,
  type: AttributeType | undefined,
  place: number,
  negated: boolean,
  general: Test['matches'],
): Test['matches'] {
  const { attribute } = comparison
  const texts = textsOf(comparison, type)
  if (texts !== undefined) {
    return (values, context) => {
      const value = readValue(values, context, attribute, place)
      if (typeof value !== 'string') return general(values, context)
      for (const text of texts) if (text === value) return !negated
      return negated
    }
  }
  if (comparison.op !== '<' && comparison.op !== '<=' && comparison.op !== '>' && comparison.op !== '>=') return general
  const limit = comparison.value
  const upwards = comparison.op.startsWith('>')
  const inclusive = comparison.op.endsWith('=')
  return (values: Values, context: Context) => {
    const value = readValue(values, context, attribute, place)
    if (typeof value !== 'number' || !Number.isFinite(value)) return general(values, context)
    return (value === limit ? inclusive : value > limit === upwards) !== negated
  }
}

// Only text compared as it is: another type or case has an identity of its own.
function textsOf(comparison: Comparison, type: AttributeType | undefined): readonly string[] | undefined {
  if ((comparison.op !== 'equals' && comparison.op !== 'one-of') || comparison.caseInsensitive === true)
    return undefined
  if (type !== undefined && type !== 'string') return undefined
  const values = comparison.op === 'equals' ? [comparison.value] : comparison.values
  return values.length <= fewMax && values.every(value => typeof value === 'string') ? values : undefined
}
