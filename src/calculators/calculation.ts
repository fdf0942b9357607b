import { z } from 'zod'
import { CalculatorName, calculators } from '../contract/calculators.ts'
import type { Json } from '../contract/name.ts'
import type { Issue } from '../contract/problem.ts'
import { calculate } from '../core/stats/calculate.ts'
import { issuesOf } from '../http/issue.ts'

/** A calculator's answer, or why there is none, each with a hint that lists what there is. */
export type Calculation =
  | { answer: { [field: string]: Json } }
  | { unknown: string; hint: string }
  | { issues: Issue[]; hint: string }

/** Runs a calculator by name on input as it came. */
export function calculation(name: string, input: unknown): Calculation {
  const known = CalculatorName.safeParse(name)
  if (!known.success)
    return {
      unknown: `there is no calculator ${name}`,
      hint: `The calculators are ${CalculatorName.options.join(', ')}.`,
    }
  const { input: schema } = calculators[known.data]
  const parsed = schema.safeParse(input)
  if (!parsed.success) return { issues: issuesOf(parsed.error), hint: `${known.data} takes ${shapeText(schema)}.` }
  // The calculators answer plain data; one round of JSON is what a caller gets in any case.
  return { answer: JSON.parse(JSON.stringify(calculate(known.data, parsed.data as never))) }
}

/** The fields of a schema in words: `{n, mean, sd} or {values}`; a question mark stands behind what may be left out. */
function shapeText(schema: z.core.$ZodType): string {
  if (schema instanceof z.ZodObject) {
    const fields = Object.entries(schema.shape as Record<string, z.core.$ZodType>).map(([field, inner]) => {
      const shape = shapeText(inner)
      const optional = inner instanceof z.ZodDefault || inner instanceof z.ZodOptional ? '?' : ''
      return `${field}${optional}${shape === '' ? '' : `: ${shape}`}`
    })
    return `{${fields.join(', ')}}`
  }
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
    return shapeText(schema.unwrap())
  if (schema instanceof z.ZodUnion) {
    const shapes = schema.options.map(shapeText).filter(text => text !== '')
    return shapes.join(' or ')
  }
  if (schema instanceof z.ZodEnum) return schema.options.join(' or ')
  if (schema instanceof z.ZodArray) return `[${shapeText(schema.element)}..]`
  return ''
}
