import { z } from 'zod'
import { SnakeName, Text } from './name.ts'

export const PropertyType = z.enum(['string', 'number', 'integer', 'boolean', 'timestamp'])
export type PropertyType = z.infer<typeof PropertyType>

/** What happens to a personal value before it is written anywhere. */
export const Treatment = z.enum(['keep', 'truncate', 'encrypt', 'hash', 'drop'])
export type Treatment = z.infer<typeof Treatment>

export const RetentionDays = z
  .int()
  .min(1)
  .max(36_500)
  .meta({ description: 'days after the event at which it is removed everywhere' })

/** What makes a property personal: how much so, what happens to its values, and what they are for. */
export const PropertyPrivacy = z
  .strictObject({
    class: z.enum(['personal', 'sensitive']),
    treatment: Treatment,
    purpose: z.string().min(1).max(200),
    retentionDays: RetentionDays.optional(),
  })
  .meta({ id: 'PropertyPrivacy' })
export type PropertyPrivacy = z.infer<typeof PropertyPrivacy>

export const Property = z.strictObject({
  type: PropertyType,
  required: z.boolean().default(false),
  description: Text.optional(),
  values: z.array(z.string().max(1000)).min(1).max(1000).optional().meta({ description: 'the only texts allowed' }),
  privacy: PropertyPrivacy.optional().meta({ description: 'absent: not personal' }),
})
export type Property = z.infer<typeof Property>

const Share = z.number().min(0).max(1)

/** How many of these events there should be, by another event: one for each value that both carry under one name. */
export const Completeness = z
  .strictObject({
    against: SnakeName.meta({ description: 'the event that says how many there should be' }),
    by: SnakeName.meta({ description: 'the property both carry' }),
    min: Share.meta({ description: 'of the values of the other event, the share that must be found in this one' }),
  })
  .meta({ id: 'Completeness' })
export type Completeness = z.infer<typeof Completeness>

/** What may be collected under one name, by whom it is owned and what for. */
export const EventDefinition = z
  .strictObject({
    key: SnakeName,
    description: Text.optional(),
    owner: z.string().min(1).max(200),
    purpose: z.string().min(1).max(200),
    priority: z.enum(['high', 'normal', 'low']).default('normal'),
    source: z.enum(['client', 'server', 'any']).default('any'),
    trigger: Text.optional().meta({ description: 'the moment at which it is sent' }),
    truth: z.boolean().optional().meta({ description: 'what it says is taken as what really happened; servers only' }),
    freshnessMinutes: z
      .number()
      .positive()
      .max(525_600)
      .optional()
      .meta({ description: 'silence longer than this is a warning' }),
    consent: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .meta({ description: 'the purpose that must be among those a sender has consent for' }),
    retentionDays: RetentionDays.optional(),
    expect: z
      .strictObject({
        duplicatesMax: Share.optional().meta({ description: 'duplicates among what is sent' }),
        missingMax: Share.optional().meta({ description: 'events without a value, for each optional property' }),
        completeness: Completeness.optional(),
      })
      .optional()
      .meta({ description: 'absent: what was usual in past weeks is expected' }),
    properties: z.record(SnakeName, Property).default({}),
  })
  .meta({ id: 'EventDefinition' })
export type EventDefinition = z.infer<typeof EventDefinition>
