import { z } from 'zod'
import { Email, Invitation, Member, MemberChange, NewMember, NewPassword, Session, SignInWays } from './member.ts'
import { Revision } from './noun.ts'
import { PageQuery, pageOf } from './resource-routes.ts'
import { route } from './route.ts'

const session = '/api/v1/session'
const tag = 'sessions'
const GivenPassword = z.string().min(1).max(1000)

/**
 * Signing in and out. A session is a cookie the browser keeps; requests with it that change something carry its `csrf` in
 * the header x-assay-csrf and come from the console's own origin.
 */
export const sessions = {
  ways: route({
    method: 'get',
    path: '/api/v1/sign-in',
    access: 'public',
    tag,
    summary: 'How people may sign in here',
    answer: SignInWays,
  }),
  begin: route({
    method: 'post',
    path: session,
    access: 'public',
    tag,
    body: z.strictObject({ email: Email, password: GivenPassword }),
    summary: 'Sign in with e-mail and password; sets the session cookie',
    answer: Session,
    problems: ['sign-in-failed', 'not-same-origin', 'too-many-attempts'],
  }),
  redeem: route({
    method: 'post',
    path: `${session}/code`,
    access: 'public',
    tag,
    body: z.strictObject({ code: z.string().min(1).max(200) }),
    summary: 'Sign in with the code of a one-time link; sets the session cookie',
    answer: Session,
    problems: ['link-ended', 'not-same-origin'],
  }),
  read: route({
    method: 'get',
    path: session,
    access: 'member',
    tag,
    summary: 'Who is signed in',
    answer: Session,
  }),
  end: route({
    method: 'delete',
    path: session,
    access: 'member',
    tag,
    summary: 'Sign out',
    answer: undefined,
    status: 204,
    problems: ['not-same-origin'],
  }),
  password: route({
    method: 'post',
    path: `${session}/password`,
    access: 'member',
    tag,
    body: z.strictObject({
      password: NewPassword,
      current: GivenPassword.optional().meta({ description: 'needed where the session says password: known' }),
      email: Email.optional().meta({ description: 'for a member who has none yet: what to sign in with' }),
    }),
    summary: "Set one's own password; every other session of the member ends",
    answer: Session,
    problems: ['sign-in-failed', 'not-same-origin', 'too-many-attempts', 'invalid-definition', 'already-exists'],
  }),
}

const members = '/api/v1/members'
const one = z.object({ id: z.string().max(100) })
const Invited = z.strictObject({ member: Member, invitation: Invitation })

/** Who may sign in. */
export const people = {
  list: route({
    method: 'get',
    path: members,
    access: 'admin',
    tag: 'members',
    query: PageQuery,
    summary: 'List members, in the order they came',
    answer: pageOf(Member),
    problems: ['invalid-cursor'],
  }),
  create: route({
    method: 'post',
    path: members,
    access: 'admin',
    tag: 'members',
    body: NewMember,
    status: 201,
    summary: 'Add a member; the link to give them is in this answer and nowhere else',
    answer: Invited,
    problems: ['already-exists', 'not-found'],
  }),
  change: route({
    method: 'patch',
    path: `${members}/{id}`,
    access: 'admin',
    tag: 'members',
    params: one,
    body: MemberChange,
    summary: 'Change name, e-mail, role or project of a member; holds at once',
    answer: Member,
    problems: ['not-found', 'already-exists', 'not-allowed-now'],
  }),
  remove: route({
    method: 'delete',
    path: `${members}/{id}`,
    access: 'admin',
    tag: 'members',
    params: one,
    summary: 'Remove a member; their sessions end at once',
    answer: undefined,
    status: 204,
    problems: ['not-found', 'not-allowed-now'],
  }),
  invite: route({
    method: 'post',
    path: `${members}/{id}/invitation`,
    access: 'admin',
    tag: 'members',
    params: one,
    status: 201,
    summary: 'A new one-time link for a member, also for a forgotten password; earlier ones stop working',
    answer: Invited,
    problems: ['not-found'],
  }),
  audit: route({
    method: 'get',
    path: '/api/v1/audit',
    access: 'admin',
    tag: 'members',
    query: PageQuery,
    summary: 'What was done about members, keys and backups, newest first',
    answer: pageOf(Revision),
    problems: ['invalid-cursor'],
  }),
}
