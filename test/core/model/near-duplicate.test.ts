import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nameDistance } from '../../../src/core/model/name-distance.ts'
import { nameLikeness } from '../../../src/core/model/near-duplicate.ts'
import { nextName } from '../../../src/core/model/next-name.ts'

describe('the distance of two names', () => {
  it('counts letters put in, taken out, replaced and swapped', () => {
    // The last one is Wikipedia's example of the restricted form: no letter is touched twice, so it is 3 and not 2.
    const known: [string, string, number][] = [
      ['kitten', 'sitting', 3],
      ['smtih', 'smith', 1],
      ['a cat', 'an abct', 4],
      ['', 'abc', 3],
      ['ca', 'abc', 3],
    ]
    for (const [one, other, distance] of known) expect(nameDistance(one, other), `${one} ${other}`).toBe(distance)
  })

  it('is symmetric, zero for equals only, and at most the longer length', () => {
    const letters = fc.string({ maxLength: 8, unit: fc.constantFrom('a', 'b', 'c') })
    fc.assert(
      fc.property(letters, letters, (one, other) => {
        const distance = nameDistance(one, other)
        expect(distance).toBe(nameDistance(other, one))
        expect(distance === 0).toBe(one === other)
        expect(distance).toBeGreaterThanOrEqual(Math.abs(one.length - other.length))
        expect(distance).toBeLessThanOrEqual(Math.max(one.length, other.length))
      }),
    )
  })
})

describe('names that may be meant to be one', () => {
  it.each([
    ['view_item', 'item_view', 'the same words in another order'],
    ['view_items', 'view_item', 'the singular and the plural of the same words'],
    ['categories', 'category', 'the singular and the plural of the same words'],
    ['purchase-rate', 'purchase_rate', 'the same words'],
    ['add_to_card', 'add_to_cart', 'the names differ in 1 letter'],
    ['purchse_complete', 'purchase_complete', 'the names differ in 1 letter'],
    ['purchase_completed', 'purchase_complete', 'the names differ in 1 letter'],
    ['addtocart', 'add_to_cart', 'the same words, divided otherwise'],
    ['app_opne', 'app_open', 'the names differ in 1 letter'],
    ['payment_failure', 'payment_failures', 'the singular and the plural of the same words'],
  ])('%s and %s: %s', (one, other, why) => {
    expect(nameLikeness(one, other)).toBe(why)
    expect(nameLikeness(other, one)).toBe(why)
  })

  it.each([
    ['purchase_complete', 'purchase_complete_v2'],
    ['purchase_complete_v2', 'purchase_complete_v3'],
    ['checkout_p95', 'checkout_p50'],
    ['day7', 'day28'],
    ['login', 'logout'],
    ['video_start', 'video_stop'],
    ['buy', 'try'],
    ['email_sent', 'email_seen'],
    ['revenue_per_user', 'revenue_per_order'],
  ])('not %s and %s', (one, other) => {
    expect(nameLikeness(one, other)).toBeUndefined()
  })
})

it('the next version of a name is never a near-duplicate of it', () => {
  expect(['buy', 'buy_v2', 'buy_v9', 'v2'].map(nextName)).toEqual(['buy_v2', 'buy_v3', 'buy_v10', 'v2_v2'])
  expect(nameLikeness('buy', nextName('buy'))).toBeUndefined()
})
