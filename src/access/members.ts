import type { MemberChange } from '../contract/member.ts'
import { people } from '../contract/session-routes.ts'
import { nextCursor, numberIn } from '../http/cursor.ts'
import { projectOf } from '../http/definition.ts'
import { problem } from '../http/problem.ts'
import { type Server, serve } from '../http/server.ts'
import type { MemberRecord } from '../store/control/control-store.ts'
import { invite } from './links.ts'
import { memberOf, newMember, noteMember, requireFreeEmail } from './member.ts'
import { isAdmin } from './owner.ts'

/** Who may sign in, and what they may do then. */
export function serveMembers(server: Server): void {
  const { platform } = server
  const { control } = platform

  serve(server, people.list, ({ query }) => {
    const rows = control.members({ limit: query.limit + 1, after: numberIn(query.cursor) })
    const items = rows.slice(0, query.limit).map(memberOf)
    return { body: { items, ...nextCursor(rows, query.limit, row => String(row.number)) } }
  })

  serve(server, people.create, ({ body }, call) =>
    control.transaction(() => {
      requireFreeEmail(control, body.email)
      if (body.project !== undefined) projectOf(control, { project: body.project })
      const member = newMember(platform, body, call.author())
      return { body: { member: memberOf(member), invitation: invite(platform, call.origin(), member.id) } }
    }),
  )

  serve(server, people.change, ({ params, body }, call) =>
    control.transaction(() => {
      const before = find(params.id)
      if (body.email !== undefined) requireFreeEmail(control, body.email, before.id)
      if (typeof body.project === 'string') projectOf(control, { project: body.project })
      const after = {
        role: body.role ?? before.role,
        project: body.project === undefined ? before.project : (body.project ?? undefined),
      }
      if (!isAdmin(after)) requireOtherAdmin(before)
      control.changeMember(before.id, changesOf(body, before))
      noteMember(control, before.id, 'update', body, call.author())
      return { body: memberOf(find(before.id)) }
    }),
  )

  serve(server, people.remove, ({ params }, call) =>
    control.transaction(() => {
      const member = find(params.id)
      requireOtherAdmin(member)
      control.removeMember(member.id)
      const { name, email } = member
      noteMember(control, member.id, 'remove', { name, email }, call.author())
      return { body: undefined }
    }),
  )

  serve(server, people.invite, ({ params }, call) =>
    control.transaction(() => {
      const member = find(params.id)
      noteMember(control, member.id, 'invite', {}, call.author())
      return { body: { member: memberOf(member), invitation: invite(platform, call.origin(), member.id) } }
    }),
  )

  serve(server, people.audit, ({ query }) => {
    const rows = control.revisions('', {}, { limit: query.limit + 1, before: numberIn(query.cursor) })
    return { body: { items: rows.slice(0, query.limit), ...nextCursor(rows, query.limit, row => String(row.id)) } }
  })

  function find(id: string): MemberRecord {
    const member = control.member(id)
    if (member === undefined) throw problem('not-found', { detail: `there is no member ${id}` })
    return member
  }

  /** Without an admin nobody could ever be let in again. */
  function requireOtherAdmin(member: MemberRecord): void {
    if (isAdmin(member) && control.adminCount() === 1)
      throw problem('not-allowed-now', {
        detail: `${member.name} is the last admin`,
        hint: 'Make somebody else an admin of every project first.',
      })
  }
}

/** Who had the old e-mail at the identity provider is somebody else than who has the new one. */
function changesOf({ name, email, role, project }: MemberChange, before: MemberRecord) {
  return {
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email }),
    ...(email === undefined || email === before.email ? {} : { identity: null }),
    ...(role === undefined ? {} : { role }),
    ...(project === undefined ? {} : { project }),
  }
}
