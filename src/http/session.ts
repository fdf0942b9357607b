import { createHmac } from 'node:crypto'
import type { Platform } from '../platform.ts'
import type { MemberRecord, SessionRecord } from '../store/control/control-store.ts'
import { cookieIn, setCookie } from './cookie.ts'
import { fitsHash, hashOf } from './principal.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const idleMsMax = 7 * dayMs
const ageMsMax = 30 * dayMs

/** Somebody signed in: their session, and the token that shows a request to be meant. */
export type SignedIn = { session: SessionRecord; member: MemberRecord; csrf: string }

/** A new session of a member, with the Set-Cookie that starts it; only a hash of its secret is kept. */
export function beginSession(
  { control, now, randomBytes, config }: Pick<Platform, 'control' | 'now' | 'randomBytes' | 'config'>,
  member: MemberRecord,
  byLink: boolean,
): SignedIn & { cookie: string } {
  const id = Buffer.from(randomBytes(9)).toString('base64url')
  const secret = Buffer.from(randomBytes(32)).toString('base64url')
  const atMs = now()
  const session = { id, secretHash: hashOf(secret), member: member.id, byLink, createdMs: atMs, seenMs: atMs }
  control.addSession(session)
  control.noteUse(id, member.id, atMs)
  const cookie = setCookie(config, 'assay_session', `${id}.${secret}`, ageMsMax / 1000)
  return { session, member, csrf: csrfOf(secret), cookie }
}

/** Who is signed in by the cookies of a request, if anybody. That a session is used is noted once an hour. */
export function signedIn(
  { control, now, config }: Pick<Platform, 'control' | 'now' | 'config'>,
  cookies: string | undefined,
): SignedIn | undefined {
  const value = cookieIn(config, cookies, 'assay_session')
  const [, id, secret] = /^([\w-]{12})\.([\w-]{43})$/.exec(value ?? '') ?? []
  const found = id === undefined ? undefined : control.sessionById(id)
  if (secret === undefined || !found || !fitsHash(secret, found.session.secretHash)) return undefined
  const atMs = now()
  const { session, member } = found
  if (sessionEndMs(session) <= atMs) return undefined
  const csrf = csrfOf(secret)
  if (atMs - session.seenMs < hourMs) return { session, member, csrf }
  control.noteUse(session.id, member.id, atMs)
  return { session: { ...session, seenMs: atMs }, member, csrf }
}

/** When a session ends if it is not used any more: a week after its last use, and a month after it began at the latest. */
export function sessionEndMs({ createdMs, seenMs }: SessionRecord): number {
  return Math.min(createdMs + ageMsMax, seenMs + idleMsMax)
}

/** Forgets the sessions and links that ended by themselves. */
export function forgetSignIns({ control, now }: Pick<Platform, 'control' | 'now'>): void {
  const atMs = now()
  control.forgetSignIns({ createdBeforeMs: atMs - ageMsMax, seenBeforeMs: atMs - idleMsMax, codesBeforeMs: atMs })
}

/** It follows from the secret in the cookie, which no other site can read, so it need not be kept. */
function csrfOf(secret: string): string {
  return createHmac('sha256', secret).update('assay csrf').digest('base64url')
}
