import { z } from 'zod'
import { Role } from './access.ts'
import { Key, Text, Timestamp, Title } from './name.ts'

/** An e-mail address, in lower case so that each has one spelling. */
export const Email = z.email().max(254).toLowerCase().meta({ example: 'ada@shop.example' })

/** A password somebody chooses: long enough to withstand guessing; what it is made of is up to them. */
export const NewPassword = z.string().min(12).max(1000)

/** A person who signs in. Without `project` the role holds everywhere. */
export const Member = z
  .strictObject({
    id: z.string(),
    name: Title,
    email: Email.optional().meta({ description: 'absent for an owner who has not given one yet' }),
    role: Role,
    project: Key.optional().meta({ description: 'absent: every project' }),
    status: z.enum(['invited', 'active']).meta({ description: 'invited until they signed in for the first time' }),
    createdAt: Timestamp,
    createdBy: z.string(),
    seenAt: Timestamp.optional().meta({ description: 'when they last used Assay, to the hour' }),
  })
  .meta({ id: 'Member' })
export type Member = z.infer<typeof Member>

export const NewMember = z
  .strictObject({ name: Title, email: Email, role: Role, project: Key.optional() })
  .meta({ id: 'NewMember' })
export type NewMember = z.infer<typeof NewMember>

/** What of a member may be changed; `project: null` lets the role hold everywhere. */
export const MemberChange = z
  .strictObject({
    name: Title.optional(),
    email: Email.optional(),
    role: Role.optional(),
    project: Key.nullable().optional(),
  })
  .meta({ id: 'MemberChange' })
export type MemberChange = z.infer<typeof MemberChange>

/** A link that signs a member in once and lets them choose a password. Nobody can show it again. */
export const Invitation = z
  .strictObject({ code: z.string(), link: z.string(), expiresAt: Timestamp })
  .meta({ id: 'Invitation' })
export type Invitation = z.infer<typeof Invitation>

/** Somebody signed in, as their own browser sees it. */
export const Session = z
  .strictObject({
    member: Member.pick({ id: true, name: true, email: true, role: true, project: true }),
    csrf: z.string().meta({ description: 'to be sent as x-assay-csrf with every request that changes something' }),
    expiresAt: Timestamp.meta({ description: 'when it ends if it is not used any more' }),
    password: z.enum(['none', 'known', 'renewable']).meta({
      description:
        'none: no password yet, one can be set; known: changing it needs the current one; renewable: it can be set without the current one, because the session began with a one-time link less than an hour ago',
    }),
  })
  .meta({ id: 'Session' })
export type Session = z.infer<typeof Session>

/** How people may sign in here. */
export const SignInWays = z
  .strictObject({
    password: z.literal(true),
    oidc: z
      .strictObject({ label: Text.meta({ description: 'what the button says' }), path: z.string() })
      .optional()
      .meta({ description: 'open this path, with ?next=PATH to come back to a place' }),
  })
  .meta({ id: 'SignInWays' })
export type SignInWays = z.infer<typeof SignInWays>

/** Why a sign-in through the identity provider came to nothing; the console is opened at /sign-in?problem=WORD. */
export const SignInProblem = z.enum([
  'refused',
  'expired',
  'unverified',
  'not-invited',
  'other-identity',
  'unreachable',
])
export type SignInProblem = z.infer<typeof SignInProblem>
