import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hmacTextBytes, hmacWith } from '../../src/ingest/hmac.ts'

test('is the HMAC-SHA-256 of node:crypto, for every key up to a block and texts short and long', () => {
  const key = fc.uint8Array({ maxLength: 64 })
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ minLength: 1000, maxLength: 3000 }))
  fc.assert(
    fc.property(key, fc.array(text, { minLength: 1, maxLength: 4 }), (secret, texts) => {
      const hmac = hmacWith(secret)
      for (const each of texts) {
        const expected = createHmac('sha256', secret).update(each, 'utf8').digest('base64url')
        expect(hmac.of(each)).toBe(expected)
        const bytes = Buffer.from(each)
        const page = Buffer.concat([Buffer.from('in front'), bytes, Buffer.alloc(50)])
        const [from, to] = [8, 8 + bytes.length]
        if (bytes.length > 247) expect(() => hmac.write(page, from, to, to + 3)).toThrow('too many')
        else {
          hmac.write(page, from, to, to + 3)
          expect(page.toString('latin1', to + 3, to + 3 + hmacTextBytes)).toBe(expected)
        }
        expect(page.subarray(from, to).equals(bytes)).toBe(true)
      }
    }),
  )
})
