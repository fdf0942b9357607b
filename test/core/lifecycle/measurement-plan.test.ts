import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EventDefinition } from '../../../src/contract/event-definition.ts'
import { Metric } from '../../../src/contract/metric.ts'
import type { ReviewDecision } from '../../../src/contract/privacy.ts'
import {
  type Measurable,
  measurementPlanOf,
  startWith,
  unreadyIn,
} from '../../../src/core/lifecycle/measurement-plan.ts'

const nowMs = Date.parse('2026-11-23T08:00:00Z')
const minuteMs = 60_000
const dayMs = 1440 * minuteMs

const email = { class: 'personal', treatment: 'hash', purpose: 'receipts' } as const
const buy = EventDefinition.parse({
  key: 'buy',
  owner: 'checkout',
  purpose: 'revenue',
  properties: { amount: { type: 'number' }, plan: { type: 'string' }, email: { type: 'string', privacy: email } },
})
const visit = EventDefinition.parse({ key: 'visit', owner: 'web', purpose: 'funnel', freshnessMinutes: 15 })
const refund = EventDefinition.parse({ key: 'refund', owner: 'checkout', purpose: 'revenue' })
const events = new Map([buy, visit, refund].map(event => [event.key, event]))

const formulas = {
  rate: { kind: 'proportion', event: 'buy' },
  revenue: { kind: 'mean', total: { event: 'buy', property: 'amount' } },
  basket: { kind: 'ratio', numerator: { event: 'buy', property: 'amount' }, denominator: { event: 'visit' } },
  'known-buyers': { kind: 'proportion', event: 'buy', where: { email: ['a@example.com'] } },
  checkout: { kind: 'funnel', steps: [{ event: 'visit' }, { event: 'buy' }], exclude: [{ event: 'refund' }] },
  gone: { kind: 'mean', total: { event: 'buy', property: 'tax' } },
  undefined: { kind: 'proportion', event: 'never' },
  daily: { kind: 'active' },
}
const metrics = new Map(
  Object.entries(formulas).map(([key, formula]) => [key, Metric.parse({ key, name: key, formula })]),
)

function planFor(names: string[], changes: Partial<Measurable> = {}) {
  const seen = { lastReceivedMs: nowMs - minuteMs, lastWithUnitMs: nowMs - minuteMs }
  return measurementPlanOf({
    goal: 'more purchases',
    environment: 'production',
    unit: { unit: 'user', field: 'user_id' },
    metrics: names.map(metric => ({ metric, role: 'success' })),
    metricOf: key => metrics.get(key),
    eventOf: key => events.get(key),
    decisions: [],
    arrivals: new Map([
      ['buy', seen],
      ['visit', seen],
    ]),
    incidents: [],
    nowMs,
    ...changes,
  })
}

const arrived = (event: string, silentMs: number, withUnitMs: number | undefined = silentMs) =>
  new Map([
    [
      event,
      {
        lastReceivedMs: nowMs - silentMs,
        ...(withUnitMs === undefined ? {} : { lastWithUnitMs: nowMs - withUnitMs }),
      },
    ],
  ])

const reviewed = (outcome: 'approve' | 'refuse', treatment: 'hash' | 'drop' = 'hash'): ReviewDecision => ({
  event: 'buy',
  property: 'email',
  type: 'string',
  privacy: { ...email, treatment },
  outcome,
  reason: 'looked at',
  at: '2026-11-01T00:00:00.000Z',
  by: 'privacy',
})

