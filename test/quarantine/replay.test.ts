import { describe, expect, it } from 'vitest'
import { Config } from '../../src/config.ts'
import { access, reports, resources } from '../../src/contract/routes.ts'
import { quarantine } from '../../src/contract/telemetry-routes.ts'
import { rebuildAssay } from '../../src/main.ts'
import { openShop, openTestAssay, problemOf, type TestAssay } from '../assay.ts'

const params = { project: 'shop' }
const purchase = {
  key: 'purchase',
  owner: 'checkout',
  purpose: 'revenue',
  properties: { amount: { type: 'number' as const, required: true }, currency: currency(['EUR']) },
}

function currency(values: string[]) {
  return { type: 'string' as const, values }
}

const event = (id: string, more: Record<string, unknown> = {}) => ({
  id,
  event: 'purchase',
  time: '2026-03-02T11:59:00Z',
  user_id: 'u1',
  context: { sdk_version: '1.2.0', platform: 'web' },
  properties: { amount: 5, currency: 'USD' },
  ...more,
})

async function openWithQuarantine(count: number): Promise<{ assay: TestAssay; key: string }> {
  const assay = await openShop()
  await assay.call(resources.events.create, { params, body: purchase })
  const key = await assay.key({ kind: 'server', name: 'backend', project: 'shop', environment: 'production' })
  for (let first = 0; first < count; first += 1000) {
    const size = Math.min(1000, count - first)
    const batch = Array.from({ length: size }, (_, index) => event(`e${first + index}`))
    expect((await assay.send(key, batch)).status).toBe(200)
  }
  await assay.settle()
  return { assay, key }
}

/** Allows US dollars, which the events in quarantine are about. */
async function mend(assay: TestAssay): Promise<void> {
  const body = { ...purchase, properties: { ...purchase.properties, currency: currency(['EUR', 'USD']) } }
  await assay.call(resources.events.replace, { params: { ...params, key: 'purchase' }, body, ifMatch: '"1"' })
}

const rows = (assay: TestAssay) =>
  assay.platform.events.query('SELECT _id AS id, epoch_ms(_time) AS time_ms, currency FROM project_shop.purchase')
const aside = async (assay: TestAssay) => (await assay.call(reports.quarantine, { params })).body.items.length
const replay = (assay: TestAssay) => assay.call(quarantine.replay, { params, body: { event: 'purchase' } })

describe('quarantine', () => {
  it('is grouped by event, reason and SDK version, with counts, times and a sample', async () => {
    const { assay, key } = await openWithQuarantine(3)
    assay.clock.ms += 60_000
    await assay.send(key, [
      event('late', { context: { sdk_version: '1.3.0' } }),
      event('unknown', { event: 'purchace', context: undefined }),
      event('newest'),
    ])
    await assay.settle()
    const { items } = (await assay.call(quarantine.groups, { params })).body
    expect(items).toMatchObject([
      {
        event: 'purchase',
        reason: 'mistyped-property',
        sdkVersion: '1.2.0',
        events: 4,
        firstSeen: '2026-03-02T12:00:00.000Z',
        lastSeen: '2026-03-02T12:01:00.000Z',
        sample: { id: 'newest', detail: 'currency must be one of EUR' },
      },
      { event: 'purchace', reason: 'unknown-event', events: 1 },
      { event: 'purchase', reason: 'mistyped-property', sdkVersion: '1.3.0', events: 1 },
    ])
    expect(items[1]).not.toHaveProperty('sdkVersion')
  })

  it('is searchable, and pages do not lose events that arrived together', async () => {
    const { assay, key } = await openWithQuarantine(25)
    await assay.send(key, [event('other', { event: 'elsewhere' })])
    await assay.settle()
    const ids = async (query: object) =>
      (await assay.call(reports.quarantine, { params, query })).body.items.map(({ id }) => id)
    expect(await ids({ search: 'elsewhere' })).toEqual(['other'])
    expect(await ids({ sdkVersion: '9' })).toEqual([])
    expect(await ids({ reason: 'unknown-event' })).toEqual(['other'])
    const seen = new Set<string>()
    let cursor: string | undefined
    do {
      const { body } = await assay.call(reports.quarantine, { params, query: { limit: 10, cursor } })
      for (const { id } of body.items) seen.add(id)
      cursor = body.nextCursor
    } while (cursor !== undefined)
    expect(seen.size).toBe(26)
  })
})

