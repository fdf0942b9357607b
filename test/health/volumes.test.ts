import { describe, expect, it } from 'vitest'
import { resources } from '../../src/contract/routes.ts'
import { health } from '../../src/contract/telemetry-routes.ts'
import { openShop } from '../assay.ts'

const hourMs = 3_600_000
const params = { project: 'shop' }

describe('event volumes', () => {
  it('counts valid and quarantined events by stretches, beside how many are usual at that time', async () => {
    const shop = await openShop()
    await shop.call(resources.events.create, {
      params,
      body: { key: 'cart', owner: 'shop', purpose: 'test', properties: { items: { type: 'integer' } } },
    })
    const key = await shop.key({ kind: 'server', name: 'backend', project: 'shop', environment: 'production' })
    const beginMs = shop.clock.ms
    for (let hour = 0; hour < 6 * 24; hour += 1) {
      shop.clock.ms = beginMs + hour * hourMs
      const last = hour >= 6 * 24 - 3
      const events = Array.from({ length: last ? 3 : 12 }, (_, number) => ({
        id: `${hour} ${number}`,
        event: 'cart',
        user_id: `u${number}`,
        time: shop.clock.ms,
        properties: {},
      }))
      await shop.send(
        key,
        last
          ? [
              ...events,
              { id: `${hour} wrong`, event: 'cart', user_id: 'u', time: shop.clock.ms, properties: { items: 'many' } },
            ]
          : events,
      )
    }
    await shop.settle()
    shop.clock.ms = beginMs + 6 * 24 * hourMs
    const { body } = await shop.call(health.volumes, { params, query: { days: 1, bucketHours: 3 } })
    const found = body.items.find(({ event }) => event === 'cart')?.buckets ?? []
    expect(found).toHaveLength(8)
    expect(found[0]).toMatchObject({ valid: 36, quarantined: 0, duplicate: 0, late: 0, usual: { expected: 36 } })
    expect(found[7]).toMatchObject({ valid: 9, quarantined: 3, usual: { expected: 36 } })
    const { low = 0, high = 0 } = found[7]?.usual ?? {}
    expect([low < 36, high > 36, low > 9]).toEqual([true, true, true])
  })
})
