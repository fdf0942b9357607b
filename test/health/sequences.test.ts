import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createClient } from '../../sdk/src/index.ts'
import type { Incident } from '../../src/contract/health.ts'
import { resources } from '../../src/contract/routes.ts'
import { health, quarantine } from '../../src/contract/telemetry-routes.ts'
import { createDroppedCounts } from '../../src/jobs/watch-batches.ts'
import { watchHealth } from '../../src/jobs/watch-health.ts'
import { rebuildAssay } from '../../src/main.ts'
import { openShop, openTestAssay, type TestAssay } from '../assay.ts'

const params = { project: 'shop' }
const hourMs = 3_600_000
const firstHour = Math.floor(Date.parse('2026-03-02T12:00:00Z') / hourMs)
const body = { key: 'view', owner: 'shop', purpose: 'test', properties: { page: { type: 'string' as const } } }

async function openNumbered() {
  const assay = await openShop()
  await assay.call(resources.events.create, { params, body })
  const key = await assay.key({ kind: 'server', name: 'backend', project: 'shop', environment: 'production' })
  const event = (session: string, sequence: number, more: object = {}) => ({
    id: `${session}-${sequence}`,
    event: 'view',
    time: assay.clock.ms,
    user_id: 'u',
    session_id: session,
    sequence,
    context: { platform: 'web', app_version: '2.1' },
    ...more,
  })
  return { assay, key, event }
}

async function deliveryOf(assay: TestAssay, hours: number) {
  const { expected, arrived, dropped, segments } = await assay.platform.events.delivery(
    'shop',
    'production',
    firstHour,
    firstHour + hours,
  )
  const [one, two, three] = [expected, arrived, dropped].map(list => Array.from(list))
  const parts = [...segments].map(([name, part]) => [name, Array.from(part.expected), Array.from(part.arrived)])
  return { expected: one, arrived: two, dropped: three, parts }
}

