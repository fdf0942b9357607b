import { sessions } from '../contract/session-routes.ts'
import { setCookie } from '../http/cookie.ts'
import { problem } from '../http/problem.ts'
import { type Call, type Server, serve } from '../http/server.ts'
import { signedIn } from '../http/session.ts'
import { spendCode } from './links.ts'
import { serveOwnPassword } from './own-password.ts'
import { createPasswordGate } from './password-gate.ts'
import { sessionAnswer, signIn } from './session.ts'

/** Signing in by password or link, and out. */
export function serveSignIn(server: Server): void {
  const { platform } = server
  const { control, now, config } = platform
  const gate = createPasswordGate(platform)

  serve(server, sessions.ways, () => {
    const { oidcIssuer, oidcLabel } = config
    const oidc = oidcIssuer === undefined ? {} : { oidc: { label: oidcLabel, path: '/sign-in/oidc' } }
    return { body: { password: true as const, ...oidc } }
  })

  serve(server, sessions.begin, async ({ body }, call) => {
    requireSameOrigin(call)
    const found = control.memberByEmail(body.email)
    await gate.require(call, body.email, body.password, found?.passwordHash)
    // Much can have happened in the meantime.
    const member = control.member(found?.id ?? '')
    if (member === undefined || member.passwordHash !== found?.passwordHash) throw problem('sign-in-failed')
    const begun = signIn(platform, member, 'password', call.header('cookie'))
    return { body: sessionAnswer(begun, now()), cookie: begun.cookie }
  })

  serve(server, sessions.redeem, ({ body }, call) => {
    requireSameOrigin(call)
    return control.transaction(() => {
      const member = spendCode(platform, body.code)
      if (member === undefined) throw problem('link-ended')
      const begun = signIn(platform, member, 'link', call.header('cookie'))
      return { body: sessionAnswer(begun, now()), cookie: begun.cookie }
    })
  })

  serve(server, sessions.read, (_, call) => ({ body: sessionAnswer(ownSession(call), now()) }))

  serve(server, sessions.end, (_, call) => {
    control.endSession(ownSession(call).session.id)
    return { body: undefined, cookie: setCookie(config, 'assay_session', undefined) }
  })

  serveOwnPassword(server, gate, ownSession)

  /** The session of a request the guard let in; it can end while the request waits. */
  function ownSession(call: Call) {
    const found = signedIn(platform, call.header('cookie'))
    if (found === undefined) throw problem('unauthenticated')
    return found
  }
}

/** Or another site could sign its visitors in as somebody else. */
function requireSameOrigin(call: Call): void {
  if (!call.isSameOrigin()) throw problem('not-same-origin')
}
