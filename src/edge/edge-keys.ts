import { timingSafeEqual } from 'node:crypto'
import { hashOf } from '../http/principal.ts'

/** A key an edge accepts, and reads its configuration and forwards its events with. */
export type EdgeKey = { id: string; kind: 'client' | 'server'; secret: string }

/** Finds the accepted key a request carries, in time that does not depend on how much of it is right. */
export type EdgeKeys = { all: readonly EdgeKey[]; find(secret: string | undefined): EdgeKey | undefined }

/** The server key of an edge and its client keys; the text that is not one is returned instead. */
export function edgeKeys(server: string, clients: readonly string[]): EdgeKeys | { notAKey: string } {
  const wanted: Pick<EdgeKey, 'kind' | 'secret'>[] = [
    { kind: 'server', secret: server },
    ...clients.map(secret => ({ kind: 'client' as const, secret })),
  ]
  const all: EdgeKey[] = []
  for (const { secret, kind } of wanted) {
    const id = new RegExp(`^assay_${kind}_([\\w-]{12})\\.`).exec(secret)?.[1]
    if (id === undefined) return { notAKey: `the ${kind} key` }
    if (!all.some(key => key.id === id)) all.push({ id, kind, secret })
  }
  const hashed = all.map(key => ({ key, hash: Buffer.from(hashOf(key.secret)) }))
  return {
    all,
    find(secret) {
      if (secret === undefined) return undefined
      const given = Buffer.from(hashOf(secret))
      let found: EdgeKey | undefined
      for (const { key, hash } of hashed) if (timingSafeEqual(hash, given)) found = key
      return found
    },
  }
}
