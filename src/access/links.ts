import { localPath } from '../core/access/local-path.ts'
import { hashOf } from '../http/principal.ts'
import type { Platform } from '../platform.ts'
import type { MemberRecord } from '../store/control/control-store.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const invitationMs = 7 * dayMs

/** A link that signs somebody in once. Only a hash of its code is kept. */
export type Link = { code: string; link: string; expiresAt: string }

type Room = Pick<Platform, 'control' | 'now' | 'randomBytes'>

/** A new invitation of a member, good for a week; earlier ones stop working. */
export function invite(room: Room, url: string, member: string): Link {
  return room.control.transaction(() => {
    room.control.endInvitations(member)
    return newLink(room, { url, member, invitation: true, next: undefined, lifeMs: invitationMs })
  })
}

/**
 * A one-time link for whoever runs this server or a demo on it, good for a day unless said otherwise. It opens `next`, a path
 * on this server; anything else is a mistake of the caller.
 */
export function signInLink(
  room: Room,
  { url, member, next, lifeMs = dayMs }: { url: string; member: string; next?: string; lifeMs?: number },
): Link {
  if (next !== undefined && localPath(next) === undefined) throw new Error('a link leads to a path on this server only')
  return newLink(room, { url, member, invitation: false, next, lifeMs })
}

/** The member a code stands for. It is spent by this; undefined when it was before, or came too late. */
export function spendCode({ control, now }: Pick<Platform, 'control' | 'now'>, code: string): MemberRecord | undefined {
  const spent = control.spendCode(hashOf(code))
  return spent && spent.expiresMs > now() ? control.member(spent.member) : undefined
}

function newLink(
  { control, now, randomBytes }: Room,
  wanted: { url: string; member: string; invitation: boolean; next: string | undefined; lifeMs: number },
): Link {
  const { url, member, invitation, next, lifeMs } = wanted
  const code = Buffer.from(randomBytes(24)).toString('base64url')
  const expiresMs = now() + lifeMs
  control.addCode({ codeHash: hashOf(code), member, invitation, expiresMs })
  const query = new URLSearchParams({ code, ...(next === undefined ? {} : { next }) })
  return { code, link: `${url.replace(/\/+$/, '')}/welcome?${query}`, expiresAt: new Date(expiresMs).toISOString() }
}
