import { createHash, createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createHashQueue, queuedBytesMax } from '../../src/ingest/hash-queue.ts'
import { hmacTextBytes, hmacWith } from '../../src/ingest/hmac.ts'
import { createPage, putBody } from '../../src/ingest/page.ts'
import { sha256Start } from '../../src/ingest/sha256.ts'
import { createLanes, laneCount } from '../../src/ingest/sha256-lanes.ts'

describe('hashes side by side', () => {
  test('every lane adds its own block to its own state', () => {
    const lanes = createLanes()
    if (lanes === undefined) throw new Error('this processor has no vectors for WebAssembly')
    const message = fc.uint8Array({ minLength: 128, maxLength: 128 })
    fc.assert(
      fc.property(fc.array(message, { minLength: laneCount, maxLength: laneCount }), messages => {
        sha256Start().forEach((word, place) => {
          lanes.state.fill(word, place * laneCount, (place + 1) * laneCount)
        })
        // Two blocks of message, then the block that ends it.
        const ending = Buffer.alloc(64)
        ending[0] = 0x80
        ending.writeUInt32BE(128 * 8, 60)
        for (const block of [0, 1, 2]) {
          messages.forEach((bytes, lane) => {
            const words = block === 2 ? ending : Buffer.from(bytes).subarray(block * 64)
            for (let word = 0; word < 16; word += 1) lanes.block[word * laneCount + lane] = words.readInt32BE(word * 4)
          })
          lanes.add()
        }
        messages.forEach((bytes, lane) => {
          const words = Int32Array.from({ length: 8 }, (_, word) => lanes.state[word * laneCount + lane] ?? 0)
          const digest = Buffer.alloc(32)
          words.forEach((word, place) => {
            digest.writeInt32BE(word, place * 4)
          })
          expect(digest.toString('hex')).toBe(createHash('sha256').update(bytes).digest('hex'))
        })
      }),
    )
  })

  test.each([
    ['with lanes', createLanes],
    ['without', () => undefined],
  ])('are the HMACs of node:crypto, %s, for any number of texts and keys', (_, makeLanes) => {
    const page = createPage()
    const queue = createHashQueue(page, makeLanes)
    const keys = [Buffer.alloc(32, 1), Buffer.alloc(64, 2)]
    const hmacs = keys.map(hmacWith)
    const text = fc.uint8Array({ maxLength: queuedBytesMax })
    fc.assert(
      fc.property(fc.array(fc.tuple(text, fc.integer({ min: 0, max: 1 })), { maxLength: 11 }), texts => {
        const body = Buffer.concat(texts.map(([bytes]) => bytes))
        putBody(page, body)
        queue.clear()
        let from = page.bodyAt
        for (const [bytes, key] of texts) {
          const hmac = hmacs[key]
          if (hmac !== undefined) queue.add(hmac, from, from + bytes.length)
          from += bytes.length
        }
        queue.run()
        expect(page.used).toBe(texts.length * hmacTextBytes)
        const expected = texts.map(([bytes, key]) =>
          createHmac('sha256', keys[key] ?? '')
            .update(bytes)
            .digest('base64url'),
        )
        expect(page.bytes.toString('latin1', 0, page.used)).toBe(expected.join(''))
        expect(page.bytes.subarray(page.bodyAt, page.bodyEnd).equals(body)).toBe(true)
      }),
    )
  })
})
