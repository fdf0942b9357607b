import type { Condition } from '../../../src/contract/condition.ts'
import { attributeSlots } from '../../../src/core/evaluate/attribute-slots.ts'
import { compileCondition, type References } from '../../../src/core/evaluate/condition.ts'
import type { Context } from '../../../src/core/evaluate/context.ts'

/** Whether a condition holds in a context, as one evaluation would ask it. */
export function ask(condition: Condition, context: Context, references: Omit<References, 'slots'>): boolean {
  const slots = attributeSlots()
  const { matches } = compileCondition(condition, { ...references, slots })
  return matches(slots.unread.slice(), context)
}
