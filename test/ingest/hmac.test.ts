import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hmacWith } from '../../src/ingest/hmac.ts'

test('is the HMAC-SHA-256 of node:crypto, for every key up to a block and texts short and long', () => {
  const key = fc.uint8Array({ maxLength: 64 })
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ minLength: 1000, maxLength: 3000 }))
  fc.assert(
    fc.property(key, fc.array(text, { minLength: 1, maxLength: 4 }), (secret, texts) => {
      const hmac = hmacWith(secret)
      for (const each of texts) {
        expect(hmac(each)).toBe(createHmac('sha256', secret).update(each, 'utf8').digest('base64url'))
      }
    }),
  )
})
