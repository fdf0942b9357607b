import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exposureEvent } from '../../../src/contract/event.ts'
import { MetricFormula } from '../../../src/contract/metric.ts'
import type { BucketSize } from '../../../src/contract/query.ts'
import { entriesOf, funnelOf } from '../../../src/core/metrics/funnel.ts'
import { interpret, type PlainEvent } from '../../../src/core/metrics/interpret.ts'
import { bucketsOf, calendarOf, windowStartOf } from '../../../src/core/metrics/product-calendar.ts'
import { createFunnelFold } from '../../../src/core/metrics/product-funnel.ts'
import { interpretProduct } from '../../../src/core/metrics/product-interpret.ts'
import { type Mark, markedEntries } from '../../../src/core/metrics/product-paths.ts'
import type { ProductPlan } from '../../../src/core/metrics/product-plan.ts'
import {
  activeOracle,
  bucketIn,
  dateIn,
  dayMs,
  funnelOracle,
  hourMs,
  retentionOracle,
  type Sent,
} from '../../reports/query-oracle.ts'
import * as worked from './worked-example.ts'

const monday = Date.parse('2026-03-02T00:00:00Z')

type Asked = Partial<Omit<ProductPlan, 'formula'>> & {
  formula: unknown
  size?: BucketSize
  timeZone?: string
  fromMs?: number
  untilMs?: number
}

function planOf({
  formula: given,
  size = 'day',
  timeZone = 'UTC',
  fromMs = monday,
  untilMs = monday + 7 * dayMs,
  ...more
}: Asked): ProductPlan {
  const formula = MetricFormula.parse(given)
  const calendar = calendarOf(timeZone)
  if (calendar === undefined) throw new Error(timeZone)
  const buckets = bucketsOf(calendar, size, fromMs, untilMs, 10_000)
  return {
    project: 'shop',
    environment: 'production',
    unitField: 'user_id',
    formula,
    buckets,
    windows: formula.kind === 'active' ? buckets.map(({ endMs }) => windowStartOf(calendar, endMs, formula.days)) : [],
    knownMs: untilMs,
    member: null,
    events: [exposureEvent, 'visit', 'buy'],
    dimension: null,
    ...more,
  }
}

function plain({ event, timeMs, user, country, amount, plan }: Sent, environment = 'production'): PlainEvent {
  return {
    event,
    environment,
    timeMs,
    units: { user_id: user },
    context: country === undefined ? {} : { country },
    properties: { amount: amount ?? null, plan: plan ?? null },
  }
}

const on = (day: number, hour: number, event: string, user: string, more: Partial<Sent> = {}) =>
  plain({ event, timeMs: monday + day * dayMs + hour * hourMs, user, ...more })

/** Two days of four people, small enough to count by hand. */
const two = [
  // Monday: ada buys for 10 and 30, bob only looks, cem buys for 100, dan meets an experiment and nothing else.
  on(0, 9, 'visit', 'ada', { country: 'DE' }),
  on(0, 10, 'buy', 'ada', { amount: 10, plan: 'free' }),
  on(0, 11, 'buy', 'ada', { amount: 30, plan: 'paid' }),
  on(0, 23.999, 'visit', 'bob', { country: 'FR' }),
  on(0, 12, 'buy', 'cem', { amount: 100, plan: 'paid', country: 'DE' }),
  on(0, 13, exposureEvent, 'dan'),
  // Tuesday: bob buys something that has no amount; staging and events without a user count nowhere.
  on(1, 0, 'buy', 'bob', { country: 'IT' }),
  plain({ event: 'buy', timeMs: monday + dayMs, user: 'eve', amount: 1000 }, 'staging'),
  { ...on(1, 1, 'buy', 'x', { amount: 1000 }), units: { device_id: 'd' } },
]
const untilMs = monday + 2 * dayMs
const total = { event: 'buy', property: 'amount' }
const numbers = (asked: Asked) =>
  interpretProduct(planOf({ untilMs, ...asked }), two).map(({ bucket, segment, units, value }) => [
    bucket,
    ...(segment === null ? [] : [segment]),
    units,
    value,
  ])

