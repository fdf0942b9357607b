import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exposureEvent } from '../../src/contract/event.ts'
import type { Occurrence } from '../../src/contract/metric.ts'
import { branchesOf } from '../../src/core/metrics/funnel-kinds.ts'
import { interpret, interpretBy, type PlainEvent } from '../../src/core/metrics/interpret.ts'
import { interpretSeries } from '../../src/core/metrics/interpret-series.ts'
import type { FunnelMetric, Plan, PlannedMetric, SeriesPoint } from '../../src/core/metrics/plan.ts'
import { compilePlan, planAnswer, segmentAnswers } from '../../src/store/events/compile-plan.ts'
import { compileSeries, seriesAnswer } from '../../src/store/events/compile-series.ts'
import { expectSameAnswer } from '../core/metrics/same-answer.ts'
import { type EventTables, openEventTables, project } from './event-tables.ts'

const dayMs = 86_400_000
const fromMs = Date.parse('2026-03-01T00:00:00Z')
const names = ['cart_opened', 'payment_sent', 'purchase_complete'] as const

let tables: EventTables
beforeAll(async () => {
  tables = await openEventTables(names)
})
afterAll(() => tables.close())

const base: Plan = {
  project,
  environment: 'production',
  unitField: 'user_id',
  experiment: 'checkout',
  phase: 1,
  variants: ['standard', 'simple'],
  fromMs,
  untilMs: fromMs + 4 * dayMs,
  windowMs: null,
  prePeriodMs: 0,
  terms: [],
  metrics: [],
}

const environment = fc.constantFrom(...new Array(9).fill('production'), 'staging')
// Bursts: events of the same moment, of moments just within and just beyond the tolerance, and far later ones.
const timeMs = fc
  .tuple(
    fc.integer({ min: -1, max: 5 }),
    fc.constantFrom(0, 0, 1, 500, 1_000, 1_500, 1_999, 2_000, 2_001, 3_000, 60_000, 3_600_000),
  )
  .map(([half, offset]) => fromMs + (half * dayMs) / 2 + offset)
const properties = fc.record({
  amount: fc.oneof(
    fc.constant(null),
    fc.constantFrom(1, 2, 3),
    fc.integer({ min: 0, max: 640 }).map(n => n / 64),
  ),
  number: fc.option(fc.integer({ min: 0, max: 3 })),
  after: fc.constantFrom('red', 'blue', "o'hara", null),
  arm: fc.option(fc.boolean()),
})
/** What so many users did: a few have done a lot each, or many a little. */
function everythingOf(count: number): fc.Arbitrary<PlainEvent[]> {
  const users = Array.from({ length: count }, (_, n) => `user-with-a-long-name-${n}`)
  const units = fc.constantFrom(...users).map(user_id => ({ user_id, device_id: null }))
  const outcome: fc.Arbitrary<PlainEvent> = fc.record({
    event: fc.constantFrom(...names),
    environment,
    timeMs,
    units,
    properties,
  })
  const exposure: fc.Arbitrary<PlainEvent> = fc.record({
    event: fc.constant(exposureEvent),
    environment,
    timeMs,
    units,
    context: fc.constantFrom({}, { country: 'DE' }, { country: 'FR' }),
    properties: fc.record({
      experiment: fc.constant('checkout'),
      phase: fc.constantFrom(1, 1, 1, 2),
      variant: fc.constantFrom('standard', 'simple', 'gone'),
    }),
  })
  const steadyExposure = exposure.map(event => ({
    ...event,
    properties: {
      ...event.properties,
      variant: users.indexOf(event.units.user_id ?? '') % 2 === 0 ? 'standard' : 'simple',
    },
  }))
  return fc
    .tuple(
      fc.array(outcome, { minLength: 80, maxLength: 220, size: 'max' }),
      fc.array(steadyExposure, { minLength: 10 + count, maxLength: 20 + count, size: 'max' }),
      fc.array(exposure, { maxLength: 2 }),
    )
    .map(parts => parts.flat())
}
const everything = everythingOf(7)

