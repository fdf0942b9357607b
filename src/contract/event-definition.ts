import { z } from 'zod'
import { SnakeName, Text } from './name.ts'

export const PropertyType = z.enum(['string', 'number', 'integer', 'boolean', 'timestamp'])
export type PropertyType = z.infer<typeof PropertyType>

export const Property = z.strictObject({
  type: PropertyType,
  required: z.boolean().default(false),
  description: Text.optional(),
  values: z.array(z.string().max(1000)).min(1).max(1000).optional().meta({ description: 'the only texts allowed' }),
})
export type Property = z.infer<typeof Property>

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
    freshnessMinutes: z
      .number()
      .positive()
      .max(525_600)
      .optional()
      .meta({ description: 'silence longer than this is a warning' }),
    properties: z.record(SnakeName, Property).default({}),
  })
  .meta({ id: 'EventDefinition' })
export type EventDefinition = z.infer<typeof EventDefinition>