describe('a measurement plan', () => {
  it('is ready when everything it reads arrives', () => {
    const plan = planFor(['rate', 'revenue', 'basket'])
    expect(plan).toMatchObject({ goal: 'more purchases', status: 'ready', unit: { field: 'user_id', status: 'ready' } })
    expect(plan.metrics.map(({ status }) => status)).toEqual(['ready', 'ready', 'ready'])
    expect(plan.metrics[2]?.events.map(({ event }) => event)).toEqual(['buy', 'visit'])
    expect(plan.metrics[0]?.events[0]?.lastSeen).toBe('2026-11-23T07:59:00.000Z')
    expect(unreadyIn(plan)).toEqual([])
    expect(startWith(plan, undefined)).toEqual({ startedUnready: undefined })
  })

  it('misses metrics, events and properties that are not defined', () => {
    const plan = planFor(['unknown', 'undefined', 'gone'])
    expect(plan.metrics.map(({ status }) => status)).toEqual(['missing', 'missing', 'missing'])
    expect(unreadyIn(plan)).toEqual([
      { metric: 'unknown', status: 'missing', detail: 'there is no metric unknown' },
      { metric: 'undefined', event: 'never', status: 'missing', detail: 'it is not defined' },
      { metric: 'gone', event: 'buy', status: 'missing', detail: 'it has no property tax' },
    ])
  })

  it('is missing when nobody wrote down what to measure, or what is shared out', () => {
    expect(planFor([])).toMatchObject({ status: 'missing', metrics: [] })
    expect(unreadyIn(planFor([]))).toMatchObject([{ status: 'missing', detail: expect.stringMatching(/no metric/) }])
    const plan = planFor(['rate'], { unit: { unit: 'account', field: undefined } })
    expect(plan).toMatchObject({ status: 'missing', unit: { unit: 'account', status: 'missing' } })
    expect(startWith(plan, undefined)).toMatchObject({ blocked: [{ path: '/unit' }] })
  })

  it('waits for events for as long as their definition allows, or seven days', () => {
    const statusOf = (metric: string, event: string, silentMs: number) =>
      planFor([metric], { arrivals: arrived(event, silentMs) }).metrics[0]?.events.find(one => one.event === event)
        ?.status
    expect(statusOf('rate', 'buy', 7 * dayMs)).toBe('ready')
    expect(statusOf('rate', 'buy', 7 * dayMs + 1)).toBe('not-arriving')
    expect(statusOf('basket', 'visit', 15 * minuteMs)).toBe('ready')
    expect(statusOf('basket', 'visit', 15 * minuteMs + 1)).toBe('not-arriving')
    const never = planFor(['rate'], { arrivals: new Map() })
    expect(never.metrics[0]?.events[0]).toEqual({
      event: 'buy',
      status: 'not-arriving',
      detail: 'it never arrived in production',
    })
  })

  it('asks that events say which unit they are of, as far as units are shared out', () => {
    const without = new Map([['buy', { lastReceivedMs: nowMs }]])
    expect(planFor(['rate'], { arrivals: without }).metrics[0]).toMatchObject({
      status: 'missing',
      events: [{ detail: 'it arrives without user_id, so no outcome belongs to an exposed unit' }],
    })
    expect(planFor(['rate'], { arrivals: arrived('buy', 0, 8 * dayMs) }).status).toBe('not-arriving')
    expect(planFor(['rate'], { arrivals: without, unit: undefined }).status).toBe('ready')
  })

  it('waits for the review of personal properties that are read, and of no others', () => {
    expect(planFor(['revenue']).status).toBe('ready')
    expect(planFor(['known-buyers'])).toMatchObject({ status: 'unreviewed' })
    expect(planFor(['known-buyers'], { decisions: [reviewed('refuse')] })).toMatchObject({ status: 'unreviewed' })
    // What is stored of the e-mail is a hash, which no filter by e-mails ever meets.
    expect(planFor(['known-buyers'], { decisions: [reviewed('approve')] }).metrics[0]?.events[0]).toMatchObject({
      status: 'missing',
      detail: expect.stringMatching(/hash/),
    })
  })

  it('is unhealthy while an incident is open about what is read', () => {
    const incident = { event: 'buy', detail: '80 % less than in past weeks' }
    expect(planFor(['rate'], { incidents: [incident] })).toMatchObject({ status: 'unhealthy' })
    expect(planFor(['rate'], { incidents: [{ ...incident, property: 'amount' }] }).status).toBe('ready')
    expect(planFor(['revenue'], { incidents: [{ ...incident, property: 'amount' }] }).status).toBe('unhealthy')
    expect(planFor(['rate'], { incidents: [{ ...incident, event: 'visit' }] }).status).toBe('ready')
  })

  it('needs no event that only ends the paths of a funnel', () => {
    const funnel = planFor(['checkout']).metrics[0]
    expect(funnel?.status).toBe('ready')
    expect(funnel?.events.find(({ event }) => event === 'refund')?.status).toBe('ready')
  })

  it('counts any event where a metric reads any', () => {
    expect(planFor(['daily'], { unit: undefined }).status).toBe('ready')
    expect(planFor(['daily'], { unit: undefined, arrivals: new Map() }).status).toBe('not-arriving')
    expect(planFor(['daily'], { unit: undefined, arrivals: arrived('visit', 8 * dayMs) }).status).toBe('not-arriving')
  })

  it('is as ready as its least ready part', () => {
    const incidents = [{ event: 'buy', detail: 'odd' }]
    expect(planFor(['rate', 'basket'], { incidents, arrivals: arrived('buy', 0) }).status).toBe('not-arriving')
    expect(planFor(['rate', 'known-buyers'], { incidents }).status).toBe('unreviewed')
    expect(planFor(['known-buyers', 'gone'], { incidents }).status).toBe('missing')
    expect(planFor(['rate'], { incidents, arrivals: arrived('buy', 0) }).status).toBe('unhealthy')
  })
})

