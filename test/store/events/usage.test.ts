import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openEventStore } from '../../../src/store/events/duckdb.ts'
import type { EventStore } from '../../../src/store/events/event-store.ts'
import { journalIn, keptLog, line, purchase, startMs, unitFields } from './fixture.ts'
import { temporaryFolder } from './folder.ts'

const dayMs = 86_400_000

/** A store that holds these lines. */
async function storeOf(lines: string[]): Promise<EventStore> {
  const dir = temporaryFolder()
  const store = await openEventStore({ path: join(dir, 'events.duckdb'), memory: '500MB', log: keptLog() })
  const journal = await journalIn(join(dir, 'journal'))
  onTestFinished(async () => {
    await journal.close()
    await store.close()
  })
  await store.define('shop', unitFields, [purchase, { ...purchase, key: 'refund' }])
  await journal.append(lines)
  await journal.rotate()
  for (const segment of journal.segments()) await store.load(segment)
  return store
}

describe('what events came', () => {
  test('is when the last one arrived in an environment, and the last one with a unit', async () => {
    const store = await storeOf([
      line('a'),
      line('b', { received: startMs + 10, units: { device_id: 'd1' } }),
      line('c', { received: startMs + 99, environment: 'staging' }),
      line('d', { event: 'refund', units: { device_id: 'd1' } }),
    ])
    const both = ['purchase', 'refund']
    expect(await store.arrivals('shop', 'production', ['refund'])).toMatchObject([{ event: 'refund' }])
    expect(await store.arrivals('shop', 'production', both, 'user_id')).toEqual([
      { event: 'purchase', lastReceivedMs: startMs + 10, lastWithUnitMs: startMs },
      { event: 'refund', lastReceivedMs: startMs },
    ])
    expect(await store.arrivals('shop', 'staging', both)).toEqual([{ event: 'purchase', lastReceivedMs: startMs + 99 }])
    expect(await store.arrivals('shop', 'staging', both, 'account_id')).toEqual([
      { event: 'purchase', lastReceivedMs: startMs + 99 },
    ])
    expect(await store.arrivals('unknown', 'production', both)).toEqual([])
  })

  test('is how much of it is stored', async () => {
    const store = await storeOf([line('a'), line('b', { received: startMs + dayMs, environment: 'staging' })])
    const [volume, ...others] = await store.volumes('shop', startMs + 1)
    expect(volume).toMatchObject({ event: 'purchase', stored: 2, recent: 1, lastReceivedMs: startMs + dayMs })
    expect(others).toEqual([])
    const rows = await store.query('SELECT * FROM project_shop.purchase')
    const json = rows.map(row => JSON.stringify(row).length).reduce((sum, length) => sum + length, 0)
    expect(Math.abs((volume?.approximateBytes ?? 0) / json - 1)).toBeLessThan(0.1)
    expect(await store.volumes('unknown', 0)).toEqual([])
  })
})

describe('who was seen', () => {
  test('is each unit once, with the last thing its events said of each field', async () => {
    const store = await storeOf([
      line('a', { context: { country: 'DE', platform: 'web' } }),
      line('b', { time: startMs + 5, context: { platform: 'ios' }, units: { user_id: 'u1', device_id: 'd1' } }),
      line('c', { event: 'refund', time: startMs + 2, context: { country: 'FR', platform: 'tv' } }),
      line('d', { units: { device_id: 'd2' } }),
      line('e', { units: { user_id: 'u2' }, environment: 'staging' }),
      line('f', { units: { user_id: 'u3' }, time: startMs - dayMs }),
    ])
    const { seen, units } = await store.seenUnits('shop', 'production', startMs, 10)
    expect(seen).toBe(2)
    expect(units).toEqual([{ device_id: 'd2' }, { user_id: 'u1', device_id: 'd1', country: 'FR', platform: 'ios' }])
    expect(await store.seenUnits('unknown', 'production', 0, 10)).toEqual({ seen: 0, units: [] })
  })

  test('is an even sample of them where there are too many, and says about how many there are', async () => {
    const store = await storeOf(Array.from({ length: 900 }, (_, i) => line(`e${i}`, { units: { user_id: `u${i}` } })))
    const { seen, units } = await store.seenUnits('shop', 'production', 0, 100)
    expect(units.length).toBeLessThanOrEqual(100)
    expect(new Set(units.map(unit => unit.user_id)).size).toBe(units.length)
    // Hashes are the same on every run, so this is no matter of chance.
    expect(Math.abs(seen / 900 - 1)).toBeLessThan(0.25)
    expect((await store.seenUnits('shop', 'production', 0, 900)).units).toHaveLength(900)
  })
})

test('exposures are counted by flag and by rule, each unit once', async () => {
  const exposure = (id: string, user: string, rule: string, more: object = {}) =>
    line(id, {
      event: '$exposure',
      units: { user_id: user },
      properties: { experiment: 'e', phase: 1, variant: 'v', flag: 'checkout', rule },
      ...more,
    })
  const store = await storeOf([
    exposure('a', 'u1', 'one'),
    exposure('b', 'u1', 'one', { received: startMs + 7 }),
    exposure('c', 'u2', 'one'),
    exposure('d', 'u2', 'two'),
    exposure('e', 'u9', 'two', { time: startMs - dayMs }),
    exposure('f', 'u1', 'one', { environment: 'staging' }),
  ])
  expect(await store.exposedByRule('shop', 'production', 'checkout', startMs)).toEqual(
    new Map([
      ['one', 2],
      ['two', 1],
    ]),
  )
  expect(await store.exposedByRule('shop', 'production', 'other', startMs)).toEqual(new Map())
  expect(await store.flagExposures('shop', startMs)).toEqual([
    { flag: 'checkout', environment: 'production', lastReceivedMs: startMs + 7, units: 2 },
    { flag: 'checkout', environment: 'staging', lastReceivedMs: startMs, units: 1 },
  ])
  expect(await store.flagExposures('unknown', 0)).toEqual([])
})