const where = fc.constantFrom<Occurrence['where'][]>(
  undefined,
  undefined,
  undefined,
  { after: ['red'] },
  { after: ['blue', "o'hara"] },
  { after: ['red', 'blue'] },
  { number: [0, 1] },
  { arm: [true] },
)
const occurrence: fc.Arbitrary<Occurrence> = fc
  .tuple(fc.constantFrom(...names), where)
  .map(([event, filter]) => (filter === undefined ? { event } : { event, where: filter }))
const funnel: fc.Arbitrary<FunnelMetric> = fc
  .record({
    metric: fc.constant('funnel'),
    kind: fc.constant('funnel' as const),
    steps: fc.array(occurrence, { minLength: 2, maxLength: 4, size: 'max' }),
    exclude: fc.array(occurrence, { maxLength: 2, size: 'small' }),
    windowMs: fc.constantFrom(1_000, 3_000, dayMs / 2, dayMs, 2 * dayMs),
  })
  .filter(({ steps }) => branchesOf(steps) !== undefined)
const retention: fc.Arbitrary<PlannedMetric> = fc.record({
  metric: fc.constant('retention'),
  kind: fc.constant('retention' as const),
  back: occurrence,
  day: fc.constantFrom(1, 1, 2, 3),
})
const q = fc.constantFrom(0.5, 0.45, 0.6, 0.375, 0.7, 0.123)
const unitQuantile: fc.Arbitrary<PlannedMetric> = fc.record({
  metric: fc.constant('units'),
  kind: fc.constant('quantile' as const),
  level: fc.constant('unit' as const),
  q,
  y: fc.constant(0),
})
const eventQuantile: fc.Arbitrary<PlannedMetric> = fc.record({
  metric: fc.constant('events'),
  kind: fc.constant('quantile' as const),
  level: fc.constant('event' as const),
  q,
  event: fc.constantFrom(...names),
  property: fc.constantFrom('amount', 'number', 'after'),
  where: fc.constantFrom<NonNullable<Occurrence['where']>[]>({}, { after: ['red', 'blue'] }),
})
const mean = fc.constant<PlannedMetric>({ metric: 'mean', kind: 'mean', y: 0, z: null, cap: 0.9 })

const planWith = (metrics: fc.Arbitrary<PlannedMetric[]>): fc.Arbitrary<Plan> =>
  fc
    .record({
      untilMs: fc.constantFrom(fromMs + 2 * dayMs, fromMs + 3 * dayMs + 1_000, fromMs + 6 * dayMs),
      windowMs: fc.constantFrom(null, null, dayMs / 2, 2 * dayMs, 2_500),
      prePeriodMs: fc.constantFrom(0, dayMs),
      event: fc.constantFrom(...names),
      metrics,
    })
    .map(({ event, ...fields }) => ({
      ...base,
      ...fields,
      terms: [{ event, aggregate: 'sum', property: 'amount', where: {} }],
    }))

/** Compares engine and interpreter on the whole and by segments, and says what the interpreter found. */
async function agreeing(plan: Plan, events: readonly PlainEvent[]) {
  await tables.fill(events)
  const wanted = interpret(plan, events)
  expectSameAnswer(planAnswer(plan, await tables.rowsOf(compilePlan(plan))), wanted)
  const dimension = { kind: 'context' as const, field: 'country' }
  const found = segmentAnswers(plan, await tables.rowsOf(compilePlan(plan, dimension)))
  const segments = interpretBy(plan, dimension, events)
  expect(found.map(({ segment }) => segment)).toEqual(segments.map(({ segment }) => segment))
  for (const [i, { answer }] of segments.entries())
    expectSameAnswer(found[i]?.answer ?? { units: [], excluded: 0, metrics: [] }, answer)
  return wanted
}

