import { expect, it } from 'vitest'
import { completenessFinding } from '../../../src/core/health/completeness.ts'

const hours = 48
const last = hours - 1
const demand = (min: number) => ({ against: 'order_created', by: 'order_id', min })

/** So many values each hour, of which so many are found in the last whole hour that is judged. */
function reconciled(each: number, found: number) {
  const expected = new Float64Array(hours).fill(each)
  const there = new Float64Array(hours).fill(each)
  there[last - 1] = found
  return { expected, found: there }
}

it('waits an hour for both events, and then holds one hour only to what chance could not do', () => {
  const late = { expected: new Float64Array(hours).fill(1000), found: new Float64Array(hours).fill(1000) }
  late.found[last] = 0
  expect(completenessFinding(late, demand(0.98), last, -1)).toMatchObject({ status: 'ok', observed: 24_000 })
  // 980 are demanded; of 1,000 with a chance of 0.02 each, 51 or more are missing in 1 of some 10^9 hours.
  expect(completenessFinding(reconciled(1000, 970), demand(0.98), last, -1).status).toBe('ok')
  expect(completenessFinding(reconciled(1000, 949), demand(0.98), last, -1)).toMatchObject({
    status: 'failing',
    windowHours: 2,
    observed: 949,
    expected: 1000,
  })
})

it('holds a day to the demand itself, unless part of it is an incident that is over', () => {
  const { expected, found } = reconciled(1, 0)
  expect(completenessFinding({ expected, found }, demand(23 / 24), last, -1).status).toBe('ok')
  expect(completenessFinding({ expected, found }, demand(0.98), last, -1)).toMatchObject({
    status: 'failing',
    windowHours: 25,
    detail:
      'of the values of order_id in order_created in 24 h are found: 23 of 24, 95.8 %, at least 98 % are expected',
  })
  expect(completenessFinding({ expected, found }, demand(0.98), last, last - 5).status).toBe('ok')
})

it('fails at once where every value must be found, and knows nothing where there is none', () => {
  expect(completenessFinding(reconciled(1000, 999), demand(1), last, -1).status).toBe('failing')
  expect(completenessFinding(reconciled(0, 0), demand(1), last, -1).status).toBe('unknown')
})
