import { describe, expect, it } from 'vitest'
import type { BatchAnswer } from '../../src/contract/event.ts'
import { access, reports, resources } from '../../src/contract/routes.ts'
import { openShop, openTestAssay, type TestAssay } from '../assay.ts'

const params = { project: 'shop' }
const purchase = {
  key: 'purchase',
  owner: 'checkout',
  purpose: 'revenue',
  properties: {
    amount: { type: 'number' as const, required: true },
    currency: { type: 'string' as const, values: ['EUR'] },
  },
}
const json = { 'content-type': 'application/json' }

async function openWithEvents(): Promise<{ assay: TestAssay; key: string }> {
  const assay = await openShop()
  await assay.call(resources.events.create, { params, body: purchase })
  return {
    assay,
    key: await assay.key({ kind: 'server', name: 'backend', project: 'shop', environment: 'production' }),
  }
}

const event = (more: Record<string, unknown> = {}) => ({
  id: 'e1',
  event: 'purchase',
  time: '2026-03-02T11:59:00Z',
  user_id: 'u1',
  properties: { amount: 5 },
  ...more,
})

const answerOf = async (response: Response) => (await response.json()) as BatchAnswer
const rows = (assay: TestAssay) => assay.platform.events.query('SELECT * FROM project_shop.purchase ORDER BY _id')

describe('POST /v1/events', () => {
  it('answers a verdict for each event, and one bad event never fails its neighbours', async () => {
    const { assay, key } = await openWithEvents()
    const response = await assay.send(key, [
      event(),
      event({ id: 'e2', event: 'unheard_of' }),
      event({ id: 'e3', properties: {} }),
      event({ id: 'e4', properties: { amount: 'much' } }),
      event({ id: 'e5', user_id: undefined }),
      event({ id: 'e1' }),
      'no event at all',
      event({ id: 'e6', properties: { amount: 1, colour: 'red' } }),
    ])
    expect(response.status).toBe(200)
    expect(await answerOf(response)).toMatchObject({
      valid: 2,
      duplicate: 1,
      quarantined: 5,
      verdicts: [
        { index: 1, verdict: 'quarantined', reason: 'unknown-event' },
        { index: 2, verdict: 'quarantined', reason: 'missing-property' },
        { index: 3, verdict: 'quarantined', reason: 'mistyped-property' },
        { index: 4, verdict: 'quarantined', reason: 'no-unit' },
        { index: 5, verdict: 'duplicate' },
        { index: 6, verdict: 'quarantined', reason: 'malformed-event' },
        { index: 7, verdict: 'valid', dropped: ['colour'] },
      ],
    })
    await assay.settle()
    expect((await rows(assay)).map(({ _id, amount, user_id }) => ({ _id, amount, user_id }))).toEqual([
      { _id: 'e1', amount: 5, user_id: 'u1' },
      { _id: 'e6', amount: 1, user_id: 'u1' },
    ])
    const { body } = await assay.call(reports.quarantine, { params })
    expect(body.items.map(({ reason }) => reason).sort()).toEqual([
      'malformed-event',
      'missing-property',
      'mistyped-property',
      'no-unit',
      'unknown-event',
    ])
    expect((await assay.call(reports.freshness, { params })).body.items).toMatchObject([
      { event: 'purchase', events: 2 },
    ])
  })

  it('takes nothing of a body it cannot read, or that is too large', async () => {
    const { assay, key } = await openWithEvents()
    const post = (body: string) => assay.request('/v1/events', { method: 'POST', key, body, headers: json })
    expect((await post('[{"id": "e1",')).status).toBe(400)
    expect(
      (await post(`[${JSON.stringify(event({ properties: { amount: 1, note: 'x'.repeat(10_000_000) } }))}]`)).status,
    ).toBe(413)
    expect(
      (await post(JSON.stringify(Array.from({ length: 1001 }, (_, index) => event({ id: `e${index}` }))))).status,
    ).toBe(413)
    await assay.send(key, [event({ id: 'whole' })])
    await assay.settle()
    expect((await rows(assay)).map(({ _id }) => _id)).toEqual(['whole'])
  })

  it('keeps duplicates out across restarts', async () => {
    const { assay, key } = await openWithEvents()
    await assay.send(key, [event()])
    await assay.close()
    const again = await openTestAssay({ dataDir: assay.dataDir })
    expect(await answerOf(await again.send(key, [event(), event({ id: 'e2' })]))).toMatchObject({
      valid: 1,
      duplicate: 1,
    })
    await again.settle()
    expect(await rows(again)).toHaveLength(2)
  })

  it('a new optional property gets its column while the server runs', async () => {
    const { assay, key } = await openWithEvents()
    await assay.send(key, [event()])
    await assay.settle()
    const properties = { ...purchase.properties, coupon: { type: 'string' as const } }
    await assay.call(resources.events.replace, {
      params: { project: 'shop', key: 'purchase' },
      body: { ...purchase, properties },
      ifMatch: '"1"',
    })
    await assay.send(key, [event({ id: 'e2', properties: { amount: 2, coupon: 'SPRING' } })])
    await assay.settle()
    expect((await rows(assay)).map(({ coupon }) => coupon)).toEqual([null, 'SPRING'])
  })

  it('marks clocks that cannot be right', async () => {
    const { assay, key } = await openWithEvents()
    await assay.send(key, [
      event({ id: 'a', time: '3000-01-01T00:00:00Z' }),
      event({ id: 'b', time: 0 }),
      event({ id: 'c', time: '2026-03-02T09:59:00Z', sent_at: '2026-03-02T10:00:00Z' }),
    ])
    await assay.settle()
    expect((await rows(assay)).map(({ _clock }) => _clock)).toEqual(['future', 'ancient', 'skewed'])
  })

  it('a revoked key sends nothing more', async () => {
    const { assay } = await openWithEvents()
    const { body } = await assay.call(access.createKey, {
      body: { kind: 'client', name: 'web', project: 'shop', environment: 'production' },
    })
    await assay.call(access.revokeKey, { params: { id: body.id } })
    expect((await assay.send(body.secret, [event()])).status).toBe(401)
  })
})
