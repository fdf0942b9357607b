import { expect, test } from 'vitest'
import { agoText } from '../../src/console/parts/ago-text.ts'

test.each([
  [-59_999, 'just now'],
  [-60_000, '1 minute ago'],
  [-3_599_999, '59 minutes ago'],
  [-3_600_000, '1 hour ago'],
  [-2 * 86_400_000, '2 days ago'],
  [-8 * 86_400_000, '1 week ago'],
  [-366 * 86_400_000, '1 year ago'],
  [3 * 3_600_000, 'in 3 hours'],
])('%d ms from now is %s', (distanceMs, text) => {
  expect(agoText(1_000_000_000_000 + distanceMs, 1_000_000_000_000)).toBe(text)
})
