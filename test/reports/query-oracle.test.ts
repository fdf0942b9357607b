import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { QueryBucket } from '../../src/contract/query.ts'
import { queries } from '../../src/contract/query-routes.ts'
import { resources } from '../../src/contract/routes.ts'
import { openTestAssay, type TestAssay } from '../assay.ts'
import {
  activeOracle,
  bucketIn,
  dateIn,
  dayMs,
  funnelOracle,
  hourMs,
  later,
  retentionOracle,
  type Sent,
} from './query-oracle.ts'

const steps = ['view', 'cart', 'view', 'buy']
const metrics = {
  dau: { kind: 'active', days: 1 },
  wau: { kind: 'active', days: 7 },
  mau: { kind: 'active', days: 28 },
  checkout: { kind: 'funnel', steps: steps.map(event => ({ event })), windowDays: 1, exclude: [{ event: 'leave' }] },
  day1: { kind: 'retention', event: 'view', day: 1 },
  day2: { kind: 'retention', event: 'buy', day: 2, start: { event: 'view' } },
} as const

/** The last nights on which clocks changed in 2026, forwards and back. */
const nights = [
  { timeZone: 'Europe/Berlin', changeMs: Date.parse('2026-03-29T01:00:00Z') },
  { timeZone: 'Europe/Berlin', changeMs: Date.parse('2026-10-25T01:00:00Z') },
  { timeZone: 'America/New_York', changeMs: Date.parse('2026-03-08T07:00:00Z') },
  { timeZone: 'America/New_York', changeMs: Date.parse('2026-11-01T06:00:00Z') },
]

/** A few people around the night: busy hours with ties, and the weeks before and after. */
const sentAround = (changeMs: number): fc.Arbitrary<Sent[]> => {
  const timeMs = fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: -4 * 24, max: 3 * 24 }).map(hours => changeMs + hours * hourMs) },
    fc.integer({ min: -30 * 24, max: 4 * 24 }).map(hours => changeMs + hours * hourMs - 1),
    fc
      .tuple(fc.integer({ min: -3, max: 3 }), fc.constantFrom(-2000, -1999, -1, 1, 1999))
      .map(([hours, step]) => changeMs + hours * hourMs + step),
  )
  const sent = fc.record({
    event: fc.constantFrom('view', 'view', 'cart', 'buy', 'leave'),
    timeMs,
    user: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'),
  })
  return fc.array(sent, { minLength: 60, maxLength: 90, size: 'max' })
}

let assay: TestAssay
let projects = 0

/** A project of its own in a zone, with a key for its events. */
async function openProject(timeZone: string): Promise<{ project: string; key: string }> {
  const project = `p${projects++}`
  const params = { project }
  await assay.call(resources.projects.create, { params: {}, body: { key: project, name: project, timeZone } })
  for (const key of ['view', 'cart', 'buy', 'leave'])
    await assay.call(resources.events.create, { params, body: { key, owner: 'shop', purpose: 'test' } })
  for (const [key, formula] of Object.entries(metrics))
    await assay.call(resources.metrics.create, { params, body: { key, name: key, formula } as never })
  return { project, key: await assay.key({ kind: 'server', name: 'app', project, environment: 'production' }) }
}

async function send(key: string, sent: readonly Sent[], from: number): Promise<void> {
  const answer = await assay.send(
    key,
    sent.map(({ event, timeMs, user }, place) => ({
      id: `e${from + place}`,
      event,
      time: new Date(timeMs).toISOString(),
      user_id: user,
    })),
  )
  expect(((await answer.json()) as { valid: number }).valid).toBe(sent.length)
  await assay.settle()
}

describe('what is answered after ingest and loading, around the nights on which clocks change', () => {
  it.each(nights)('$timeZone $changeMs: equals a brute force over all events, late ones too', async night => {
    const { timeZone, changeMs } = night
    assay = await openTestAssay({ config: { requestsPerSecond: 1e6, requestsBurst: 1e6 } })
    await fc.assert(
      fc.asyncProperty(sentAround(changeMs), fc.constantFrom('hour', 'day', 'week', 'month'), async (sent, size) => {
        const { project, key } = await openProject(timeZone)
        assay.clock.ms = changeMs + 5 * dayMs
        const half = Math.floor(sent.length / 2)
        await send(key, sent.slice(0, half), 0)
        await expectOracle(project, night, sent.slice(0, half), size as 'day')
        // The others come two days late, and belong to the days on which they happened.
        assay.clock.ms += 2 * dayMs
        await send(key, sent.slice(half), half)
        await expectOracle(project, night, sent, size as 'day')
      }),
      { numRuns: 4 },
    )
  })
})

async function expectOracle(
  project: string,
  { timeZone, changeMs }: (typeof nights)[number],
  sent: readonly Sent[],
  size: 'hour' | 'day' | 'week' | 'month',
): Promise<void> {
  const from = new Date(changeMs - 6 * dayMs).toISOString()
  const inside = sent.filter(({ timeMs }) => timeMs >= Date.parse(from))
  const bucketOf = (ms: number) => bucketIn(timeZone, size, ms)
  const ask = async (metric: keyof typeof metrics, bucket = size) => {
    const { body } = await assay.call(queries.query, { body: { project, metric, from, bucket } })
    expect(body.until).toBe(new Date(assay.clock.ms).toISOString())
    expect(body.buckets.map(({ start }) => bucketIn(timeZone, bucket, Date.parse(start)))).toHaveLength(
      new Set(body.buckets.map(({ start }) => bucketIn(timeZone, bucket, Date.parse(start)))).size,
    )
    return body.buckets
  }

  for (const [metric, days] of [
    ['dau', 1],
    ['wau', 7],
    ['mau', 28],
  ] as const)
    for (const { start, segments } of await ask(metric, 'day')) {
      const date = dateIn(timeZone, Date.parse(start))
      expect(segments[0]?.value, `${metric} on ${date}`).toBe(activeOracle(sent, timeZone, date, days))
    }
  const daily = await ask('dau', 'day')
  expect(later(dateIn(timeZone, Date.parse(from)), daily.length - 1)).toBe(dateIn(timeZone, assay.clock.ms - 1))

  // Entries are those from `from` on; what follows them is known up to now.
  const wanted = funnelOracle(sent, ms => (ms >= Date.parse(from) ? bucketOf(ms) : 'before'), {
    steps,
    exclude: ['leave'],
    windowMs: dayMs,
  })
  for (const bucket of await ask('checkout'))
    expect(stepsIn(bucket), bucket.start).toEqual(wanted.get(bucketOf(Date.parse(bucket.start))) ?? [0, 0, 0, 0])

  for (const [metric, back, day] of [
    ['day1', 'view', 1],
    ['day2', 'buy', 2],
  ] as const) {
    const counts = retentionOracle(inside, bucketOf, { start: 'view', back, day, nowMs: assay.clock.ms })
    for (const { start, segments } of await ask(metric)) {
      const [units, mature, returned] = counts.get(bucketOf(Date.parse(start))) ?? [0, 0, 0]
      const [found] = segments
      expect([found?.units, found?.immature], `${metric} from ${start}`).toEqual([units, units - mature])
      expect(found?.value, `${metric} from ${start}`).toEqual(
        mature === 0 ? { unavailable: units === 0 ? 'no-units' : 'no-mature-units' } : returned / mature,
      )
    }
  }
}

function stepsIn({ segments }: QueryBucket): number[] {
  return segments[0]?.steps?.map(({ units }) => units) ?? []
}
