import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exposureEvent } from '../../src/contract/event.ts'
import { interpret, interpretBy, interpretTotals, type PlainEvent } from '../../src/core/metrics/interpret.ts'
import { interpretSeries } from '../../src/core/metrics/interpret-series.ts'
import type { Dimension, Plan, PlanAnswer, SeriesPoint, Term } from '../../src/core/metrics/plan.ts'
import { compilePlan, planAnswer, segmentAnswers } from '../../src/store/events/compile-plan.ts'
import { compileSeries, seriesAnswer } from '../../src/store/events/compile-series.ts'
import { compileTotals, totalsAnswer } from '../../src/store/events/compile-totals.ts'
import { tableOf } from '../../src/store/events/table.ts'
import { expectSameAnswer } from '../core/metrics/same-answer.ts'
import * as worked from '../core/metrics/worked-example.ts'
import { type EventTables, openEventTables } from './event-tables.ts'

const dayMs = 86_400_000
const fromMs = Date.parse('2026-03-01T00:00:00Z')
const oddTexts = ['card', "o'hara", 'say "hi"', '', '5', 'ünï✓', '$1', '%', 'Ä\\', 'null']

let tables: EventTables
let connection: EventTables['connection']

beforeAll(async () => {
  tables = await openEventTables(['purchase_complete', 'page_view', 'select'])
  connection = tables.connection
})
afterAll(() => tables.close())

const fill: EventTables['fill'] = events => tables.fill(events)
const rowsOf: EventTables['rowsOf'] = compiled => tables.rowsOf(compiled)

async function answerOf(plan: Plan, events: readonly PlainEvent[]): Promise<PlanAnswer> {
  await fill(events)
  return planAnswer(plan, await rowsOf(compilePlan(plan)))
}

const base: Plan = {
  project: 'my-shop',
  environment: 'production',
  unitField: 'user_id',
  experiment: "it's",
  phase: 2,
  variants: ['control', 'simple', 'bold'],
  fromMs,
  untilMs: fromMs + 10 * dayMs,
  windowMs: null,
  prePeriodMs: 0,
  terms: [],
  metrics: [],
}

// Few moments, few units: ties, windows that end exactly on an event, and units in several variants are the rule.
const timeMs = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: -2, max: 12 }).map(quarter => fromMs + (quarter * dayMs) / 4) },
  fc
    .tuple(fc.integer({ min: -2, max: 12 }), fc.constantFrom(-1, 1))
    .map(([quarter, step]) => fromMs + (quarter * dayMs) / 4 + step),
  fc.integer({ min: fromMs - 2 * dayMs, max: fromMs + 11 * dayMs }),
)
const userIds = ["o'hara", 'say "hi"', '', ...Array.from({ length: 13 }, (_, n) => `user-with-a-long-name-${n}`)]
const units = fc.record({
  user_id: fc.constantFrom(...userIds, null),
  device_id: fc.constantFrom('d1', 'd2', 'd3', 'd4', 'd5', null),
})
const environment = fc.constantFrom(...new Array(9).fill('production'), 'staging')
// Dyadic amounts: sums are exact in any order, so that spreads can be compared however far the values are from 0.
const amount = fc.oneof(
  fc.constant(null),
  fc.integer({ min: -4096, max: 4096 }).map(n => n / 64),
  fc.constantFrom(0.5, 1),
  fc.integer({ min: 0, max: 4096 }).map(n => 1e9 + n / 1024),
)