describe('sequences', () => {
  it('say how many were sent, whatever is late, twice, kept aside, replayed or given up, and again after a rebuild', async () => {
    const { assay, key, event } = await openNumbered()
    // 2 and 3 are missing, 5 comes an hour later, 7 is missing for good.
    await assay.send(key, [event('a', 0), event('a', 1), event('a', 4), event('a', 0)])
    await assay.settle()
    await assay.send(key, [event('a', 6, { dropped: 1 }), event('a', 4), event('b', 1)])
    await assay.send(key, [event('a', 8, { dropped: 3, properties: { page: 5 } })])
    // What counts within something else says so; what has no number does not count.
    const process = { session_id: 'a', sequence_id: 'p', context: { platform: 'server' } }
    await assay.send(key, [event('p', 0, process), { ...event('c', 0), sequence: undefined }])
    await assay.settle()
    assay.clock.ms += hourMs
    await assay.send(key, [event('a', 5), event('p', 1, process)])
    await assay.settle()
    const before = await deliveryOf(assay, 2)
    expect(before).toEqual({
      // a: 0 to 8, b: 0 and 1, p: 0; then p: 1.
      expected: [12, 1],
      arrived: [7, 2],
      dropped: [3, 0],
      parts: [
        ['platform=web', [11, 0], [6, 1]],
        ['version=2.1', [11, 0], [6, 1]],
        ['platform=server', [1, 1], [1, 1]],
      ],
    })
    const text = { type: 'string' as const }
    await assay.call(resources.events.change, {
      params: { ...params, key: 'view' },
      body: { properties: { page: text } } as never,
      ifMatch: '"1"',
    })
    await assay.call(quarantine.replay, { params, body: { event: 'view' } })
    await assay.settle()
    expect(await deliveryOf(assay, 2)).toEqual(before)
    await assay.close()
    await rebuildAssay(assay.platform.config, () => undefined)
    expect(await deliveryOf(await openTestAssay({ dataDir: assay.dataDir }), 2)).toEqual(before)
  })

  it('come to the same however events are spread over batches', async () => {
    const { assay, key, event } = await openNumbered()
    let run = 0
    const sequences = fc.array(fc.nat(30), { minLength: 1, maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(fc.array(sequences, { minLength: 1, maxLength: 4 }), async batches => {
        run += 1
        const before = await deliveryOf(assay, 1)
        for (const batch of batches) {
          await assay.send(
            key,
            batch.map(number => event(`run${run}`, number)),
          )
          await assay.settle()
        }
        const after = await deliveryOf(assay, 1)
        const numbers = new Set(batches.flat())
        const gained = (name: 'expected' | 'arrived') => (after[name]?.[0] ?? 0) - (before[name]?.[0] ?? 0)
        expect([gained('expected'), gained('arrived')]).toEqual([Math.max(...numbers) + 1, numbers.size])
      }),
      { numRuns: 25 },
    )
  })

  it('do not take what may not be kept for lost, and keep no name of a session', async () => {
    const { assay, key, event } = await openNumbered()
    await assay.call(resources.events.create, { params, body: { ...body, key: 'ad', consent: 'marketing' } })
    await assay.send(key, [event('s-marked', 0), event('s-marked', 1, { event: 'ad' }), event('s-marked', 2)])
    await assay.settle()
    expect((await assay.call(health.all, { params })).body.delivery.status).toBe('unknown')
    // The counts of this process are kept once a minute and when it ends.
    await assay.close()
    const again = await openTestAssay({ dataDir: assay.dataDir })
    expect(await deliveryOf(again, 1)).toMatchObject({ expected: [3], arrived: [3] })
    const sessions = await again.platform.events.query('SELECT session FROM sequences')
    expect(sessions).toEqual([{ session: expect.stringMatching(/^[0-9a-f]{16}$/) }])
  })

  it('of the SDK show what it gave up, also of events that take the place of each other', async () => {
    const { assay, key } = await openNumbered()
    const client = createClient({
      url: 'http://test',
      key,
      pollIntervalMs: 0,
      flushIntervalMs: 1_000_000,
      queueEventsMax: 5,
      now: () => assay.clock.ms,
      fetch: async (address, init) => assay.fetch(new Request(address, init)),
    })
    for (let n = 0; n < 20; n += 1) client.track('view', { user_id: 'u' }, { page: `${n}` })
    await client.flush()
    client.track('view', { user_id: 'u' })
    await client.close()
    await assay.settle()
    expect(await deliveryOf(assay, 1)).toEqual({
      expected: [21],
      arrived: [6],
      dropped: [15],
      parts: [['platform=server', [21], [6]]],
    })
  })

  it('open an incident that says where it sits when more is lost than usual, and it closes when it is over', async () => {
    const { assay, key, event } = await openNumbered()
    const announced: Incident[] = []
    const seen = new Map<string, number>()
    const watching = {
      ...assay.platform,
      settle: assay.settle,
      dropped: createDroppedCounts(() => assay.clock.ms),
      id: () => `incident-${announced.length}`,
      announce: (_: string, incident: Incident) => void announced.push(incident),
    }
    let session = 0
    const hour = async (lost: number, look = true) => {
      for (const version of ['2.1', '2.2', '2.3']) {
        session += 1
        const numbers = Array.from({ length: 100 }, (_, number) => number)
        const kept = numbers.filter(number => number === 99 || version !== '2.3' || number % 100 >= lost)
        const context = { platform: 'web', app_version: version }
        const sent = kept.map(number =>
          event(`s${session}`, number, { context, dropped: version === '2.3' && number === 99 ? lost / 2 : 0 }),
        )
        await assay.send(key, sent)
      }
      assay.clock.ms += hourMs
      if (look) await watchHealth(watching, seen)
    }
    for (let past = 0; past < 4 * 24; past += 1) await hour(0, false)
    await hour(0)
    expect(announced.filter(({ check }) => check === 'sequence')).toEqual([])
    await hour(40)
    const [opened] = announced.filter(({ check }) => check === 'sequence')
    expect(opened).toMatchObject({ event: '$delivery', status: 'open', observed: 40, segment: { version: '2.3' } })
    expect(opened?.detail).toContain('gave up 20 of these 40 themselves')
    const { delivery, status } = (await assay.call(health.all, { params })).body
    expect([status, delivery.status]).toEqual(['failing', 'failing'])
    const rows = await assay.platform.events.query(delivery.checks[0]?.query ?? '')
    expect(rows).toMatchObject([{ expected: 100, arrived: 60, dropped: 20 }])
    for (let past = 0; past < 5; past += 1) await hour(0)
    expect(announced.filter(({ check }) => check === 'sequence').map(one => one.status)).toEqual(['open', 'closed'])
  })
})
