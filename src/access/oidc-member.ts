import { Email, type SignInProblem } from '../contract/member.ts'
import { authorOf } from '../http/member.ts'
import type { Platform } from '../platform.ts'
import type { MemberRecord } from '../store/control/control-store.ts'
import { newMember, noteMember } from './member.ts'
import type { Identity } from './oidc.ts'

/**
 * The member somebody from the identity provider is: the one who came as them before, else the one with their e-mail, else
 * a new one where that is allowed. An address that was given to somebody else at the provider opens nothing here.
 */
export function memberFor(
  platform: Pick<Platform, 'control' | 'config' | 'now' | 'randomBytes'>,
  identity: Identity,
): MemberRecord | SignInProblem {
  const { control, config, now } = platform
  const { issuer, subject } = identity
  const email = Email.safeParse(identity.email)
  if (!email.success) return 'unverified'
  const at = new Date(now()).toISOString()
  return control.transaction(() => {
    const known = control.memberByIdentity({ issuer, subject })
    if (known !== undefined) return known
    const invited = control.memberByEmail(email.data)
    if (invited?.identity !== undefined) return 'other-identity'
    if (invited !== undefined) {
      control.changeMember(invited.id, { identity: { issuer, subject } })
      noteMember(control, invited.id, 'connect', { issuer }, { by: authorOf(invited), at })
      return { ...invited, identity: { issuer, subject } }
    }
    const { oidcRole: role } = config
    if (role === undefined) return 'not-invited'
    const name = identity.name ?? email.data
    const author = { by: authorOf({ name, email: email.data }), at }
    return newMember(platform, { name, email: email.data, role, identity: { issuer, subject } }, author)
  })
}
