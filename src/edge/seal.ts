import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'
import { z } from 'zod'
import type { EdgeKey } from './edge-keys.ts'
import { EdgeLine } from './line.ts'
import { parsed } from './upstream.ts'

/** A line as it is on the disk of an edge: which key it was sealed by, the salt of that start, and the line, encrypted. */
const SealedLine = z.strictObject({ sealed: z.string(), salt: z.string(), text: z.string() })

/** Makes lines unreadable before they are written, and readable again for who has the key. */
export type Seal = {
  /** The line as JSON in one line, as it may be written to a disk. */
  close(line: string): string
  /** The event in what was read from a disk; undefined when another key closed it, or none did and it is no line. */
  open(stored: unknown): EdgeLine | undefined
}

const algorithm = 'aes-256-gcm'
const keyBytes = 32
const saltBytes = 16
const vectorBytes = 12
const tagBytes = 16

/**
 * Seals with AES-256-GCM, by a key derived (HKDF-SHA-256) from the server key of the edge, which is told to it at each start and
 * is on no disk of it. Each start derives a key of its own, so that no key seals so many lines that their random vectors
 * could meet.
 */
export function sealWith({ id, secret }: EdgeKey, randomBytes: (length: number) => Uint8Array): Seal {
  const derived = new Map<string, Buffer>()
  const salt = Buffer.from(randomBytes(saltBytes)).toString('base64url')

  function keyOf(of: string): Buffer {
    const known = derived.get(of)
    if (known !== undefined) return known
    const key = Buffer.from(hkdfSync('sha256', secret, Buffer.from(of, 'base64url'), 'assay edge outbox', keyBytes))
    derived.set(of, key)
    return key
  }

  return {
    close(line) {
      const vector = randomBytes(vectorBytes)
      const cipher = createCipheriv(algorithm, keyOf(salt), vector)
      const text = Buffer.concat([vector, cipher.update(line, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return JSON.stringify({ sealed: id, salt, text: text.toString('base64') })
    },
    open(stored) {
      const { success, data: line } = SealedLine.safeParse(stored)
      // What an earlier version left on the disk was not sealed.
      if (!success) return EdgeLine.safeParse(stored).data
      if (line.sealed !== id) return undefined
      const bytes = Buffer.from(line.text, 'base64')
      if (bytes.length < vectorBytes + tagBytes) return undefined
      const decipher = createDecipheriv(algorithm, keyOf(line.salt), bytes.subarray(0, vectorBytes))
      decipher.setAuthTag(bytes.subarray(-tagBytes))
      try {
        const text = decipher.update(bytes.subarray(vectorBytes, -tagBytes), undefined, 'utf8') + decipher.final('utf8')
        return EdgeLine.safeParse(parsed(text)).data
      } catch {
        // The tag does not fit: damaged, or sealed by another secret.
        return undefined
      }
    },
  }
}
