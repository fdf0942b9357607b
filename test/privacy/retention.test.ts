import { describe, expect, test } from 'vitest'
import { privacy } from '../../src/contract/privacy-routes.ts'
import { reports, resources } from '../../src/contract/routes.ts'
import { quarantine } from '../../src/contract/telemetry-routes.ts'
import { rebuildAssay } from '../../src/main.ts'
import { openEventStore } from '../../src/store/events/duckdb.ts'
import { openShop, tempFolder } from '../assay.ts'
import { keptLog } from '../store/events/fixture.ts'
import { decide, filesWith, project, serverKey } from './fixture.ts'

const day = 86_400_000

describe('retention', () => {
  test('removes events and values on their day, in tables and journal, and keeps the proof', async () => {
    const dataDir = tempFolder()
    const shop = await openShop({ dataDir })
    const email = {
      type: 'string' as const,
      privacy: { class: 'personal', treatment: 'keep', purpose: 'receipts', retentionDays: 10 } as const,
    }
    const order = { key: 'order', owner: 'o', purpose: 'p', retentionDays: 30, properties: { email } }
    await shop.call(resources.events.create, { params: project, body: order })
    const forever = { key: 'view', owner: 'o', purpose: 'p', properties: { page: { type: 'string' as const } } }
    await shop.call(resources.events.create, { params: project, body: forever })
    await decide(shop, 'order', 'email', 'approve', { retentionDays: 5 })
    const key = await serverKey(shop)
    const startMs = shop.clock.ms
    const send = (id: string, more: object) =>
      shop.send(key, [{ id, time: shop.clock.ms, user_id: 'u', event: 'order', ...more }])
    await send('old', { properties: { email: 'old@example.com' } })
    await send('view', { event: 'view', properties: { page: '/old' } })
    await send('aside', { user_id: '' })
    shop.clock.ms = startMs + 4 * day
    await send('newer', { properties: { email: 'newer@example.com' } })

    const ordersNow = async () => {
      await shop.settle()
      return shop.platform.events.query('SELECT _id, email FROM project_shop."order" ORDER BY _id')
    }
    await shop.retain()
    const newer = { _id: 'newer', email: 'newer@example.com' }
    expect(await ordersNow()).toEqual([newer, { _id: 'old', email: 'old@example.com' }])

    shop.clock.ms = startMs + 6 * day
    await shop.retain()
    expect(await ordersNow()).toEqual([newer, { _id: 'old', email: null }])
    expect(filesWith(dataDir, 'old@example.com')).toEqual([])
    expect(filesWith(dataDir, 'newer@example.com')).not.toEqual([])

    shop.clock.ms = startMs + 31 * day
    await shop.retain()
    await shop.retain()
    expect(await ordersNow()).toEqual([{ _id: 'newer', email: null }])
    expect((await shop.call(reports.quarantine, { params: project })).body.items).toEqual([])
    const { body } = await shop.call(privacy.retentionRuns, { params: project })
    const iso = (ms: number) => new Date(ms).toISOString()
    expect(body.items).toMatchObject([
      { events: [{ rows: 0, quarantined: 0, left: 0 }], journal: [] },
      {
        at: iso(startMs + 31 * day),
        events: [
          {
            event: 'order',
            before: iso(startMs + day),
            rows: 1,
            quarantined: 1,
            properties: [{ property: 'email', before: iso(startMs + 26 * day), values: 1 }],
            left: 0,
          },
        ],
        journal: [{ lines: 3 }],
      },
      { at: iso(startMs + 6 * day), events: [{ rows: 0, properties: [{ values: 1 }] }], journal: [{ lines: 1 }] },
      { at: iso(startMs + 4 * day), events: [{ rows: 0, properties: [{ values: 0 }] }], journal: [] },
    ])

    await shop.close()
    await rebuildAssay(shop.platform.config, () => undefined)
    const store = await openEventStore({ path: `${dataDir}/events.duckdb`, memory: '300MB', log: keptLog() })
    expect(await store.query('SELECT _id, email FROM project_shop."order"')).toEqual([{ _id: 'newer', email: null }])
    expect(await store.query('SELECT _id FROM project_shop.view')).toEqual([{ _id: 'view' }])
    expect(await store.query('SELECT id FROM quarantine')).toEqual([])
    await store.close()
  })

  test('of an event that was replayed does not let a rebuild put it back into quarantine', async () => {
    const dataDir = tempFolder()
    const shop = await openShop({ dataDir })
    const key = await serverKey(shop)
    const startMs = shop.clock.ms
    await shop.send(key, [{ id: 'late', event: 'order', time: startMs - 20 * day, user_id: 'person-7f3a9c' }])
    const order = { key: 'order', owner: 'o', purpose: 'p', retentionDays: 30, properties: {} }
    await shop.call(resources.events.create, { params: project, body: order })
    const { body } = await shop.call(quarantine.replay, { params: project, body: { event: 'order' } })
    expect(body).toMatchObject({ released: 1 })
    shop.clock.ms = startMs + 11 * day
    await shop.retain()
    await shop.close()
    await rebuildAssay(shop.platform.config, () => undefined)
    const store = await openEventStore({ path: `${dataDir}/events.duckdb`, memory: '300MB', log: keptLog() })
    expect(await store.query('SELECT _id FROM project_shop."order"')).toEqual([])
    expect(await store.query('SELECT id FROM quarantine')).toEqual([])
    await store.close()
  })
})
