import RudderAnalytics from '@rudderstack/rudder-sdk-node'
import { Analytics } from '@segment/analytics-node'
import { describe, expect, it } from 'vitest'
import { reports, resources } from '../../src/contract/routes.ts'
import { type Shop, startShop } from '../ofrep/server.ts'

async function shopWithOrders(): Promise<Shop> {
  const shop = await startShop()
  const owned = { owner: 'checkout', purpose: 'funnel' }
  const params = { project: 'shop' }
  await shop.call(resources.events.create, {
    params,
    body: {
      key: 'order_completed',
      ...owned,
      properties: { order_id: { type: 'string', required: true }, revenue: { type: 'number' } },
    },
  })
  await shop.call(resources.events.create, {
    params,
    body: { key: 'page', ...owned, properties: { name: { type: 'string' }, category: { type: 'string' } } },
  })
  await shop.call(resources.events.create, {
    params,
    body: { key: 'identify', ...owned, properties: { plan: { type: 'string' } } },
  })
  return shop
}

async function rowsOf(shop: Shop, event: string): Promise<Record<string, unknown>[]> {
  await shop.settle()
  return shop.platform.events.query(`SELECT * FROM "project_shop"."${event}" ORDER BY user_id`)
}

async function quarantined(shop: Shop): Promise<unknown[]> {
  const { body } = await shop.call(reports.quarantine, { params: { project: 'shop' } })
  return body.items
}

describe('the analytics-node SDK of Segment', () => {
  it('delivers every kind of call, and the undefined kinds are kept aside', async () => {
    const shop = await shopWithOrders()
    const analytics = new Analytics({ writeKey: shop.serverKey, host: shop.url, flushAt: 10, maxRetries: 0 })
    const failures: unknown[] = []
    analytics.on('error', error => failures.push(error))
    const timestamp = new Date(Date.now() - 60_000)
    const context = { app: { version: '7.1' }, locale: 'de-DE', location: { country: 'DE' } }
    analytics.track({
      userId: 'ada',
      anonymousId: 'device-1',
      event: 'Order Completed',
      properties: { orderId: 'o-1', revenue: 12.5, other: true },
      timestamp,
      context,
    })
    analytics.identify({ userId: 'ada', traits: { plan: 'pro' } })
    analytics.page({ userId: 'ada', name: 'Cart', category: 'Checkout', properties: { url: 'https://shop.example' } })
    analytics.screen({ userId: 'ada', name: 'Cart' })
    analytics.group({ userId: 'ada', groupId: 'g-1' })
    analytics.alias({ userId: 'ada', previousId: 'device-1' })
    await analytics.closeAndFlush()
    expect(failures).toEqual([])
    const [order, ...others] = await rowsOf(shop, 'order_completed')
    expect(others).toEqual([])
    expect(order).toMatchObject({
      user_id: 'ada',
      device_id: 'device-1',
      order_id: 'o-1',
      revenue: 12.5,
      _app_version: '7.1',
      _locale: 'de-DE',
      _country: 'DE',
      _platform: 'server',
      _sdk: '@segment/analytics-node',
      _clock: 'ok',
    })
    const [times] = await shop.platform.events.query(
      'SELECT epoch_ms(_time)::DOUBLE AS ms FROM "project_shop"."order_completed"',
    )
    expect(times?.ms).toBe(timestamp.getTime())
    expect(await rowsOf(shop, 'page')).toMatchObject([{ name: 'Cart', category: 'Checkout' }])
    expect(await rowsOf(shop, 'identify')).toMatchObject([{ user_id: 'ada', plan: 'pro' }])
    const aside = (await quarantined(shop)) as { event: string; reason: string }[]
    expect(aside.map(({ event, reason }) => [event, reason]).sort()).toEqual([
      ['alias', 'unknown-event'],
      ['group', 'unknown-event'],
      ['screen', 'unknown-event'],
    ])
  })
})

describe('the node SDK of RudderStack', () => {
  it('delivers gzipped batches, with the time it recorded and the one the app gave', async () => {
    const shop = await shopWithOrders()
    const rudder = new RudderAnalytics(shop.clientKey, { dataPlaneUrl: shop.url, flushAt: 100, retryCount: 0 })
    await rudder.flush()
    const timestamp = new Date(Date.now() - 3_600_000)
    const delivered = (message: Parameters<typeof rudder.track>[0]) =>
      new Promise<void>((resolve, reject) => {
        rudder.track(message, ((error: unknown) => (error ? reject(error) : resolve())) as never)
      })
    const calls = [
      delivered({ userId: 'ada', event: 'order_completed', properties: { order_id: 'o-1' }, timestamp }),
      delivered({ anonymousId: 'device-2', event: 'OrderCompleted', properties: { order_id: 'o-2' } }),
      delivered({ userId: 'bob', event: 'order_completed', properties: { order_id: 3 } }),
    ]
    await rudder.flush()
    await Promise.all(calls)
    const rows = await rowsOf(shop, 'order_completed')
    expect(rows).toMatchObject([
      { user_id: 'ada', order_id: 'o-1', _sdk: 'analytics-node' },
      { user_id: null, device_id: 'device-2', order_id: 'o-2' },
    ])
    const times = await shop.platform.events.query(
      'SELECT epoch_ms(_time)::DOUBLE AS ms FROM "project_shop"."order_completed" ORDER BY user_id',
    )
    expect(times[0]?.ms).toBe(timestamp.getTime())
    expect(await quarantined(shop)).toMatchObject([{ event: 'order_completed', reason: 'mistyped-property' }])
  })
})