describe('any measurement plan', () => {
  const some = fc.record({
    names: fc.subarray([...metrics.keys(), 'unknown']),
    silences: fc.dictionary(fc.constantFrom(...events.keys()), fc.integer({ min: 0, max: 10 * dayMs })),
    withUnit: fc.boolean(),
    decisions: fc.subarray([reviewed('approve'), reviewed('refuse')]),
    incidents: fc.array(
      fc.record({
        event: fc.constantFrom(...events.keys()),
        property: fc.constantFrom(undefined, 'amount', 'email'),
        detail: fc.constant('odd'),
      }),
      { maxLength: 3 },
    ),
  })
  type Given = typeof some extends fc.Arbitrary<infer One> ? One : never
  const planOf = ({ names, silences, withUnit, ...rest }: Given, more: Partial<Measurable> = {}) => {
    const arrivals = new Map(
      Object.entries(silences).map(([event, silentMs]) => {
        const lastReceivedMs = nowMs - silentMs
        return [event, withUnit ? { lastReceivedMs, lastWithUnitMs: lastReceivedMs } : { lastReceivedMs }]
      }),
    )
    return planFor(names, { arrivals, ...rest, ...more })
  }

  it('is ready exactly when nothing is missing, and a reason lets everything start', () => {
    fc.assert(
      fc.property(some, given => {
        const plan = planOf(given)
        const missing = unreadyIn(plan)
        expect(plan.status === 'ready').toBe(missing.length === 0)
        expect(missing.map(({ status }) => status)).not.toContain('ready')
        expect('blocked' in startWith(plan, undefined)).toBe(missing.length > 0)
        expect(startWith(plan, 'because')).toEqual({
          startedUnready: missing.length === 0 ? undefined : { reason: 'because', missing },
        })
      }),
    )
  })

  it('is never readier for an incident more', () => {
    const order = ['missing', 'unreviewed', 'not-arriving', 'unhealthy', 'ready']
    fc.assert(
      fc.property(some, fc.constantFrom(...events.keys()), (given, event) => {
        const before = planOf(given)
        const after = planOf(given, { incidents: [...given.incidents, { event, detail: 'more' }] })
        expect(order.indexOf(after.status)).toBeLessThanOrEqual(order.indexOf(before.status))
      }),
    )
  })
})

describe('starting', () => {
  const unready = planFor(['rate', 'revenue'], { arrivals: new Map() })

  it('without readiness is refused, each thing once with its place', () => {
    expect(startWith(unready, undefined)).toEqual({
      blocked: [{ path: '/metrics/0', message: 'rate needs buy: it never arrived in production' }],
    })
    expect(startWith(unready, '  ')).toHaveProperty('blocked')
  })

  it('takes a reason instead, and keeps what was missing', () => {
    expect(startWith(unready, 'first day')).toEqual({
      startedUnready: {
        reason: 'first day',
        missing: [{ metric: 'rate', event: 'buy', status: 'not-arriving', detail: 'it never arrived in production' }],
      },
    })
  })
})
