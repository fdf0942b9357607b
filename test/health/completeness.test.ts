import { describe, expect, it } from 'vitest'
import type { Incident } from '../../src/contract/health.ts'
import { resources } from '../../src/contract/routes.ts'
import { health } from '../../src/contract/telemetry-routes.ts'
import { createDroppedCounts } from '../../src/jobs/watch-batches.ts'
import { watchHealth } from '../../src/jobs/watch-health.ts'
import { openShop, problemOf, type TestAssay } from '../assay.ts'

const params = { project: 'shop' }
const hourMs = 3_600_000
const order = { type: 'string' as const, required: false }
const base = { owner: 'shop', purpose: 'test', source: 'server' as const }
const created = { ...base, key: 'order_created', properties: { order_id: order } }
const purchase = {
  ...base,
  key: 'purchase',
  truth: true,
  properties: { order_id: order },
  expect: { completeness: { against: 'order_created', by: 'order_id', min: 0.95 } },
}

/** A shop whose purchases are reconciled with its orders. */
async function openReconciled() {
  const assay = await openShop()
  for (const body of [created, purchase]) await assay.call(resources.events.create, { params, body })
  const key = await assay.key({ kind: 'server', name: 'backend', project: 'shop', environment: 'production' })
  const announced: Incident[] = []
  const options = {
    ...assay.platform,
    settle: assay.settle,
    dropped: createDroppedCounts(() => assay.clock.ms),
    id: () => `incident-${announced.length}`,
    announce: (_: string, incident: Incident) => void announced.push(incident),
  }
  const seen = new Map<string, number>()
  let sent = 0
  const send = async (event: string, orders: string[]) => {
    const batch = orders.map(order_id => {
      sent += 1
      return { id: `e${sent}`, event, time: assay.clock.ms, user_id: 'u', properties: { order_id } }
    })
    if (batch.length > 0) expect((await assay.send(key, batch)).status).toBe(200)
  }
  const hourOver = async () => {
    assay.clock.ms += hourMs
    await watchHealth(options, seen)
  }
  return { assay, announced, send, hourOver }
}

const orders = (from: number, until: number) => Array.from({ length: until - from }, (_, index) => `o${from + index}`)

async function checkOf(assay: TestAssay) {
  const { body } = await assay.call(health.one, { params: { ...params, event: 'purchase' } })
  return body.checks.find(({ check }) => check === 'completeness')
}

describe('completeness by reconciliation', () => {
  it('is exactly the share of the other event that is found, once both had an hour to arrive', async () => {
    const { assay, announced, send, hourOver } = await openReconciled()
    await send('order_created', [...orders(0, 100), ...orders(0, 50)])
    await send('purchase', [...orders(0, 80), 'never_ordered'])
    await hourOver()
    expect(await checkOf(assay)).toMatchObject({ status: 'unknown' })
    // What comes late still counts.
    await send('purchase', orders(80, 94))
    await hourOver()
    const check = await checkOf(assay)
    expect(check).toMatchObject({ status: 'failing', observed: 94, expected: 100, windowHours: 25 })
    expect(check?.detail).toContain('94 of 100')
    const rows = await assay.platform.events.query(check?.query ?? '')
    expect(rows).toEqual([{ hour: Math.floor(assay.clock.ms / hourMs) - 2, expected: 100, found: 94 }])
    expect(announced).toMatchObject([{ event: 'purchase', check: 'completeness', status: 'open', observed: 94 }])
    await send('purchase', orders(94, 95))
    await assay.settle()
    expect(await checkOf(assay)).toMatchObject({ status: 'ok', observed: 95 })
  })

  it('opens an incident within an hour of maturity when much is missing, and closes it when it is found again', async () => {
    const { announced, send, hourOver } = await openReconciled()
    for (let hour = 0; hour < 30; hour += 1) {
      const now = orders(hour * 100, (hour + 1) * 100)
      await send('order_created', now)
      await send('purchase', hour === 26 || hour === 27 ? now.slice(0, 80) : now)
      await hourOver()
      if (hour === 26) expect(announced).toEqual([])
      if (hour === 27)
        expect(announced).toMatchObject([{ check: 'completeness', status: 'open', observed: 80, expected: 100 }])
    }
    for (let hour = 30; hour < 36; hour += 1) {
      const now = orders(hour * 100, (hour + 1) * 100)
      await send('order_created', now)
      await send('purchase', now)
      await hourOver()
    }
    expect(announced.map(({ check, status }) => `${check} ${status}`)).toEqual([
      'completeness open',
      'completeness closed',
    ])
  })

  it('needs the property in both events, comparable, and a truth that clients cannot tell', async () => {
    const assay = await openShop()
    const refusal = async (body: object) =>
      (await problemOf(assay.call(resources.events.create, { params, body: body as never }))).errors?.map(
        ({ path }) => path,
      )
    expect(await refusal(purchase)).toEqual(['/expect/completeness/against'])
    await assay.call(resources.events.create, { params, body: created })
    expect(await refusal({ ...purchase, source: 'any' })).toEqual(['/source'])
    expect(await refusal({ ...purchase, properties: {} })).toEqual(['/expect/completeness/by'])
    expect(await refusal({ ...purchase, properties: { order_id: { type: 'integer' } } })).toEqual([
      '/expect/completeness/by',
    ])
    const personal = { type: 'string', privacy: { class: 'personal', treatment: 'encrypt', purpose: 'p' } }
    expect(await refusal({ ...purchase, properties: { order_id: personal } })).toEqual(['/expect/completeness/by'])
    expect(
      await refusal({
        ...purchase,
        key: 'order_created2',
        expect: { completeness: { against: 'order_created2', by: 'order_id', min: 1 } },
      }),
    ).toEqual(['/expect/completeness/against', '/expect/completeness/against'])
    await assay.call(resources.events.create, { params, body: purchase })
    const archived = assay.call(resources.events.archive, {
      params: { ...params, key: 'order_created' },
      ifMatch: '"1"',
    } as never)
    expect((await problemOf(archived)).errors?.[0]?.path).toBe('/expect/completeness/against')
  })
})