const outcome: fc.Arbitrary<PlainEvent> = fc.record({
  event: fc.constantFrom('purchase_complete', 'page_view', 'select'),
  environment,
  timeMs,
  units,
  properties: fc.record({
    amount,
    number: fc.option(fc.integer({ min: -3, max: 5 })),
    after: fc.option(fc.constantFrom(...oddTexts)),
    arm: fc.option(fc.boolean()),
  }),
})
const exposure: fc.Arbitrary<PlainEvent> = fc.record({
  event: fc.constant(exposureEvent),
  environment,
  timeMs,
  units,
  context: fc.constantFrom({}, { country: 'DE' }, { country: 'FR' }, { country: "it's" }),
  properties: fc.record({
    experiment: fc.constantFrom("it's", "it's", "it's", 'its'),
    phase: fc.constantFrom(2, 2, 2, 1),
    variant: fc.constantFrom('control', 'simple', 'bold', 'gone'),
  }),
})
/** Exposures whose variant follows from the units, so that most units are in one arm. */
const steadyExposure = exposure.map(event => {
  const place = userIds.indexOf(event.units.user_id ?? '') % 3
  const variant = ['control', 'simple', 'bold'][place] ?? null
  return {
    ...event,
    units: { ...event.units, device_id: `d${place + 1}` },
    properties: { ...event.properties, variant },
  }
})

const some = <Value>(...values: Value[]) =>
  fc.array(fc.constantFrom(...values), { minLength: 1, maxLength: 4, size: 'max' })
const where: fc.Arbitrary<Term['where']> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  fc.record({ after: some<string | number>(...oddTexts, 5) }),
  fc.record({ number: some<string | number | boolean>(-1, 0, 1, 2, '3', '5', true, 0.5) }),
  fc.record({ arm: some<string | number | boolean>(true, false, 'true', '1', 1) }),
  fc.record({ amount: some<string | number | boolean>(0.5, 1, 1e9, '0.5', false) }),
  fc.record({ number: some<string | number>(0, 1, 2, 3), arm: some(true, false) }),
)
const term: fc.Arbitrary<Term> = fc
  .record({
    event: fc.constantFrom('purchase_complete', 'page_view', 'select'),
    aggregate: fc.constantFrom('any' as const, 'count' as const, 'sum' as const, 'sum' as const),
    property: fc.constantFrom('amount', 'amount', 'number', 'after', 'arm'),
    where,
  })
  .map(one => ({ ...one, property: one.aggregate === 'sum' ? one.property : null }))

const plan: fc.Arbitrary<Plan> = fc
  .record({
    unitField: fc.constantFrom('user_id', 'user_id', 'device_id'),
    variants: fc.constantFrom<string[]>(['control', 'simple'], ['control', 'simple', 'bold'], ['simple', 'control']),
    fromMs: fc.constantFrom(fromMs - dayMs, fromMs, fromMs, fromMs + 1),
    untilMs: fc.constantFrom(fromMs + 2 * dayMs, fromMs + 4 * dayMs, fromMs + 10 * dayMs, fromMs + 10 * dayMs + 1),
    windowMs: fc.constantFrom(null, dayMs / 4, 2 * dayMs, dayMs / 7, 0.5),
    prePeriodMs: fc.constantFrom(0, dayMs / 4, 3 * dayMs, 0.5),
    terms: fc.array(term, { minLength: 1, maxLength: 4, size: 'max' }),
  })
  .chain(fields => {
    const place = fc.nat({ max: fields.terms.length - 1 })
    const metric = fc.oneof(
      fc.record({
        kind: fc.constant('mean' as const),
        y: place,
        z: fc.constant(null),
        cap: fc.constantFrom(null, null, 0.9, 0.5, 0.999, 0.123),
      }),
      fc.record({ kind: fc.constant('ratio' as const), y: place, z: place, cap: fc.constant(null) }),
    )
    return fc.array(metric, { maxLength: 4, size: 'max' }).map(metrics => ({
      ...base,
      ...fields,
      metrics: metrics.map((one, index) => ({ ...one, metric: `m${index}` })),
    }))
  })

const everything = fc
  .tuple(
    fc.array(outcome, { minLength: 40, maxLength: 150, size: 'max' }),
    fc.array(exposure, { maxLength: 6, size: 'max' }),
    fc.array(steadyExposure, { minLength: 20, maxLength: 50, size: 'max' }),
  )
  .map(([outcomes, some, steady]) => [...steady, ...outcomes, ...some])

