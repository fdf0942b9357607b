import type { AttributeType } from '../../contract/condition.ts'

/**
 * What somebody typed as a value of a type. Where it cannot be read as one it stays text, and the check of the rule says
 * so. Without a type, numbers as they are usually written and true and false stand for themselves.
 */
export function literalOf(text: string, type: AttributeType | undefined): string | number | boolean {
  const trimmed = text.trim()
  const number = Number(trimmed)
  if (type === 'number') return trimmed !== '' && Number.isFinite(number) ? number : text
  if (type === 'boolean') return trimmed === 'true' ? true : trimmed === 'false' ? false : text
  if (type !== undefined) return text
  if (trimmed === 'true' || trimmed === 'false') return trimmed === 'true'
  return trimmed !== '' && String(number) === trimmed && Number.isFinite(number) ? number : text
}
