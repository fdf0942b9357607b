import { expect, test } from 'vitest'
import { uuidOf } from '../../sdk/src/uuid.ts'

test('ids have the layout of RFC 9562 and begin with the time', () => {
  // The example of RFC 9562, appendix A.6: 2022-02-22T19:22:22Z is 017F22E2-79B0.
  expect(uuidOf(0x017f22e279b0, () => 0)).toBe('017f22e2-79b0-7000-8000-000000000000')
  expect(uuidOf(0x017f22e279b0, () => 1 - 2 ** -32)).toMatch(/^017f22e2-79b0-7fff-bfff-[0-9a-f]{12}$/)
})
