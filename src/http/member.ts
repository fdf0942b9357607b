import { timingSafeEqual } from 'node:crypto'
import type { Context } from 'hono'
import type { Platform } from '../platform.ts'
import type { MemberRecord, SessionRecord } from '../store/control/control-store.ts'
import { isSameOrigin } from './caller.ts'
import type { Principal } from './principal.ts'
import { problem } from './problem.ts'
import { sessionEndMs, signedIn } from './session.ts'

const harmless: readonly string[] = ['GET', 'HEAD', 'OPTIONS']

/**
 * The member a request's cookie signs in, if any. A cookie comes along with whatever a browser sends, so a request that
 * changes something must also come from the console's own origin and carry the token of the session.
 */
export function memberCalling(
  platform: Pick<Platform, 'control' | 'now' | 'config'>,
  c: Context,
): Principal | undefined {
  const found = signedIn(platform, c.req.header('cookie'))
  if (found === undefined) return undefined
  if (!harmless.includes(c.req.method)) {
    if (!isSameOrigin(c, platform.config)) throw problem('not-same-origin')
    if (!isSameText(c.req.header('x-assay-csrf') ?? '', found.csrf))
      throw problem('not-same-origin', { detail: 'x-assay-csrf is not the token of this session' })
  }
  const { session, member } = found
  const { id, role, project } = member
  const credential = credentialOf(session, member)
  return { id, name: authorOf(member), kind: 'member', role, project, environment: undefined, credential }
}

/** How a member is named in the history. */
export function authorOf({ name, email }: Pick<MemberRecord, 'name' | 'email'>): string {
  return email === undefined ? name : `${name} <${email}>`
}

/** Whether the credential of a caller, a key or a session of a member, still allows what it allowed then. */
export function credentialHolds({ control, now }: Pick<Platform, 'control' | 'now'>, credential: string): boolean {
  const [, id] = /^session (\S+) /.exec(credential) ?? []
  if (id === undefined) return control.keyById(credential)?.key.revokedAt === undefined
  const found = control.sessionById(id)
  if (found === undefined || sessionEndMs(found.session) <= now()) return false
  return credentialOf(found.session, found.member) === credential
}

/** What a member may do is part of it, so that a change of that ends what was opened before. */
function credentialOf({ id }: SessionRecord, { role, project }: MemberRecord): string {
  return `session ${id} ${role} ${project ?? '*'}`
}

function isSameText(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)]
  return a.length === b.length && timingSafeEqual(a, b)
}
