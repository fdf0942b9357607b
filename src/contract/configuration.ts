import { z } from 'zod'
import { AttributeType, Condition } from './condition.ts'
import { SlotRange } from './experiment.ts'
import { FlagType, Rule, VariantKey, Weights } from './flag.ts'
import { Json, Key } from './name.ts'

/** A flag as an SDK sees it, for one environment. */
export const CompiledFlag = z.strictObject({
  type: FlagType,
  on: z.boolean(),
  off: VariantKey,
  fallthrough: VariantKey,
  variants: z.record(VariantKey, Json),
  prerequisites: z.array(z.strictObject({ flag: Key, variants: z.array(VariantKey) })),
  rules: z.array(Rule.omit({ description: true })),
  withheld: z.literal(true).optional().meta({
    description: 'the flag needs a list or a private attribute this key may not see: evaluate it on the server',
  }),
})
export type CompiledFlag = z.infer<typeof CompiledFlag>

/** A running experiment as an SDK sees it. */
export const CompiledExperiment = z.strictObject({
  unit: Key,
  phase: z.int(),
  layerSalt: z.string(),
  slots: z.array(SlotRange),
  salt: z.string(),
  variants: Weights,
  holdouts: z.array(Key),
  sticky: z.literal(true).optional(),
})
export type CompiledExperiment = z.infer<typeof CompiledExperiment>

/** Everything an SDK needs to evaluate every flag of one environment without asking anyone. */
export const Configuration = z
  .strictObject({
    format: z.literal(1),
    hash: z.literal('murmur3-32'),
    project: Key,
    environment: Key,
    version: z.string().meta({ description: 'changes when anything below changes' }),
    units: z.record(Key, z.string()),
    attributes: z.record(z.string(), AttributeType),
    audiences: z.record(Key, Condition),
    lists: z.record(Key, z.array(z.string())),
    holdouts: z.record(Key, z.strictObject({ unit: Key, salt: z.string(), coverage: z.number() })),
    experiments: z.record(Key, CompiledExperiment),
    flags: z.record(Key, CompiledFlag),
  })
  .meta({ id: 'Configuration' })
export type Configuration = z.infer<typeof Configuration>
