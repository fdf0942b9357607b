import { z } from 'zod'
import { EventDefinition, Property, PropertyPrivacy, PropertyType } from './event-definition.ts'
import { Metric, Occurrence, Total, Where } from './metric.ts'
import { ModelDimension, ModelEvent, ModelMetric } from './model.ts'
import { Key, SnakeName, Title } from './name.ts'
import { Project } from './project.ts'

/** A length of time as people write it. */
export const Duration = z
  .string()
  .regex(/^\d+(\.\d+)?[mhdw]$/, 'write minutes, hours, days or weeks like 15m, 12h, 400d, 2w')
  .meta({ example: '400d' })

/** A share as people write it; the sign says which way it is meant and may be left out. */
export const ShareText = z
  .string()
  .regex(/^<?\s*\d+(\.\d+)?\s*%$/, 'write a share like <0.5%')
  .meta({ example: '<0.5%' })

const required = PropertyType.options.map(type => `${type}!` as const)
const TypeText = z.enum([...PropertyType.options, ...required]).meta({ description: 'with ! it is required' })

/** What makes a property personal, where the purpose may be that of the event. */
export const WrittenPrivacy = PropertyPrivacy.partial({ purpose: true })
  .extend({ retention: Duration.optional() })
  .meta({ description: 'purpose: that of the event when absent' })
export type WrittenPrivacy = z.infer<typeof WrittenPrivacy>

/** A property: its type, the texts it may have, or everything about it. */
export const WrittenProperty = z.union([
  TypeText,
  Property.shape.values.unwrap(),
  Property.extend({ type: TypeText, required: z.boolean().optional(), privacy: WrittenPrivacy.optional() }),
])
export type WrittenProperty = z.infer<typeof WrittenProperty>

/** An event as people write it: shares and lengths of time as text beside the exact fields. */
export const WrittenEvent = EventDefinition.omit({ key: true }).extend({
  purpose: EventDefinition.shape.purpose.optional().meta({ description: 'absent: analytics' }),
  retention: Duration.optional(),
  expect: EventDefinition.shape.expect
    .unwrap()
    .extend({ freshness: Duration.optional(), duplicates: ShareText.optional(), missing: ShareText.optional() })
    .optional(),
  properties: z.record(SnakeName, WrittenProperty).default({}),
})
export type WrittenEvent = z.infer<typeof WrittenEvent>

/** A dimension: its source alone, with or without the $ that marks a field of the context, or everything about it. */
export const WrittenDimension = z.union([z.string().max(201), ModelDimension.extend({ source: z.string().max(201) })])
export type WrittenDimension = z.infer<typeof WrittenDimension>

const EventOrProperty = z
  .string()
  .max(201)
  .regex(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$/, 'write EVENT to count it, EVENT.PROPERTY to add up')
const WrittenTotal = z.union([EventOrProperty, Total])
const WrittenStep = z.union([SnakeName, Occurrence])
const about = {
  ...Metric.omit({ key: true, formula: true }).shape,
  name: Title.optional().meta({ description: 'absent: the key in words' }),
}
const where = Where.optional()

/** A metric in one breath: its kind and what it is made of beside its name and owner. */
const FlatMetric = z.discriminatedUnion('kind', [
  z.strictObject({ ...about, kind: z.literal('proportion'), event: SnakeName, where }),
  z.strictObject({
    ...{ ...about, kind: z.literal('mean'), event: SnakeName, property: SnakeName.optional(), where },
    cap: z.number().optional(),
  }),
  z.strictObject({ ...about, kind: z.literal('ratio'), numerator: WrittenTotal, denominator: WrittenTotal }),
  z.strictObject({
    ...{ ...about, kind: z.literal('funnel'), steps: z.array(WrittenStep) },
    within: Duration.optional(),
    windowDays: z.number().optional().meta({ description: 'the same in days' }),
    exclude: z.array(WrittenStep).optional(),
  }),
  z.strictObject({
    ...{ ...about, kind: z.literal('retention'), event: SnakeName, where, day: z.int() },
    start: WrittenStep.optional(),
  }),
  z.strictObject({
    ...{ ...about, kind: z.literal('quantile'), event: SnakeName, property: SnakeName, where, q: z.number() },
    level: z.enum(['event', 'unit']).optional(),
  }),
  z.strictObject({
    ...{ ...about, kind: z.literal('active'), event: SnakeName.optional(), where },
    days: z.int().optional(),
  }),
])

/** A metric as people write it. */
export const WrittenMetric = z.union([ModelMetric.extend({ name: about.name }), FlatMetric])
export type WrittenMetric = z.infer<typeof WrittenMetric>

/** A measurement model as a file holds it: TypeScript, YAML or JSON of one shape, in shorthand or in full. */
export const WrittenModel = z
  .strictObject({
    timeZone: Project.shape.timeZone.unwrap().optional(),
    units: Project.shape.units.unwrap().optional(),
    events: z.record(SnakeName, WrittenEvent).default({}),
    dimensions: z.record(SnakeName, WrittenDimension).default({}),
    metrics: z.record(Key, WrittenMetric).default({}),
  })
  .meta({ id: 'WrittenModel', description: 'The measurement model of a project, as a file holds it' })
export type WrittenModel = z.infer<typeof WrittenModel>

/** Some definitions of a model, where null takes one away. */
export const WrittenPatch = z.strictObject({
  events: z.record(SnakeName, WrittenEvent.nullable()).optional(),
  dimensions: z.record(SnakeName, WrittenDimension.nullable()).optional(),
  metrics: z.record(Key, WrittenMetric.nullable()).optional(),
})
export type WrittenPatch = z.infer<typeof WrittenPatch>

/** The same with every default written out. */
export const ModelPatch = z.strictObject({
  events: z.record(SnakeName, ModelEvent.nullable()).optional(),
  dimensions: z.record(SnakeName, ModelDimension.nullable()).optional(),
  metrics: z.record(Key, ModelMetric.nullable()).optional(),
})
export type ModelPatch = z.infer<typeof ModelPatch>
