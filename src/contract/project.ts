import { z } from 'zod'
import { AttributeName, Key, Text, Title } from './name.ts'

export const Environment = z
  .strictObject({ key: Key, name: Title, description: Text.optional() })
  .meta({ id: 'Environment' })
export type Environment = z.infer<typeof Environment>

/** A project owns flags, experiments, events and keys; `units` maps what can be randomised to the field that identifies it. */
export const Project = z
  .strictObject({
    key: Key.regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, 'use lower-case letters, digits and dashes'),
    name: Title,
    description: Text.optional(),
    timeZone: z.string().max(100).default('UTC'),
    units: z
      .record(Key, AttributeName.regex(/^[a-z][a-z0-9_]*_id$/, 'name the field like user_id'))
      .default({ user: 'user_id', device: 'device_id', session: 'session_id' }),
  })
  .meta({ id: 'Project' })
export type Project = z.infer<typeof Project>
