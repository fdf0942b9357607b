import { expect, test } from 'vitest'
import { crash } from './crash.ts'

test('kill -9 at any moment loses and doubles nothing that was acknowledged', async () => {
  const result = await crash(5, 20_261_123)
  expect(result).toMatchObject({ lost: [], doubled: [], strange: [], rebuiltRows: result.rows })
  expect(result.acknowledged).toBeGreaterThan(0)
})
