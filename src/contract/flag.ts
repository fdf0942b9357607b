import { z } from 'zod'
import { Condition } from './condition.ts'
import { MeasuredBy } from './metric-role.ts'
import { Json, Key, Percent, Text, Title } from './name.ts'

export const FlagType = z.enum(['boolean', 'string', 'number', 'json'])
export type FlagType = z.infer<typeof FlagType>

/** The name of a variant: what reports and exposures say. */
export const VariantKey = Key.meta({ example: 'simple' })

/** How units are shared out among variants; the weights are percent and add up to 100. */
export const Weights = z
  .array(z.strictObject({ variant: VariantKey, weight: Percent }))
  .min(1)
  .max(100)
  .refine(arms => arms.reduce((sum, arm) => sum + Math.round(arm.weight * 1000), 0) === 100_000, {
    message: 'weights must add up to 100',
  })
  .refine(arms => new Set(arms.map(arm => arm.variant)).size === arms.length, {
    message: 'a variant may appear only once',
  })
export type Weights = z.infer<typeof Weights>

/** What a rule serves: one variant, a percentage rollout, or an experiment. */
export const Serve = z.union([
  z.strictObject({ variant: VariantKey }),
  z.strictObject({
    rollout: z.strictObject({
      coverage: Percent.default(100),
      variants: Weights,
      unit: Key.default('user'),
      salt: z
        .string()
        .min(1)
        .max(200)
        .optional()
        .meta({ description: 'default: flag and rule; keep it to keep people where they are' }),
    }),
  }),
  z.strictObject({ experiment: Key }),
])
export type Serve = z.infer<typeof Serve>

export const Rule = z.strictObject({
  id: Key,
  description: Text.optional(),
  condition: Condition.optional().meta({ description: 'absent: everyone' }),
  serve: Serve,
})
export type Rule = z.infer<typeof Rule>

/** What a flag does in one environment. */
export const Targeting = z.strictObject({
  on: z.boolean(),
  rules: z.array(Rule).max(200).default([]),
  fallthrough: VariantKey.meta({ description: 'served when no rule matches' }),
})
export type Targeting = z.infer<typeof Targeting>

export const Flag = z
  .strictObject({
    key: Key,
    name: Title,
    description: Text.optional(),
    owner: z.string().max(200).optional(),
    tags: z.array(z.string().min(1).max(100)).max(50).optional(),
    type: FlagType,
    variants: z
      .array(z.strictObject({ key: VariantKey, name: Title.optional(), value: Json }))
      .min(1)
      .max(100),
    off: VariantKey.meta({ description: 'served when the flag is off or a prerequisite is not met' }),
    prerequisites: z
      .array(z.strictObject({ flag: Key, variants: z.array(VariantKey).min(1) }))
      .max(20)
      .default([]),
    environments: z.record(Key, Targeting),
    measurement: z
      .strictObject({ goal: Text, metrics: z.array(MeasuredBy).max(100).default([]) })
      .optional()
      .meta({ description: 'features without an experiment: what success looks like, and which metrics show it' }),
  })
  .meta({ id: 'Flag' })
export type Flag = z.infer<typeof Flag>
