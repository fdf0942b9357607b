import { hash, timingSafeEqual } from 'node:crypto'
import { type Access, type AccessKey, type AccessKeyKind, type Role, roleAllows } from '../contract/access.ts'
import type { ControlStore } from '../store/control/control-store.ts'
import { type Problem, problem } from './problem.ts'

/** Who is calling, as far as a key tells. */
export type Principal = {
  id: string
  name: string
  kind: AccessKeyKind
  role: Role | undefined
  project: string | undefined
  environment: string | undefined
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

/** Finds out who holds a secret, in time that does not depend on how much of it is right. */
export function authenticate(control: ControlStore, secret: string | undefined): Principal | undefined {
  const id = secret === undefined ? undefined : /^assay_(?:client|server|token)_([\w-]{12})\./.exec(secret)?.[1]
  const found = id === undefined ? undefined : control.keyById(id)
  if (!secret || !found || found.key.revokedAt !== undefined) return undefined
  if (!timingSafeEqual(Buffer.from(found.secretHash), Buffer.from(hashOf(secret)))) return undefined
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
  if (access === 'sdk') {
    return principal.kind === 'token'
      ? problem('forbidden', { detail: 'use a client or server key here, not a token' })
      : undefined
  }
  if (principal.kind !== 'token' || !principal.role) {
    return problem('forbidden', {
      detail: `a ${principal.kind} key reads flag configuration and sends events, nothing else; use a token`,
    })
  }
  if (!roleAllows(principal.role, access)) {
    return problem('forbidden', { detail: `this needs the role ${access}; the token has the role ${principal.role}` })
  }
  if (principal.project !== undefined && project !== principal.project) {
    return problem('forbidden', { detail: `the token belongs to project ${principal.project}` })
  }
  return undefined
}