describe('a replay', () => {
  it('judges by the current definitions: what is still wrong stays, with the reason', async () => {
    const { assay } = await openWithQuarantine(2)
    expect((await replay(assay)).body).toEqual({
      released: 0,
      kept: [{ reason: 'mistyped-property', detail: 'currency must be one of EUR', events: 2 }],
    })
    expect(await aside(assay)).toBe(2)
  })

  it('keeps ids and times, leaves quarantine, and happens once', async () => {
    const { assay, key } = await openWithQuarantine(2500)
    await mend(assay)
    assay.clock.ms += 3_600_000
    expect((await replay(assay)).body).toEqual({ released: 2500, kept: [] })
    expect((await replay(assay)).body).toEqual({ released: 0, kept: [] })
    const kept = await rows(assay)
    expect(kept).toHaveLength(2500)
    expect(new Set(kept.map(({ id }) => id)).size).toBe(2500)
    expect(kept[0]).toMatchObject({ time_ms: Date.parse('2026-03-02T11:59:00Z'), currency: 'USD' })
    expect(await aside(assay)).toBe(0)
    const sentAgain = await (await assay.send(key, [event('e1')])).json()
    expect(sentAgain).toMatchObject({ valid: 0, duplicate: 1 })
  })

  it('asked for many times at once, while the same arrives anew, is done once', async () => {
    const { assay, key } = await openWithQuarantine(50)
    await mend(assay)
    const answers = await Promise.all([
      replay(assay),
      assay.send(key, [event('e1'), event('fresh')]),
      assay.call(quarantine.replay, { params, body: { ids: ['e1', 'e2'] } }),
      replay(assay),
      assay.settle(),
    ])
    const [first, , second, third] = answers
    expect(first.body.released + second.body.released + third.body.released).toBe(50)
    await assay.settle()
    expect(await rows(assay)).toHaveLength(51)
    expect(await aside(assay)).toBe(0)
  })

  it('survives a rebuild of the event store from the journal, and so does a discard', async () => {
    const { assay } = await openWithQuarantine(4)
    await mend(assay)
    await assay.call(quarantine.discard, { params, body: { ids: ['e0'], why: 'a test order' } })
    await assay.call(quarantine.replay, { params, body: { ids: ['e1', 'e2'] } })
    await assay.close()
    await rebuildAssay(Config.parse({ dataDir: assay.dataDir, logLevel: 'silent' }), () => undefined)
    const again = await openTestAssay({ dataDir: assay.dataDir })
    expect((await rows(again)).map(({ id }) => id).sort()).toEqual(['e1', 'e2'])
    const { items } = (await again.call(reports.quarantine, { params })).body
    expect(items.map(({ id }) => id)).toEqual(['e3'])
  })

  it('does not make up what was withheld from quarantine: it takes such events only when told to', async () => {
    const { assay, key } = await openWithQuarantine(0)
    await assay.send(key, [event('early', { event: 'refund' })])
    await assay.settle()
    const amount = { type: 'number' as const }
    const refund = { key: 'refund', owner: 'checkout', purpose: 'revenue', properties: { amount } }
    await assay.call(resources.events.create, { params, body: refund })
    const body = { ids: ['early'] }
    expect((await assay.call(quarantine.replay, { params, body })).body).toEqual({
      released: 0,
      kept: [{ reason: 'withheld-value', detail: 'amount was not kept when the event arrived', events: 1 }],
    })
    const taken = await assay.call(quarantine.replay, { params, body: { ...body, incomplete: true } })
    expect(taken.body.released).toBe(1)
    expect(await assay.platform.events.query('SELECT _id AS id, amount FROM project_shop.refund')).toEqual([
      { id: 'early', amount: null },
    ])
  })

  it('corrects the clock as the first judgement would have', async () => {
    const assay = await openShop()
    await assay.call(resources.events.create, { params, body: purchase })
    const key = await assay.key({ kind: 'client', name: 'web', project: 'shop', environment: 'production' })
    const headers = { 'content-type': 'application/json', 'assay-sent-at': '2026-03-02T10:00:00Z' }
    const body = JSON.stringify([event('skewed', { time: '2026-03-02T09:59:00Z' })])
    await assay.request('/v1/events', { method: 'POST', key, body, headers })
    await assay.settle()
    await mend(assay)
    await replay(assay)
    const [row] = await assay.platform.events.query(
      'SELECT _clock AS clock, epoch_ms(_time) AS time_ms, epoch_ms(_received) AS received_ms FROM project_shop.purchase',
    )
    const noonMs = Date.parse('2026-03-02T12:00:00Z')
    expect(row).toEqual({ clock: 'skewed', time_ms: noonMs - 60_000, received_ms: noonMs })
  })
})

describe('a discard', () => {
  it('needs a reason, which is kept in the audit', async () => {
    const { assay } = await openWithQuarantine(3)
    const wrong = { method: 'POST', body: '{"ids":["e0"]}', headers: { 'content-type': 'application/json' } }
    expect((await assay.request('/api/v1/projects/shop/quarantine/discard', wrong)).status).toBe(400)
    const { body } = await assay.call(quarantine.discard, { params, body: { event: 'purchase', why: 'a load test' } })
    expect(body).toEqual({ released: 3, kept: [] })
    expect(await aside(assay)).toBe(0)
    const [entry] = (await assay.call(access.audit, { params })).body.items
    expect(entry).toMatchObject({
      noun: 'quarantine',
      action: 'discard',
      by: 'test owner',
      why: 'a load test',
      after: { event: 'purchase', released: 3 },
    })
  })

  it('of everything at once is refused: something must be named', async () => {
    const { assay } = await openWithQuarantine(1)
    const problem = await problemOf(assay.call(quarantine.discard, { params, body: { why: 'all of it' } }))
    expect(problem).toMatchObject({ status: 400 })
  })
})
