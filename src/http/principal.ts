import { hash, timingSafeEqual } from 'node:crypto'
import type { Access, AccessKey, AccessKeyKind, Role } from '../contract/access.ts'
import { roleAllows } from '../core/access/role.ts'
import type { ControlStore } from '../store/control/control-store.ts'
import { type Problem, problem } from './problem.ts'

/** Who is calling, as far as a key or a session tells. */
export type Principal = {
  /** Of the key or the member. */
  id: string
  name: string
  kind: AccessKeyKind | 'member'
  role: Role | undefined
  project: string | undefined
  environment: string | undefined
  /** What the call rests on; whatever outlasts the call ends when this does not hold any more. */
  credential: string
}

/** A new secret: what is shown once, and what is kept. The id in front makes the key findable, the rest makes it unguessable. */
export function newSecret(kind: AccessKeyKind, randomBytes: (length: number) => Uint8Array) {
  const id = Buffer.from(randomBytes(9)).toString('base64url')
  const secret = `assay_${kind}_${id}.${Buffer.from(randomBytes(32)).toString('base64url')}`
  return { id, secret, secretHash: hashOf(secret) }
}

/** Secrets are 256 random bits, so one fast hash is as good as a slow one. */
export function hashOf(secret: string): string {
  return hash('sha256', secret, 'hex')
}

/** Whether a secret is the one a hash was made of, in time that does not depend on how much of it is right. */
export function fitsHash(secret: string, secretHash: string): boolean {
  return timingSafeEqual(Buffer.from(secretHash), Buffer.from(hashOf(secret)))
}

/** Finds out who holds a secret. */
export function authenticate(control: ControlStore, secret: string | undefined): Principal | undefined {
  const id = secret === undefined ? undefined : /^assay_(?:client|server|token)_([\w-]{12})\./.exec(secret)?.[1]
  const found = id === undefined ? undefined : control.keyById(id)
  if (!secret || !found || found.key.revokedAt !== undefined) return undefined
  if (!fitsHash(secret, found.secretHash)) return undefined
  return principalOf(found.key)
}

export function principalOf(key: AccessKey): Principal {
  return {
    id: key.id,
    name: key.name,
    kind: key.kind,
    role: key.role,
    project: key.project,
    environment: key.environment,
    credential: key.id,
  }
}

/** Why a caller may not use an endpoint, if so. */
export function refusal(
  principal: Principal | undefined,
  access: Access,
  project: string | undefined,
): Problem | undefined {
  if (access === 'public') return undefined
  if (!principal) return problem('unauthenticated')
  const { kind, role } = principal
  if (access === 'sdk') {
    return kind === 'token' || kind === 'member'
      ? problem('forbidden', { detail: 'use a client or server key here, not a token' })
      : undefined
  }
  if (access === 'member') {
    return kind === 'member' ? undefined : problem('forbidden', { detail: 'this is for people who are signed in' })
  }
  if ((kind !== 'token' && kind !== 'member') || !role) {
    return problem('forbidden', {
      detail: `a ${kind} key reads flag configuration and sends events, nothing else; use a token`,
    })
  }
  const [has, belongs] = kind === 'token' ? ['the token has', 'the token belongs'] : ['you have', 'you belong']
  const hint = kind === 'token' ? {} : { hint: 'Ask an admin of this Assay for the role you need.' }
  if (!roleAllows(role, access)) {
    return problem('forbidden', { detail: `this needs the role ${access}; ${has} the role ${role}`, ...hint })
  }
  if (principal.project !== undefined && project !== principal.project) {
    return problem('forbidden', { detail: `${belongs} to project ${principal.project}`, ...hint })
  }
  return undefined
}
