import { newSecret } from '../http/principal.ts'
import type { Platform } from '../platform.ts'
import type { MemberRecord } from '../store/control/control-store.ts'
import { newMember } from './member.ts'

type Room = Pick<Platform, 'control' | 'now' | 'randomBytes'>

const ownerSetting = 'owner'

/** What a first start hands to whoever started it: the owner, to be signed in by a link, and a token. Undefined later on. */
export function welcomeOwner(room: Room): { member: MemberRecord; token: string } | undefined {
  const { control } = room
  return control.transaction(() => {
    if (control.setting(ownerSetting) !== undefined) return undefined
    const member = addOwner(room)
    return { member, token: addOwnerToken(room, 'owner') }
  })
}

/** The owner as long as they are an admin, else whoever is one; made anew when there is nobody left. */
export function findOwner(room: Room): MemberRecord {
  const { control } = room
  return control.transaction(() => {
    const owner = control.member(control.setting(ownerSetting) ?? '')
    if (owner && isAdmin(owner)) return owner
    return control.members({ limit: Number.MAX_SAFE_INTEGER }).find(isAdmin) ?? addOwner(room)
  })
}

/** Whether a member may do everything everywhere. */
export function isAdmin({ role, project }: Pick<MemberRecord, 'role' | 'project'>): boolean {
  return role === 'admin' && project === undefined
}

/** A new admin token for a program that runs with access to the data folder itself. */
export function addOwnerToken({ control, now, randomBytes }: Room, name: string): string {
  const { id, secret, secretHash } = newSecret('token', randomBytes)
  control.addKey(
    { id, kind: 'token', name, role: 'admin', createdAt: new Date(now()).toISOString(), createdBy: 'first start' },
    secretHash,
  )
  return secret
}

function addOwner(room: Room): MemberRecord {
  const author = { by: 'first start', at: new Date(room.now()).toISOString() }
  const owner = newMember(room, { name: 'Owner', role: 'admin' }, author)
  room.control.keepSetting(ownerSetting, owner.id)
  return owner
}
