import { z } from 'zod'
import { PropertyPrivacy, PropertyType } from './event-definition.ts'
import { ModelVersion, modelNouns } from './model.ts'
import { Json } from './name.ts'
import { Issue } from './problem.ts'

/** Whom a change can reach: everything that rests on the definition, directly or through another. */
export const Dependants = z.strictObject({
  dimensions: z.array(z.string()),
  metrics: z.array(z.string()),
  experiments: z.array(z.string()).meta({ description: 'those that are not over' }),
  flags: z.array(z.string()),
  webhooks: z.array(z.string()).meta({ description: 'those that hear of incidents of an event' }),
})
export type Dependants = z.infer<typeof Dependants>

/** Breaking changes are refused: what they change needs a new name. */
export const Compatibility = z.enum(['compatible', 'breaking', 'documentation'])
export type Compatibility = z.infer<typeof Compatibility>

/** One definition that would change, and what that means. `projects` stands for the time zone and the units. */
export const ModelChange = z.strictObject({
  noun: z.enum(['projects', ...modelNouns]),
  key: z.string(),
  change: z.enum(['added', 'changed', 'removed']),
  compatibility: Compatibility,
  differences: z.array(z.strictObject({ path: z.string(), before: Json.optional(), after: Json.optional() })),
  issues: z.array(Issue).meta({ description: 'why it cannot be applied' }),
  dependants: Dependants,
  reviewNeeded: z
    .array(
      z.strictObject({
        property: z.string(),
        type: PropertyType,
        privacy: PropertyPrivacy,
        status: z.enum(['pending', 'refused']),
      }),
    )
    .meta({ description: 'personal properties that collect nothing until somebody with the role privacy approves' }),
})
export type ModelChange = z.infer<typeof ModelChange>

/** A definition that may be meant to be one that is there. */
export const NearDuplicate = z.strictObject({
  noun: z.enum(modelNouns),
  key: z.string(),
  like: z.string(),
  why: z.string(),
})
export type NearDuplicate = z.infer<typeof NearDuplicate>

/** What applying a model would do. */
export const ModelPlan = z
  .strictObject({
    from: ModelVersion.meta({ description: 'the version it was planned against; applying carries it in If-Match' }),
    version: ModelVersion.meta({ description: 'the version the project would have' }),
    changes: z.array(ModelChange),
    nearDuplicates: z.array(NearDuplicate),
    ok: z.boolean().meta({ description: 'nothing is breaking, nothing contradicts itself' }),
  })
  .meta({ id: 'ModelPlan' })
export type ModelPlan = z.infer<typeof ModelPlan>
