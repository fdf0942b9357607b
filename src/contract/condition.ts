import { z } from 'zod'
import { AttributeName, Key } from './name.ts'

/** What an attribute is declared to be; equality compares by this type. */
export const AttributeType = z.enum(['string', 'number', 'boolean', 'date', 'semver'])
export type AttributeType = z.infer<typeof AttributeType>

const leaf = {
  attribute: AttributeName,
  negate: z.boolean().optional().meta({ description: 'turns the answer round; a missing attribute stays false' }),
  onMissing: z
    .literal('match')
    .optional()
    .meta({ description: 'for rules imported from products where a missing attribute satisfies a negated condition' }),
}
const caseInsensitive = z.boolean().optional()
const Scalar = z.union([z.string().max(10_000), z.number(), z.boolean()])
const Words = z.string().max(10_000)
const Moment = z.union([z.string().max(100), z.number()]).meta({ description: 'ISO 8601, or milliseconds since 1970' })

/** One comparison of one attribute. */
export const Comparison = z.discriminatedUnion('op', [
  z.strictObject({ ...leaf, op: z.literal('equals'), value: Scalar, caseInsensitive }),
  z.strictObject({ ...leaf, op: z.literal('one-of'), values: z.array(Scalar).min(1).max(1000), caseInsensitive }),
  z.strictObject({ ...leaf, op: z.enum(['contains', 'starts-with', 'ends-with']), value: Words, caseInsensitive }),
  z.strictObject({ ...leaf, op: z.literal('matches'), value: z.string().min(1).max(1000), caseInsensitive }),
  z.strictObject({ ...leaf, op: z.enum(['<', '<=', '>', '>=']), value: z.number() }),
  z.strictObject({ ...leaf, op: z.literal('between'), low: z.number(), high: z.number() }),
  z.strictObject({ ...leaf, op: z.enum(['before', 'after']), value: Moment }),
  z.strictObject({ ...leaf, op: z.enum(['semver=', 'semver<', 'semver<=', 'semver>', 'semver>=']), value: Words }),
  z.strictObject({ ...leaf, op: z.literal('exists') }),
  z.strictObject({ ...leaf, op: z.literal('in-list'), list: Key }),
])
export type Comparison = z.infer<typeof Comparison>

/** A tree of comparisons: every, some or not, with reusable audiences as leaves. */
export type Condition =
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  | { audience: string; negate?: boolean | undefined }
  | Comparison

export const Condition: z.ZodType<Condition> = z
  .lazy(() =>
    z.union([
      z.strictObject({ all: z.array(Condition).min(1).max(100) }),
      z.strictObject({ any: z.array(Condition).min(1).max(100) }),
      z.strictObject({ not: Condition }),
      z.strictObject({ audience: Key, negate: z.boolean().optional() }),
      Comparison,
    ]),
  )
  .meta({ id: 'Condition', example: { attribute: 'age', op: '>', value: 65 } })
