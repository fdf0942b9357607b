import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exposureMemory } from '../../sdk/src/exposure-memory.ts'
import type { Exposure } from '../../src/core/evaluate/resolution.ts'

function exposureOf(variant: string): Exposure {
  return { experiment: 'e', phase: 1, variant, flag: 'f', rule: 'r', unit: 'user', unitField: 'user_id' }
}

test('within the bound a set of everything seen gives the same answers', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(20)), { maxLength: 200 }), meetings => {
      const isNew = exposureMemory(100)
      const seen = new Set<string>()
      for (const [variant, unit] of meetings) {
        expect(isNew(exposureOf(variant), `u${unit}`)).toBe(!seen.has(`${variant}${unit}`))
        seen.add(`${variant}${unit}`)
      }
    }),
  )
})

test('beyond the bound the latest are remembered and old ones are forgotten', () => {
  const isNew = exposureMemory(100)
  const exposure = exposureOf('a')
  for (let unit = 0; unit < 1000; unit++) expect(isNew(exposure, `u${unit}`)).toBe(true)
  for (let unit = 901; unit < 1000; unit++) expect(isNew(exposure, `u${unit}`)).toBe(false)
  expect(isNew(exposure, 'u0')).toBe(true)
})
