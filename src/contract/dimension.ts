import { z } from 'zod'
import { contextFields } from './event.ts'
import { SnakeName, Text, Title } from './name.ts'

/** Where the values of a dimension come from: a field of the context, or a property of an event. */
export const DimensionSource = z
  .union([
    z.enum(contextFields),
    z
      .string()
      .max(201)
      .regex(/^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$/, 'use a field of the context, or EVENT.PROPERTY'),
  ])
  .meta({ description: 'a field of the context, or EVENT.PROPERTY', example: 'user.age_band' })
export type DimensionSource = z.infer<typeof DimensionSource>

/** A name by which every report can be broken down. */
export const Dimension = z
  .strictObject({
    key: SnakeName.meta({ example: 'age_band' }),
    name: Title.optional(),
    description: Text.optional(),
    source: DimensionSource,
  })
  .meta({ id: 'Dimension' })
export type Dimension = z.infer<typeof Dimension>
