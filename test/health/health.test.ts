import { describe, expect, it } from 'vitest'
import type { Incident } from '../../src/contract/health.ts'
import { access, resources } from '../../src/contract/routes.ts'
import { health } from '../../src/contract/telemetry-routes.ts'
import { createDroppedCounts } from '../../src/jobs/watch-batches.ts'
import { watchHealth } from '../../src/jobs/watch-health.ts'
import { openShop, type TestAssay } from '../assay.ts'

const params = { project: 'shop' }
const hourMs = 3_600_000
const perHour = 20

type Watched = {
  assay: TestAssay
  key: string
  announced: Incident[]
  hour(events: number, more?: object): Promise<void>
}

/** A shop that was well for five days, watched at the end of every hour. */
async function openWatched(): Promise<Watched> {
  const assay = await openShop()
  const coupon = { type: 'string' as const, required: false }
  const definition = { key: 'cart', owner: 'shop', purpose: 'test', freshnessMinutes: 90, properties: { coupon } }
  await assay.call(resources.events.create, { params, body: definition })
  const key = await assay.key({ kind: 'server', name: 'backend', project: 'shop', environment: 'production' })
  const announced: Incident[] = []
  const seen = new Map<string, number>()
  let sent = 0
  const options = {
    ...assay.platform,
    settle: assay.settle,
    dropped: createDroppedCounts(() => assay.clock.ms),
    id: () => `incident-${announced.length}`,
    announce: (_: string, incident: Incident) => void announced.push(incident),
  }
  async function hour(events: number, more: object = {}, look = true): Promise<void> {
    const batch = Array.from({ length: events }, () => {
      sent += 1
      const platform = sent % 2 === 0 ? 'ios' : 'web'
      return {
        id: `e${sent}`,
        event: 'cart',
        time: assay.clock.ms,
        user_id: 'u',
        context: { platform },
        properties: { coupon: 'x' },
        ...more,
      }
    })
    if (batch.length > 0) await assay.send(key, batch)
    assay.clock.ms += hourMs
    if (look) await watchHealth(options, seen)
  }
  for (let past = 0; past < 5 * 24; past += 1) await hour(perHour + (past % 5), {}, false)
  await assay.settle()
  return { assay, key, announced, hour }
}

const healthOf = async (assay: TestAssay) =>
  (await assay.call(health.one, { params: { ...params, event: 'cart' } })).body

describe('health', () => {
  it('is ok while all is as in past days, and every check has its reason and its query', async () => {
    const { assay, announced, hour } = await openWatched()
    await hour(perHour)
    expect(announced).toEqual([])
    const cart = await healthOf(assay)
    expect(cart).toMatchObject({ event: 'cart', status: 'ok' })
    expect(cart.checks.map(({ check }) => check)).toEqual([
      'freshness',
      'volume',
      'quarantined',
      'duplicates',
      'late',
      'clock',
      'missing',
    ])
    for (const { detail, query } of cart.checks) {
      expect(detail).not.toBe('')
      await expect(assay.platform.events.query(query)).resolves.toBeDefined()
    }
    const all = (await assay.call(health.all, { params })).body
    expect(all).toMatchObject({ status: 'ok', items: [{ event: 'cart' }] })
  })

  it('an outage opens an incident by itself, and it closes by itself when events come again', async () => {
    const { assay, announced, hour } = await openWatched()
    await hour(0)
    await hour(0)
    expect(announced).toMatchObject([{ event: 'cart', check: 'volume', status: 'open', observed: 0 }])
    expect((await healthOf(assay)).status).toBe('failing')
    for (let back = 0; back < 6; back += 1) await hour(perHour)
    expect(announced).toHaveLength(2)
    expect(announced[1]).toMatchObject({ id: announced[0]?.id, status: 'closed' })
    const { items } = (await assay.call(health.incidents, { params, query: { status: 'closed' } })).body
    expect(items).toMatchObject([{ id: announced[0]?.id, start: announced[0]?.start, detail: announced[0]?.detail }])
    expect((await assay.call(health.incidents, { params, query: { status: 'open' } })).body.items).toEqual([])
  })

  it('says where it sits', async () => {
    const { announced, hour } = await openWatched()
    for (let more = 0; more < 2; more += 1) await hour(4 * perHour, { context: { platform: 'ios' } })
    expect(announced[0]).toMatchObject({ check: 'volume', segment: { platform: 'ios' } })
  })

  it('notices missing values, quarantine and late events, each as its own incident', async () => {
    const { assay, announced, hour } = await openWatched()
    await hour(perHour, { properties: {} })
    await hour(perHour, { time: assay.clock.ms - 5 * hourMs })
    await hour(perHour, { properties: { coupon: 5 } })
    const checks = new Set(announced.filter(({ status }) => status === 'open').map(({ check }) => check))
    expect([...checks].sort()).toEqual(['late', 'missing', 'quarantined', 'volume'])
  })

  it('looked at twice, or by a server that was started again, opens nothing twice', async () => {
    const { assay, announced, hour } = await openWatched()
    await hour(0)
    await hour(0)
    const again: Incident[] = []
    const options = {
      ...assay.platform,
      settle: assay.settle,
      dropped: createDroppedCounts(() => assay.clock.ms),
      id: () => 'again',
      announce: (_: string, incident: Incident) => void again.push(incident),
    }
    await watchHealth(options, new Map())
    expect(announced).toHaveLength(1)
    expect(again).toEqual([])
  })

  it('may be read by viewers, of their project only', async () => {
    const assay = await openShop()
    await assay.call(resources.projects.create, { params: {}, body: { key: 'other', name: 'Other' } })
    const body = { kind: 'token' as const, name: 'v', role: 'viewer' as const, project: 'other' }
    const { secret } = (await assay.call(access.createKey, { body })).body
    expect((await assay.request('/api/v1/projects/shop/health', { key: secret })).status).toBe(403)
  })
})
