import fc from 'fast-check'
import murmurhash from 'murmurhash'
import { expect, test } from 'vitest'
import { slotCount, slotOf } from '../../../src/core/evaluate/allocation.ts'
import { hasher } from '../../../src/core/evaluate/hash.ts'
import { quickHasher } from '../../../src/core/evaluate/quick-hash.ts'

// The independent source: the npm package murmurhash 2.0.1 over the bytes that TextEncoder gives.
function oracle(salt: string, id: string): number {
  return murmurhash.v3(new TextEncoder().encode(`${salt}.${id}`), 0)
}

const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map(units => String.fromCharCode(...units)),
)

const ways = [
  ['hasher', hasher],
  ['quickHasher', quickHasher],
] as const

test.each(ways)('the hash of %s is MurmurHash3 of UTF-8 for any text, lone surrogates included', (_, hasher) => {
  fc.assert(
    fc.property(anyText, anyText, (salt, id) => {
      expect(hasher(salt)(id)).toBe(oracle(salt, id))
    }),
    { numRuns: 5000 },
  )
})

test.each(ways)('a %s may be asked again and again', (_, hasher) => {
  const hash = hasher('salt')
  const first = hash('a')
  hash('something longer, with ünïcode')
  expect(hash('a')).toBe(first)
})

test('slots are whole numbers below 100,000, exact at both ends', () => {
  expect(slotOf(0)).toBe(0)
  expect(slotOf(0xffffffff)).toBe(slotCount - 1)
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffffffff }), hash => {
      expect(slotOf(hash)).toBe(Number((BigInt(hash) * 100_000n) >> 32n))
    }),
  )
})
