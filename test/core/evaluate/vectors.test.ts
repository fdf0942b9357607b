import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { AttributeType, Condition } from '../../../src/contract/condition.ts'
import { Condition as ConditionSchema } from '../../../src/contract/condition.ts'
import { slotOf } from '../../../src/core/evaluate/allocation.ts'
import type { Context } from '../../../src/core/evaluate/context.ts'
import { hasher } from '../../../src/core/evaluate/hash.ts'
import { quickHasher } from '../../../src/core/evaluate/quick-hash.ts'
import { rareOperators } from '../../../src/core/evaluate/rare-operators.ts'
import { ask } from './ask.ts'

type Buckets = { vectors: { salt: string; id: string; hash: number; slot: number }[] }
type Conditions = {
  lists: Record<string, string[]>
  audiences: Record<string, Condition>
  vectors: {
    explanation: string
    condition: Condition
    attributes?: Record<string, AttributeType>
    context: Context
    matches: boolean
  }[]
}

function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../vectors/${name}`, import.meta.url), 'utf8'))
}

test('every bucket of bucket.v1.json (oracle: murmurhash 2.0.1)', () => {
  const { vectors } = read<Buckets>('bucket.v1.json')
  expect(vectors.length).toBeGreaterThan(100)
  for (const { salt, id, hash, slot } of vectors) {
    const hashes = [hasher(salt)(id), quickHasher(salt)(id)]
    expect(hashes, `${salt}.${id.slice(0, 50)}`).toEqual([hash, hash])
    expect(slotOf(hash)).toBe(slot)
  }
})

test('every answer of conditions.v1.json (written from the rules)', () => {
  const { lists, audiences, vectors } = read<Conditions>('conditions.v1.json')
  expect(vectors.length).toBeGreaterThan(500)
  const list = (key: string) => (Object.hasOwn(lists, key) ? new Set(lists[key]) : undefined)
  const wrong = vectors.flatMap(vector => {
    const { condition, context, matches, attributes = {} } = vector
    return ask(ConditionSchema.parse(condition), context, { attributes, audiences, list, rare: rareOperators }) ===
      matches
      ? []
      : [vector]
  })
  expect(wrong).toEqual([])
})
