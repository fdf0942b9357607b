import { describe, expect, it } from 'vitest'
import { reports, resources } from '../../src/contract/routes.ts'
import { openShop, type TestAssay } from '../assay.ts'

async function openWithKey() {
  const assay = await openShop()
  await assay.call(resources.events.create, {
    params: { project: 'shop' },
    body: { key: 'signed_up', owner: 'growth', purpose: 'funnel', properties: { plan_name: { type: 'string' } } },
  })
  const key = await assay.key({ kind: 'client', name: 'web', project: 'shop', environment: 'production' })
  return { assay, key }
}

function post(assay: TestAssay, path: string, body: unknown, headers: Record<string, string> = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return assay.request(path, { method: 'POST', key: '', body: text, headers })
}

const basic = (key: string) => ({ authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` })

async function rowsOf(assay: TestAssay) {
  await assay.settle()
  return assay.platform.events.query(
    'SELECT *, epoch_ms(_time)::DOUBLE AS ms FROM "project_shop"."signed_up" ORDER BY _id',
  )
}

describe('the endpoints of Segment', () => {
  it('answer success as Segment does, whatever became of the event', async () => {
    const { assay, key } = await openWithKey()
    const call = { messageId: 'm-1', userId: 'ada', event: 'Signed Up', properties: { planName: 'pro' } }
    for (const event of [call, call, { ...call, messageId: 'm-2', event: 'Nobody Defined This' }, {}]) {
      const answer = await post(assay, '/v1/track', event, basic(key))
      expect([answer.status, await answer.json()]).toEqual([200, { success: true }])
    }
    expect(await rowsOf(assay)).toMatchObject([{ _id: 'm-1', user_id: 'ada', plan_name: 'pro' }])
    const { body } = await assay.call(reports.quarantine, { params: { project: 'shop' } })
    expect(body.items.map(({ event, reason }) => [event, reason]).sort()).toEqual([
      ['', 'malformed-event'],
      ['nobody_defined_this', 'unknown-event'],
    ])
  })

  it('find the key in Basic authentication, as bearer, and for browsers in the body and under short paths', async () => {
    const { assay, key } = await openWithKey()
    const call = { userId: 'ada', event: 'signed_up' }
    const text = { 'content-type': 'text/plain' }
    expect((await post(assay, '/v1/track', call, { authorization: `Bearer ${key}` })).status).toBe(200)
    expect((await post(assay, '/v1/t', { ...call, writeKey: key }, text)).status).toBe(200)
    const batch = { batch: [{ ...call, type: 'track' }, 'nothing'], writeKey: key }
    expect((await post(assay, '/v1/b', batch, text)).status).toBe(200)
    expect(await rowsOf(assay)).toHaveLength(3)
    expect((await post(assay, '/v1/track', call)).status).toBe(401)
    expect((await post(assay, '/v1/track', { ...call, writeKey: 'assay_client_x' })).status).toBe(401)
    expect((await post(assay, '/v1/track', call, basic('nobody'))).status).toBe(401)
  })

  it('correct a wrong clock by the time of sending, unless somebody did before', async () => {
    const { assay, key } = await openWithKey()
    const hour = 3_600_000
    const wrong = assay.clock.ms + 5 * hour
    const iso = (ms: number) => new Date(ms).toISOString()
    const call = { userId: 'ada', event: 'signed_up', type: 'track' }
    const batch = [
      { ...call, messageId: '1', timestamp: iso(wrong - hour) },
      { ...call, messageId: '2', originalTimestamp: iso(wrong - hour), sentAt: iso(wrong) },
      { ...call, messageId: '3', timestamp: iso(assay.clock.ms - hour), sentAt: iso(wrong), receivedAt: iso(wrong) },
      { ...call, messageId: '4', timestamp: undefined },
    ]
    await post(assay, '/v1/batch', { batch, sentAt: iso(wrong), context: { locale: 'de' } }, basic(key))
    const happened = assay.clock.ms - hour
    expect(await rowsOf(assay)).toMatchObject([
      { ms: happened, _clock: 'skewed', _locale: 'de' },
      { ms: happened, _clock: 'skewed' },
      { ms: happened, _clock: 'ok' },
      { ms: assay.clock.ms },
    ])
  })

  it('refuse what cannot be read, and take nothing of it', async () => {
    const { assay, key } = await openWithKey()
    for (const body of ['', 'x', '[]', '7']) {
      const answer = await post(assay, '/v1/track', body, basic(key))
      expect([answer.status, (await answer.json()) as object], body).toMatchObject([
        400,
        { type: '/problems/malformed-body' },
      ])
    }
    expect((await post(assay, '/v1/batch', { batch: {} }, basic(key))).status).toBe(400)
    const call = { type: 'track', event: 'signed_up', userId: 'ada' }
    const many = { batch: Array.from({ length: 1001 }, () => call) }
    expect((await post(assay, '/v1/batch', many, basic(key))).status).toBe(413)
    const large = { ...call, properties: { plan_name: 'x'.repeat(1024 * 1024) } }
    expect((await post(assay, '/v1/track', large, basic(key))).status).toBe(413)
    expect((await post(assay, '/v1/batch', { batch: [] }, basic(key))).status).toBe(200)
  })
})