describe('the meaning of a product plan', () => {
  it('counts every unit seen in a bucket, exposures included', () => {
    expect(numbers({ formula: { kind: 'proportion', event: 'buy' } })).toEqual([
      [0, 4, 0.5],
      [1, 1, 1],
    ])
    expect(numbers({ formula: { kind: 'mean', total } })).toEqual([
      [0, 4, 35],
      [1, 1, 0],
    ])
    expect(numbers({ formula: { kind: 'mean', total: { event: 'buy' } } })).toEqual([
      [0, 4, 0.75],
      [1, 1, 1],
    ])
    expect(numbers({ formula: { kind: 'ratio', numerator: total, denominator: { event: 'buy' } } })).toEqual([
      [0, 4, 140 / 3],
      [1, 1, 0],
    ])
  })

  it('caps the totals of a bucket at the quantile of that bucket, zeros included', () => {
    // Totals 0, 0, 40, 100: the quantile 5/6 lies halfway between 40 and 100.
    expect(numbers({ formula: { kind: 'mean', total, cap: 5 / 6 } })).toEqual([
      [0, 4, (40 + 70) / 4],
      [1, 1, 0],
    ])
  })

  it('takes quantiles over values or over units', () => {
    const quantile = { kind: 'quantile', event: 'buy', property: 'amount', q: 0.5 }
    expect(numbers({ formula: quantile })).toEqual([
      [0, 4, 30],
      [1, 1, null],
    ])
    expect(numbers({ formula: { ...quantile, level: 'unit' } })).toEqual([
      [0, 4, 20],
      [1, 1, 0],
    ])
  })

  it('is of whoever has the event of a population', () => {
    const member = { event: 'buy', where: { plan: ['paid'] } }
    expect(numbers({ formula: { kind: 'mean', total }, member })).toEqual([[0, 2, 70]])
  })

  it('tells units apart by the earliest value said in the bucket', () => {
    const formula = { kind: 'mean', total }
    expect(numbers({ formula, dimension: { kind: 'context', field: 'country' } })).toEqual([
      [0, 'DE', 2, 70],
      [0, '(unknown)', 1, 0],
      [0, 'FR', 1, 0],
      [1, 'IT', 1, 0],
    ])
    expect(numbers({ formula, dimension: { kind: 'property', event: 'buy', property: 'plan' } })).toEqual([
      [0, '(unknown)', 2, 0],
      [0, 'free', 1, 40],
      [0, 'paid', 1, 100],
      [1, '(unknown)', 1, 0],
    ])
  })

  it('looks back over days that lie before the first bucket', () => {
    const asked = { fromMs: monday + dayMs, formula: { kind: 'active', days: 2 } }
    expect(numbers(asked)).toEqual([[0, 4, 4]])
    expect(numbers({ ...asked, formula: { kind: 'active', event: 'buy', days: 2 } })).toEqual([[0, 3, 3]])
  })

  it('knows nothing of what happened later, and says what is not over', () => {
    const asked = { formula: { kind: 'retention', event: 'visit', day: 1 }, untilMs: monday + dayMs }
    const cells = (knownMs: number) =>
      interpretProduct(planOf({ ...asked, knownMs }), [...two, on(1, 9.5, 'visit', 'ada')]).map(
        ({ units, value, denominator, immature }) => ({ units, value, denominator, immature }),
      )
    expect(cells(monday + 2 * dayMs)).toEqual([{ units: 2, value: null, denominator: 0, immature: 2 }])
    expect(cells(monday + 2 * dayMs + 9 * hourMs)).toEqual([{ units: 2, value: 1, denominator: 1, immature: 1 }])
    expect(cells(monday + 3 * dayMs)).toEqual([{ units: 2, value: 0.5, denominator: 2, immature: 0 }])
  })

  it('follows a funnel out of its bucket, and once per unit', () => {
    const formula = { kind: 'funnel', steps: [{ event: 'visit' }, { event: 'buy' }], windowDays: 1 }
    const cells = interpretProduct(planOf({ formula, untilMs, knownMs: untilMs }), [...two, on(0, 20, 'visit', 'ada')])
    expect(cells).toMatchObject([
      // Ada's second visit leads nowhere yet; her first went all the way. Bob bought after midnight.
      { bucket: 0, units: 2, value: 1, immature: 0, steps: [2, 2] },
    ])
    const early = interpretProduct(planOf({ formula, untilMs, knownMs: monday + dayMs }), two)
    expect(early).toMatchObject([{ units: 2, value: 0.5, immature: 1, steps: [2, 1] }])
  })
})

