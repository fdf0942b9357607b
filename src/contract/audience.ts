import { z } from 'zod'
import { AttributeType, Condition } from './condition.ts'
import { AttributeName, Key, Text, Title } from './name.ts'

/** A reusable condition. */
export const Audience = z
  .strictObject({ key: Key, name: Title, description: Text.optional(), condition: Condition })
  .meta({
    id: 'Audience',
    example: { key: 'above-65', name: 'Above 65', condition: { attribute: 'age', op: '>', value: 65 } },
  })
export type Audience = z.infer<typeof Audience>

/** A list of ids or other values for `in-list`; it never leaves the server for a client key. */
export const List = z
  .strictObject({
    key: Key,
    name: Title,
    description: Text.optional(),
    values: z.array(z.string().max(1000)).max(200_000),
  })
  .meta({ id: 'List' })
export type List = z.infer<typeof List>

/** A declared targeting attribute; a private one never reaches a client key's configuration. */
export const Attribute = z
  .strictObject({
    key: AttributeName,
    description: Text.optional(),
    type: AttributeType,
    private: z.boolean().default(false),
  })
  .meta({ id: 'Attribute' })
export type Attribute = z.infer<typeof Attribute>
