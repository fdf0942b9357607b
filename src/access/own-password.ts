import { sessions } from '../contract/session-routes.ts'
import { problem } from '../http/problem.ts'
import { type Call, type Server, serve } from '../http/server.ts'
import { beginSession, type SignedIn } from '../http/session.ts'
import type { MemberRecord } from '../store/control/control-store.ts'
import { noteMember, requireFreeEmail } from './member.ts'
import type { PasswordGate } from './password-gate.ts'
import { passwordOf, sessionAnswer } from './session.ts'

/** Setting one's own password. All sessions end with the old one; the browser that set the new one gets a new session. */
export function serveOwnPassword(server: Server, gate: PasswordGate, ownSession: (call: Call) => SignedIn): void {
  const { platform } = server
  const { control, now } = platform

  serve(server, sessions.password, async ({ body }, call) => {
    const before = ownSession(call)
    const { id, passwordHash: kept } = before.member
    requireEmail(before.member, body.email)
    if (passwordOf(before, now()) === 'known') await gate.require(call, id, body.current ?? '', kept)
    const passwordHash = await gate.hash(body.password)
    return control.transaction(() => {
      const { member } = ownSession(call)
      // Two may have set one at once, and only one of them showed the password that is kept now.
      if (member.passwordHash !== kept) throw problem('sign-in-failed')
      const email = requireEmail(member, body.email)
      control.changeMember(id, { passwordHash, email })
      control.endSessions(id)
      control.endInvitations(id)
      noteMember(control, id, 'password', member.email === undefined ? { email } : {}, call.author())
      const begun = beginSession(platform, { ...member, email, passwordHash }, false)
      return { body: sessionAnswer(begun, now()), cookie: begun.cookie }
    })
  })

  /** What the member will sign in with. */
  function requireEmail(member: MemberRecord, given: string | undefined): string {
    const email = member.email ?? given
    if (email === undefined)
      throw problem('invalid-definition', {
        errors: [{ path: '/email', message: 'give the e-mail you will sign in with' }],
      })
    if (given !== undefined && given !== email)
      throw problem('invalid-definition', { errors: [{ path: '/email', message: 'an admin can change your e-mail' }] })
    requireFreeEmail(control, email, member.id)
    return email
  }
}