const sent: fc.Arbitrary<Sent[]> = fc.array(
  fc.record({
    event: fc.constantFrom('view', 'view', 'cart', 'buy', 'leave'),
    timeMs: fc.oneof(
      fc.integer({ min: -48, max: 96 }).map(hours => monday + hours * hourMs),
      fc
        .tuple(fc.integer({ min: 0, max: 12 }), fc.constantFrom(-2000, -1999, -1, 1, 1999, 2000))
        .map(([hours, step]) => monday + hours * hourMs + step),
    ),
    user: fc.constantFrom('a', 'b', 'c', 'd'),
  }),
  { maxLength: 36, size: 'max' },
)
const size = fc.constantFrom<BucketSize[]>('hour', 'day', 'week', 'month', 'all')
const timeZone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu')

describe('the interpreter and a brute force that shares nothing with it', () => {
  it('agree on funnels', () => {
    const steps = fc.constantFrom<string[][]>(
      ['view', 'buy'],
      ['view', 'cart', 'buy'],
      ['view', 'view', 'buy'],
      ['view', 'cart', 'view', 'buy'],
    )
    const windowDays = fc.constantFrom(0.05, 0.5, 1)
    fc.assert(
      fc.property(
        sent,
        size,
        timeZone,
        steps,
        windowDays,
        fc.boolean(),
        (given, bucket, zone, names, window, exclusive) => {
          const exclude = exclusive ? ['leave'] : []
          const formula = {
            kind: 'funnel',
            steps: names.map(event => ({ event })),
            exclude: exclude.map(event => ({ event })),
            windowDays: window,
          }
          const plan = planOf({
            formula,
            size: bucket,
            timeZone: zone,
            untilMs: monday + 3 * dayMs,
            knownMs: monday + 9 * dayMs,
          })
          const inside = (ms: number) => ms >= monday && ms < monday + 3 * dayMs
          const bucketOf = (ms: number) => (inside(ms) ? bucketIn(zone, bucket, ms) : 'outside')
          const wanted = funnelOracle(given, bucketOf, { steps: names, exclude, windowMs: window * dayMs })
          wanted.delete('outside')
          const cells = interpretProduct(
            plan,
            given.map(one => plain(one)),
          )
          const found = cells.map(cell => [bucketOf(plan.buckets[cell.bucket]?.startMs ?? 0), cell.steps] as const)
          expect(new Map(found)).toEqual(wanted)
        },
      ),
      { numRuns: 400 },
    )
  })

  it('agree on retention', () => {
    fc.assert(
      fc.property(
        sent,
        size,
        timeZone,
        fc.constantFrom(1, 2),
        fc.constantFrom(60, 80, 500),
        (given, bucket, zone, day, hours) => {
          const nowMs = monday + hours * hourMs
          const formula = { kind: 'retention', event: 'buy', start: { event: 'view' }, day }
          const plan = planOf({ formula, size: bucket, timeZone: zone, untilMs: monday + 3 * dayMs, knownMs: nowMs })
          const known = given.filter(({ timeMs }) => timeMs < nowMs)
          const starts = known.filter(
            ({ event, timeMs }) => event !== 'view' || (timeMs >= monday && timeMs < monday + 3 * dayMs),
          )
          const bucketOf = (ms: number) => bucketIn(zone, bucket, ms)
          const wanted = retentionOracle(starts, bucketOf, { start: 'view', back: 'buy', day, nowMs })
          const found = interpretProduct(
            plan,
            given.map(one => plain(one)),
          ).map(
            cell =>
              [
                bucketOf(plan.buckets[cell.bucket]?.startMs ?? 0),
                [cell.units, cell.denominator, cell.numerator],
              ] as const,
          )
          expect(new Map(found)).toEqual(wanted)
        },
      ),
      { numRuns: 400 },
    )
  })

  it('agree on active units', () => {
    fc.assert(
      fc.property(sent, timeZone, fc.constantFrom(1, 2, 7), (given, zone, days) => {
        const fromMs = calendarOf(zone)?.startOf(monday) ?? monday
        const plan = planOf({
          formula: { kind: 'active', days },
          timeZone: zone,
          fromMs,
          events: ['view', 'cart', 'buy', 'leave'],
        })
        const counts = new Map(
          interpretProduct(
            plan,
            given.map(one => plain(one)),
          ).map(one => [one.bucket, one.value]),
        )
        for (const [place, { startMs, endMs }] of plan.buckets.entries()) {
          const known = given.filter(({ timeMs }) => timeMs < endMs)
          expect(counts.get(place) ?? 0).toBe(activeOracle(known, zone, dateIn(zone, startMs), days))
        }
      }),
      { numRuns: 100 },
    )
  })
})

