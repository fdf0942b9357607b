import type { Member, NewMember } from '../contract/member.ts'
import { problem } from '../http/problem.ts'
import type { Platform } from '../platform.ts'
import type { Author, ControlStore, MemberRecord } from '../store/control/control-store.ts'

/** A member as admins see them. */
export function memberOf(record: MemberRecord): Member {
  const { id, name, email, role, project, createdAt, createdBy, seenAt } = record
  return {
    id,
    name,
    ...(email === undefined ? {} : { email }),
    role,
    ...(project === undefined ? {} : { project }),
    status: seenAt === undefined ? 'invited' : 'active',
    createdAt,
    createdBy,
    ...(seenAt === undefined ? {} : { seenAt }),
  }
}

/** Adds a member and notes who did. Whether the e-mail is free is for the caller to know. */
export function newMember(
  { control, randomBytes }: Pick<Platform, 'control' | 'randomBytes'>,
  wanted: Omit<NewMember, 'email'> & { email?: string | undefined; identity?: MemberRecord['identity'] },
  author: Author,
): MemberRecord {
  const { name, email, role, project, identity } = wanted
  const id = Buffer.from(randomBytes(9)).toString('base64url')
  const made = { id, name, email, role, project, passwordHash: undefined, identity }
  return control.transaction(() => {
    control.addMember({ ...made, createdAt: author.at, createdBy: author.by })
    noteMember(control, id, 'create', { name, email, role, project }, author)
    const member = control.member(id)
    if (member === undefined) throw new Error('a member that was just added is not there')
    return member
  })
}

/** Keeps in the history of the installation what was done about a member. */
export function noteMember(control: ControlStore, id: string, action: string, facts: object, author: Author): void {
  control.note('', { noun: 'members', key: id, action, facts }, author)
}

/** An e-mail names one member only. */
export function requireFreeEmail(control: ControlStore, email: string, owner?: string): void {
  const taken = control.memberByEmail(email)
  if (taken !== undefined && taken.id !== owner)
    throw problem('already-exists', {
      detail: `${email} is a member already`,
      hint: 'Change that member, or give them a new link.',
    })
}
