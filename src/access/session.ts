import type { Session } from '../contract/member.ts'
import { authorOf } from '../http/member.ts'
import { beginSession, type SignedIn, sessionEndMs, signedIn } from '../http/session.ts'
import type { Platform } from '../platform.ts'
import type { MemberRecord } from '../store/control/control-store.ts'
import { noteMember } from './member.ts'

const renewableMs = 3_600_000

/** Signs a member in, in place of whoever was signed in by the same browser, and notes it. Invitations have served their purpose then. */
export function signIn(
  platform: Platform,
  member: MemberRecord,
  way: 'password' | 'link' | 'oidc',
  cookies: string | undefined,
): SignedIn & { cookie: string } {
  const { control, now } = platform
  return control.transaction(() => {
    const before = signedIn(platform, cookies)
    if (before !== undefined) control.endSession(before.session.id)
    control.endInvitations(member.id)
    const author = { by: authorOf(member), at: new Date(now()).toISOString() }
    noteMember(control, member.id, 'sign-in', { way }, author)
    return beginSession(platform, member, way === 'link')
  })
}

/** A session as its own browser sees it. */
export function sessionAnswer(found: SignedIn, nowMs: number): Session {
  const { id, name, email, role, project } = found.member
  return {
    member: {
      id,
      name,
      ...(email === undefined ? {} : { email }),
      role,
      ...(project === undefined ? {} : { project }),
    },
    csrf: found.csrf,
    expiresAt: new Date(sessionEndMs(found.session)).toISOString(),
    password: passwordOf(found, nowMs),
  }
}

/** What a member has to show before they may set a password. A link that was just used is as good as the old one. */
export function passwordOf({ session, member }: SignedIn, nowMs: number): Session['password'] {
  if (member.passwordHash === undefined) return 'none'
  return session.byLink && nowMs - session.createdMs < renewableMs ? 'renewable' : 'known'
}
