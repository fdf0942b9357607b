import { expect, it } from 'vitest'
import { resources } from '../../src/contract/routes.ts'
import { openShop } from '../assay.ts'

const params = { project: 'shop' }
const hourMs = 3_600_000
const properties = {
  amount: { type: 'number' as const, required: true },
  currency: { type: 'string' as const, required: false, values: ['EUR', 'USD'] },
}

it('counts every event once, by hour of arrival, platform, version and country, and its values by bin', async () => {
  const assay = await openShop()
  const body = { key: 'purchase', owner: 'o', purpose: 'p', properties }
  await assay.call(resources.events.create, { params, body })
  const key = await assay.key({ kind: 'server', name: 'backend', project: 'shop', environment: 'production' })
  const event = (id: string, more: object = {}) => ({
    id,
    event: 'purchase',
    time: assay.clock.ms,
    user_id: 'u',
    context: { platform: 'ios', app_version: '2.1' },
    properties: { amount: 8, currency: 'EUR' },
    ...more,
  })
  await assay.send(key, [
    event('a'),
    event('b', { time: assay.clock.ms - 2 * hourMs }),
    event('c', { properties: { amount: 'much' } }),
    event('d', { properties: { amount: 16 }, context: { platform: 'web' } }),
  ])
  await assay.settle()
  await assay.send(key, [event('a'), event('e')])
  await assay.settle()
  assay.clock.ms += hourMs
  await assay.send(key, [event('f', { time: '3000-01-01T00:00:00Z' })])
  await assay.settle()

  const from = Math.floor(Date.parse('2026-03-02T12:00:00Z') / hourMs)
  const series = await assay.platform.events.hours('shop', 'production', body, from, from + 3)
  const plain = (hours: ArrayLike<number> | undefined) => Array.from(hours ?? [])
  expect(plain(series.valid)).toEqual([4, 1, 0])
  expect(plain(series.quarantined)).toEqual([1, 0, 0])
  expect(plain(series.late)).toEqual([1, 0, 0])
  expect(plain(series.skewed)).toEqual([0, 1, 0])
  expect(plain(series.segments.get('platform=ios'))).toEqual([3, 1, 0])
  expect(plain(series.segments.get('platform=web'))).toEqual([1, 0, 0])
  expect(plain(series.segments.get('version=2.1'))).toEqual([3, 1, 0])
  const currency = series.properties.get('currency')
  expect(currency?.kind).toBe('category')
  expect(plain(currency?.missing)).toEqual([1, 0, 0])
  expect(plain(currency?.bins.get('EUR'))).toEqual([3, 1, 0])
  // Four bins to a factor of two: 8 is 2^3, 16 is 2^4.
  expect([...(series.properties.get('amount')?.bins.keys() ?? [])].sort()).toEqual(['212', '216'])
})
