import { expect, test } from 'vitest'
import { tempFolder } from '../assay.ts'
import { crashWhole } from './whole.ts'

test('kill -9 of the real server loses and doubles neither definitions nor events', async () => {
  const result = await crashWhole(tempFolder(), 4, 20_261_123)
  expect(result).toMatchObject({ changesLost: [], changesDoubled: [], eventsLost: 0, eventsDoubled: 0 })
  expect(result.changes).toBeGreaterThan(0)
  expect(result.events).toBeGreaterThan(0)
})
