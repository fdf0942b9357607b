import { createCipheriv, createDecipheriv } from 'node:crypto'
import type { ProjectKey } from '../store/control/control-store.ts'

/** The property a sealed value belongs to; it opens nowhere else. */
export type Place = { event: string; property: string }

const algorithm = 'aes-256-gcm'
const vectorBytes = 12
const tagBytes = 16
const form = /^e(\d{1,9})\.([\w-]+)$/

/** A value encrypted with AES-256-GCM: `e`, the number of the key, then vector, tag and ciphertext. */
export function sealed(
  { number, secret }: ProjectKey,
  { event, property }: Place,
  value: string,
  randomBytes: (length: number) => Uint8Array,
): string {
  const vector = randomBytes(vectorBytes)
  const cipher = createCipheriv(algorithm, Buffer.from(secret, 'base64url'), vector)
  cipher.setAAD(Buffer.from(`${event}.${property}`))
  const text = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()])
  return `e${number}.${Buffer.concat([vector, cipher.getAuthTag(), text]).toString('base64url')}`
}

/** The value in a sealed one, undefined when it is none of this place or its key is not there. */
export function opened(keys: readonly ProjectKey[], { event, property }: Place, text: string): string | undefined {
  const [, number, content = ''] = form.exec(text) ?? []
  const key = keys.find(candidate => candidate.purpose === 'encrypt' && candidate.number === Number(number))
  const bytes = Buffer.from(content, 'base64url')
  if (key === undefined || bytes.length < vectorBytes + tagBytes) return undefined
  const decipher = createDecipheriv(algorithm, Buffer.from(key.secret, 'base64url'), bytes.subarray(0, vectorBytes))
  decipher.setAAD(Buffer.from(`${event}.${property}`))
  decipher.setAuthTag(bytes.subarray(vectorBytes, vectorBytes + tagBytes))
  try {
    return decipher.update(bytes.subarray(vectorBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8')
  } catch {
    // The tag does not fit: not sealed by us, or not for this place.
    return undefined
  }
}