describe("an experiment's units of one bucket", () => {
  it('are those first exposed in it, with all that they did', () => {
    // Ada and Bob met the control and Dan the other variant before hour 4; Eve, Cem and Fay came later.
    const before = interpret({ ...worked.plan, enteredUntilMs: worked.plan.fromMs + 4 * hourMs }, worked.events)
    expect([before.units, before.excluded]).toEqual([[2, 1], 0])
    expect(before.metrics[0]?.arms.map(({ means }) => means[0])).toEqual([30, 60])
  })
})

describe('a fold of more values than can be held', () => {
  it('says so', () => {
    const formula = { kind: 'funnel', steps: [{ event: 'visit' }, { event: 'buy' }] }
    const fold = (values: number) => {
      const one = createFunnelFold(
        planOf({ formula, dimension: { kind: 'property', event: 'visit', property: 'plan' } }),
      )
      for (let unit = 0; unit < values; unit++) one.add(unit, monday, 1, `v${unit}`)
      return one.cells()
    }
    expect(fold(100_001)).toBe('too-many-segments')
    expect(fold(1000)).toHaveLength(21)
  })
})

describe('entries of marks', () => {
  it('are the entries of the events they stand for', () => {
    const formula = MetricFormula.parse({
      kind: 'funnel',
      steps: [{ event: 'view' }, { event: 'cart' }, { event: 'view', where: { plan: ['paid'] } }, { event: 'buy' }],
      exclude: [{ event: 'leave' }, { event: 'cart', where: { plan: ['paid'] } }],
      windowDays: 1,
    })
    if (formula.kind !== 'funnel') throw new Error(formula.kind)
    const simple = { ...formula, steps: formula.steps.filter(step => step.where === undefined) }
    const plans = fc.array(fc.constantFrom('free', 'paid'), { minLength: 36, maxLength: 36 })
    fc.assert(
      fc.property(
        sent,
        plans,
        fc.constantFrom(formula, simple),
        fc.constantFrom(12, 30, 500),
        (given, kinds, asked, hours) => {
          const knownMs = monday + hours * hourMs
          const events = given
            .map((one, place) => plain({ ...one, plan: kinds[place] ?? 'free' }))
            .filter(({ timeMs }) => timeMs < knownMs)
          const bits = [...asked.steps, ...(asked.exclude ?? [])]
          const marks: Mark[] = events.map(one => ({
            timeMs: one.timeMs,
            said: null,
            mask: bits.reduce((mask, { event, where }, place) => {
              const fits = one.event === event && (where === undefined || one.properties.plan === 'paid')
              return fits ? mask | (1 << place) : mask
            }, 0),
          }))
          const wanted = entriesOf(funnelOf(asked), events, knownMs).map(({ first, furthest, immature }) => ({
            timeMs: first.timeMs,
            said: null,
            furthest,
            immature,
          }))
          expect(markedEntries(funnelOf(asked), marks, knownMs)).toEqual(wanted)
        },
      ),
      { numRuns: 1000 },
    )
  })
})