/** Units and successes of every point, as whole numbers. */
function countsOf(points: readonly SeriesPoint[]) {
  return points.map(({ day, arms }) => [day, ...arms.map(({ n, means: [share = 0] }) => [n, Math.round(n * share)])])
}

describe('what a plan compiles to', () => {
  it('follows funnels as the interpreter does, ties, exclusions and overlapping steps included', async () => {
    const reached = new Set<number>()
    let immature = 0
    await fc.assert(
      fc.asyncProperty(planWith(fc.tuple(funnel, funnel)), everything, async (plan, events) => {
        for (const { arms } of (await agreeing(plan, events)).metrics) {
          for (const arm of arms) {
            for (const [step, taken] of (arm.steps ?? []).entries()) if (taken > 0) reached.add(step + 1)
            immature += arm.immature ?? 0
          }
        }
      }),
      { numRuns: 50 },
    )
    expect([...reached].sort()).toEqual([1, 2, 3, 4])
    expect(immature).toBeGreaterThan(0)
  })

  it('finds who came back, and who cannot be known yet, as the interpreter does', async () => {
    let [returned, immature] = [0, 0]
    await fc.assert(
      fc.asyncProperty(planWith(fc.tuple(retention, retention)), everything, async (plan, events) => {
        for (const { arms } of (await agreeing(plan, events)).metrics) {
          for (const arm of arms) {
            returned += arm.n * (arm.means[0] ?? 0)
            immature += arm.immature ?? 0
          }
        }
      }),
      { numRuns: 25 },
    )
    expect(returned).toBeGreaterThan(0)
    expect(immature).toBeGreaterThan(0)
  })

  it('takes quantiles of units and of events as the interpreter does', async () => {
    let known = 0
    await fc.assert(
      fc.asyncProperty(
        planWith(fc.tuple(unitQuantile, eventQuantile, mean)),
        everythingOf(60),
        async (plan, events) => {
          for (const { arms } of (await agreeing(plan, events)).metrics)
            for (const { order } of arms) if (order !== undefined && order.lower !== null) known++
        },
      ),
      { numRuns: 25 },
    )
    expect(known).toBeGreaterThan(0)
  })

  it('answers all kinds at once, for units that arrive too', async () => {
    const all = fc.tuple(mean, funnel, retention, unitQuantile, eventQuantile)
    await fc.assert(
      fc.asyncProperty(planWith(all), everything, async (plan, events) => {
        const arriving = { ...plan, arrival: 'cart_opened', variants: ['standard'] }
        await tables.fill(events)
        const found = planAnswer(arriving, await tables.rowsOf(compilePlan(arriving)))
        expectSameAnswer(found, interpret(arriving, events))
      }),
      { numRuns: 20 },
    )
  })

  it('answers over time what the interpreter answers', async () => {
    const seen = new Set<string>()
    await fc.assert(
      fc.asyncProperty(planWith(fc.tuple(funnel, retention)), everything, async (plan, events) => {
        await tables.fill(events)
        for (const place of [0, 1]) {
          const found = seriesAnswer(plan, place, await tables.rowsOf(compileSeries(plan, place, null)))
          const wanted = interpretSeries(plan, place, null, events)
          for (const part of ['cumulative', 'daily', 'sinceExposure'] as const) {
            expect(countsOf(found[part])).toEqual(countsOf(wanted[part]))
            if (wanted[part].some(({ arms }) => arms.some(({ means: [share = 0] }) => share > 0)))
              seen.add(`${place} ${part}`)
          }
        }
      }),
      { numRuns: 25 },
    )
    expect(seen.size).toBe(6)
  })

  it('answers a population that is empty', async () => {
    const [metrics] = fc.sample(fc.tuple(mean, funnel, retention, unitQuantile, eventQuantile), { numRuns: 1, seed: 1 })
    await agreeing(
      { ...base, terms: [{ event: names[0], aggregate: 'count', property: null, where: {} }], metrics: metrics ?? [] },
      [],
    )
  })
})
