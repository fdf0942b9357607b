import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createDedupe } from '../../src/ingest/dedupe.ts'
import { saltOf, writeKey } from '../../src/ingest/id-key.ts'
import { createIdSet } from '../../src/ingest/id-set.ts'
import { createKeyTable, type Key, mixOf } from '../../src/ingest/key-table.ts'
import { startMs } from '../store/events/fixture.ts'

const day = 86_400_000
const mix = ({ k0, k1, k2, k3 }: Key) => mixOf(k0, k1, k2, k3)

describe('the table of keys', () => {
  test('does what a Set does', () => {
    const keys = fc.record({
      k0: fc.integer({ min: 1, max: 30 }),
      k1: fc.constant(0),
      k2: fc.constant(0),
      k3: fc.integer({ min: 0, max: 40 }),
    })
    const commands = fc.array(fc.tuple(fc.constantFrom('add', 'add', 'add', 'remove', 'forget'), keys), {
      minLength: 1,
      maxLength: 3000,
      size: 'max',
    })
    fc.assert(
      fc.property(commands, steps => {
        const table = createKeyTable()
        // What is there, with how many came before it; what is removed leaves its number behind.
        const model = new Map<string, number>()
        let came = 0
        for (const [step, key] of steps) {
          const text = JSON.stringify(key)
          if (step === 'remove') expect(table.remove(key, mix(key))).toBe(model.delete(text))
          else if (step === 'forget') {
            const some = Math.floor((came * key.k0) / 60)
            table.forget(some)
            for (const [other, number] of model) if (number < some) model.delete(other)
          } else {
            expect(table.add(key, mix(key))).toBe(!model.has(text))
            if (!model.has(text)) model.set(text, came++)
          }
          expect(table.came()).toBe(came)
        }
      }),
      { numRuns: 100, seed: 5 },
    )
  })

  test('keeps keys apart that begin in one slot', () => {
    const table = createKeyTable()
    const crowded = Array.from({ length: 250 }, (_, index) => ({ k0: index + 1, k1: 0, k2: 0, k3: 0 }))
    for (const key of crowded) expect(table.add(key, 7)).toBe(true)
    for (const key of crowded) expect(table.add(key, 7)).toBe(false)
  })
})

describe('keys', () => {
  const salt = saltOf('secret', 'shop')
  const keyOf = (id: string) => {
    const key = { k0: 0, k1: 0, k2: 0, k3: 0 }
    writeKey(id, salt, key)
    return JSON.stringify(key)
  }

  test('of UUIDs are their bytes, so no two UUIDs share one', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), (a, b) => {
        expect(keyOf(a) === keyOf(b)).toBe(a === b)
      }),
    )
    const ids = [
      '0193587a-5b7f-7cc2-9f0e-0d6a4c1b2a3d',
      '0193587a-5b7f-7cc2-9f0e-0d6a4c1b2a3e',
      '0193587a-5b7f-7cc2-9f0e-0d6a4c1b2a3g',
      '0193587A-5B7F-7CC2-9F0E-0D6A4C1B2A3D',
      'short',
      '',
    ]
    expect(new Set(ids.map(keyOf)).size).toBe(ids.length)
  })

  test('of a project do not meet those of another', () => {
    const dedupe = createDedupe({ idsMax: 1000, secret: 's' })
    expect(dedupe.claim(dedupe.open('a'), 'x', startMs)).toBe('claimed')
    expect(dedupe.claim(dedupe.open('b'), 'x', startMs)).toBe('claimed')
  })
})

describe('the set of ids', () => {
  const key = (number: number): Key => ({ k0: number, k1: 1, k2: 2, k3: 3 })

  test('remembers seven days and forgets what is older', () => {
    const set = createIdSet(1000)
    for (let age = 0; age <= 20; age += 1) expect(set.add(key(age), startMs + age * day)).toBe(true)
    expect(set.complete(startMs + 20 * day)).toBe(true)
    for (let age = 13; age <= 20; age += 1) expect(set.add(key(age), startMs + 20 * day)).toBe(false)
    for (let age = 0; age < 13; age += 1) expect(set.add(key(age), startMs + 20 * day)).toBe(true)
  })

  test('forgets the oldest beyond its size, says so, and is complete again seven days later', () => {
    const set = createIdSet(800)
    for (let number = 0; number < 2000; number += 1) set.add(key(number), startMs + number)
    expect(set.complete(startMs + 2000)).toBe(false)
    expect(set.add(key(1999), startMs)).toBe(false)
    expect(set.add(key(0), startMs + 3000)).toBe(true)
    expect(set.complete(startMs + 7 * day)).toBe(false)
    expect(set.complete(startMs + 7 * day + 3001)).toBe(true)
  })
})

describe('claims', () => {
  test('an id is a duplicate within its batch, and once another batch is on disk', () => {
    const dedupe = createDedupe({ idsMax: 1000, secret: 's' })
    const first = dedupe.open('shop')
    expect(dedupe.claim(first, 'x', startMs)).toBe('claimed')
    expect(dedupe.claim(first, 'x', startMs)).toBe('duplicate')
    const second = dedupe.open('shop')
    expect(dedupe.claim(second, 'x', startMs)).toBe(first)
    dedupe.settle(first, 'kept')
    expect(dedupe.claim(second, 'x', startMs)).toBe('duplicate')
  })

  test('an id is free again when its batch was not written', async () => {
    const dedupe = createDedupe({ idsMax: 1000, secret: 's' })
    const first = dedupe.open('shop')
    const second = dedupe.open('shop')
    dedupe.claim(first, 'x', startMs)
    expect(dedupe.claim(second, 'x', startMs)).toBe(first)
    dedupe.settle(first, 'failed')
    expect(await first.outcome).toBe('failed')
    expect(dedupe.claim(second, 'x', startMs)).toBe('claimed')
  })

  test('an id that is remembered is a duplicate', () => {
    const dedupe = createDedupe({ idsMax: 1000, secret: 's' })
    dedupe.remember('shop', 'x', startMs)
    expect(dedupe.claim(dedupe.open('shop'), 'x', startMs)).toBe('duplicate')
  })
})
