import { z } from 'zod'
import { Key, Timestamp, Title } from './name.ts'

/** What a person or program with a token may do, each role including what its name says and reading. */
export const Role = z.enum(['viewer', 'analyst', 'editor', 'privacy', 'admin'])
export type Role = z.infer<typeof Role>

/** `client` keys go into apps everybody can read, `server` keys into services, `token`s to people and their programs. */
export const AccessKeyKind = z.enum(['client', 'server', 'token'])
export type AccessKeyKind = z.infer<typeof AccessKeyKind>

export const NewAccessKey = z
  .union([
    z.strictObject({ kind: z.enum(['client', 'server']), name: Title, project: Key, environment: Key }),
    z.strictObject({ kind: z.literal('token'), name: Title, role: Role, project: Key.optional() }),
  ])
  .meta({ id: 'NewAccessKey' })
export type NewAccessKey = z.infer<typeof NewAccessKey>

/** A key as it is listed: everything but the secret. */
export const AccessKey = z
  .strictObject({
    id: z.string(),
    kind: AccessKeyKind,
    name: Title,
    role: Role.optional(),
    project: Key.optional().meta({ description: 'absent: every project' }),
    environment: Key.optional(),
    createdAt: Timestamp,
    createdBy: z.string(),
    revokedAt: Timestamp.optional(),
  })
  .meta({ id: 'AccessKey' })
export type AccessKey = z.infer<typeof AccessKey>

/** What an endpoint asks of its caller: nothing, a role, an app's key, or to be signed in, whatever the role. */
export type Access = 'public' | Role | 'sdk' | 'member'