/** Equal units and means; a spread within what raw sums keep of values far from 0. */
function expectSamePoints(actual: readonly SeriesPoint[], wanted: readonly SeriesPoint[]): void {
  expect(actual.map(({ day, arms }) => [day, ...arms.map(({ n }) => n)])).toEqual(
    wanted.map(({ day, arms }) => [day, ...arms.map(({ n }) => n)]),
  )
  for (const [i, { arms }] of wanted.entries()) {
    for (const [arm, { n, means, comoments }] of arms.entries()) {
      const found = actual[i]?.arms[arm]
      const largest = Math.max(1, ...means.map(Math.abs))
      for (const [k, mean] of means.entries())
        expect(Math.abs((found?.means[k] ?? Number.NaN) - mean)).toBeLessThanOrEqual(1e-9 * largest)
      const scale = Math.max(1, ...comoments.map(Math.abs)) + n * n * largest * largest * 1e-6
      for (const [k, spread] of comoments.entries())
        expect(Math.abs((found?.comoments[k] ?? Number.NaN) - spread)).toBeLessThanOrEqual(1e-9 * scale)
    }
  }
}

describe('a compiled plan', () => {
  it('answers what the interpreter answers', async () => {
    await fc.assert(
      fc.asyncProperty(plan, everything, async (asked, given) => {
        expectSameAnswer(await answerOf(asked, given), interpret(asked, given))
      }),
      { numRuns: 150 },
    )
  })

  it('answers by segments what the interpreter answers', async () => {
    const dimension: fc.Arbitrary<Dimension> = fc.oneof(
      fc.constant({ kind: 'context' as const, field: 'country' }),
      fc.constant({ kind: 'experiment' as const, experiment: 'its', phase: 2 }),
      fc.record({
        kind: fc.constant('property' as const),
        event: fc.constantFrom('page_view', 'select'),
        property: fc.constantFrom('after', 'number'),
        measured: fc.constantFrom('before' as const, 'after' as const),
      }),
    )
    await fc.assert(
      fc.asyncProperty(plan, dimension, everything, async (asked, by, given) => {
        await fill(given)
        const found = segmentAnswers(asked, await rowsOf(compilePlan(asked, by)))
        const wanted = interpretBy(asked, by, given)
        expect(found.map(({ segment }) => segment)).toEqual(wanted.map(({ segment }) => segment))
        for (const [i, { answer }] of wanted.entries())
          expectSameAnswer(found[i]?.answer ?? { units: [], excluded: 0, metrics: [] }, answer)
      }),
      { numRuns: 60 },
    )
  })

  it('answers over time what the interpreter answers', async () => {
    await fc.assert(
      fc.asyncProperty(plan, everything, fc.constantFrom(null, 0.5, 3), async (asked, given, cap) => {
        if (asked.metrics.length === 0) return
        await fill(given)
        const found = seriesAnswer(asked, 0, await rowsOf(compileSeries(asked, 0, cap)))
        const wanted = interpretSeries(asked, 0, cap, given)
        for (const part of ['cumulative', 'daily', 'sinceExposure'] as const)
          expectSamePoints(found[part], wanted[part])
      }),
      { numRuns: 60 },
    )
  })

  it('answers for units that arrive, and over all units, what the interpreter answers', async () => {
    await fc.assert(
      fc.asyncProperty(plan, everything, async (asked, given) => {
        const arriving = { ...asked, arrival: 'page_view', variants: ['control'] }
        expectSameAnswer(await answerOf(arriving, given), interpret(arriving, given))
        const totals = totalsAnswer(asked, await rowsOf(compileTotals(asked)))
        for (const [i, total = null] of interpretTotals(asked, given).entries())
          expect(Math.abs((totals[i] ?? Number.NaN) - (total ?? Number.NaN))).toBeLessThanOrEqual(
            1e-9 * Math.max(1, Math.abs(total ?? 0)),
          )
      }),
      { numRuns: 40 },
    )
  })

  it('answers the worked example', async () => {
    const { plan: asked, events, answer } = worked
    const properties = { amount: null, number: null, after: null, arm: null }
    const given = events.map(event =>
      event.event === exposureEvent
        ? event
        : {
            ...event,
            properties: {
              ...properties,
              amount: event.properties.amount ?? null,
              after: event.properties.country ?? null,
            },
          },
    )
    const terms = asked.terms.map(one => ({ ...one, where: one.where.country ? { after: one.where.country } : {} }))
    expectSameAnswer(await answerOf({ ...asked, project: 'my-shop', terms }, given), answer)
  })

  it('keeps the spread of values that are far from zero, over many units', async () => {
    const count = 100_000
    const users = (event: string, columns: string) =>
      connection.run(
        `INSERT INTO ${tableOf('my-shop', event)} BY NAME SELECT 'production' AS _environment, 'u' || i AS user_id, ${columns} FROM range(${count}) t(i)`,
      )
    for (const event of tables.names) await connection.run(`DELETE FROM ${tableOf('my-shop', event)}`)
    const moment = (ms: number) => `make_timestamp_ms(${ms}) AS _time`
    await users(exposureEvent, `${moment(fromMs)}, 'its' AS experiment, 2 AS phase, 'control' AS variant`)
    // A permutation of 0, 1, ... over 1,024: dyadic, so that the values are exact and the moments have closed forms.
    await users('page_view', `${moment(fromMs)}, 1e9 + (i * 7919 % ${count}) / 1024 AS amount`)
    await users('page_view', `${moment(fromMs - 1)}, -1e9 - (i * 7919 % ${count}) / 512 AS amount`)
    const asked: Plan = {
      ...base,
      experiment: 'its',
      variants: ['control'],
      prePeriodMs: dayMs,
      terms: [{ event: 'page_view', aggregate: 'sum', property: 'amount', where: {} }],
      metrics: [{ metric: 'm', kind: 'mean', y: 0, z: null, cap: null }],
    }
    const { sql, parameters } = compilePlan(asked)
    const answer = planAnswer(asked, (await connection.runAndReadAll(sql, parameters)).getRowObjectsJS())
    const spread = (count * (count ** 2 - 1)) / 12 / 1024 ** 2
    const middle = (count - 1) / 2 / 1024
    const arm = { n: count, means: [1e9 + middle, -1e9 - 2 * middle], comoments: [spread, -2 * spread, 4 * spread] }
    expectSameAnswer(answer, {
      units: [count],
      excluded: 0,
      metrics: [{ metric: 'm', cap: null, arms: [arm], skewness: [0] }],
    })
    const [found] = answer.metrics[0]?.arms ?? []
    expect(Math.abs((found?.means[0] ?? 0) - 1e9 - middle)).toBeLessThan(1e-6)
  })

  it('counts units when there are no metrics, and nobody when there is nobody', async () => {
    expect(
      await answerOf(
        { ...worked.plan, project: 'my-shop', terms: [], metrics: [] },
        worked.events.filter(event => event.event === exposureEvent),
      ),
    ).toEqual({
      units: [3, 2],
      excluded: 1,
      metrics: [],
    })
    expectSameAnswer(
      await answerOf({ ...base, ...metricsOfWorked }, []),
      interpret({ ...base, ...metricsOfWorked }, []),
    )
  })

  it('names every event table once, and no value of the plan outside of a parameter', () => {
    const odd = "x'); DROP TABLE t; --"
    const { sql, parameters } = compilePlan({ ...worked.plan, experiment: odd, environment: odd, variants: [odd, 'b'] })
    expect(sql.match(/"project_shop"\."[^"]+"/g)).toEqual([
      '"project_shop"."$exposure"',
      '"project_shop"."purchase_complete"',
    ])
    expect(sql).not.toContain('DROP')
    expect(parameters.filter(value => value === odd)).toHaveLength(4)
  })
})

const metricsOfWorked = {
  terms: worked.plan.terms.slice(0, 2),
  metrics: [
    { metric: 'a', kind: 'mean' as const, y: 0, z: null, cap: 0.9 },
    { metric: 'b', kind: 'ratio' as const, y: 0, z: 1, cap: null },
  ],
}
