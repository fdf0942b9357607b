import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exposureEvent } from '../../src/contract/event.ts'
import { MetricFormula, type Occurrence, type Total } from '../../src/contract/metric.ts'
import type { BucketSize } from '../../src/contract/query.ts'
import type { PlainEvent } from '../../src/core/metrics/interpret.ts'
import { bucketsOf, calendarOf, windowStartOf } from '../../src/core/metrics/product-calendar.ts'
import { interpretProduct } from '../../src/core/metrics/product-interpret.ts'
import type { ProductAnswer, ProductDimension, ProductPlan } from '../../src/core/metrics/product-plan.ts'
import { compileProduct, readProduct } from '../../src/store/events/compile-product.ts'
import { compileFunnelEvents } from '../../src/store/events/compile-product-funnel.ts'
import { type EventTables, openEventTables, project } from './event-tables.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const oddTexts = ["o'hara", 'say "hi"', '', '5', 'ünï✓', '$1', '%', 'null', '(other)', '(unknown)']

let tables: EventTables

beforeAll(async () => {
  tables = await openEventTables(['visit', 'buy', 'select'], {
    // Named like words of the query, to prove that no property can be mistaken for one.
    amount: { type: 'number', required: false },
    bucket: { type: 'integer', required: false },
    segment: { type: 'string', required: false },
    label: { type: 'boolean', required: false },
  })
})
afterAll(() => tables.close())

/** Around the change of the clocks in a zone, so that days of 23 and 25 hours are in most questions. */
const stretches = [
  { timeZone: 'Europe/Berlin', aroundMs: Date.parse('2026-03-29T01:00:00Z') },
  { timeZone: 'Europe/Berlin', aroundMs: Date.parse('2026-10-25T01:00:00Z') },
  { timeZone: 'America/New_York', aroundMs: Date.parse('2026-11-01T06:00:00Z') },
  { timeZone: 'Australia/Lord_Howe', aroundMs: Date.parse('2026-04-04T15:00:00Z') },
  { timeZone: 'Asia/Kathmandu', aroundMs: Date.parse('2026-05-01T00:00:00Z') },
  { timeZone: 'UTC', aroundMs: Date.parse('2026-03-01T00:00:00Z') },
]

const some = <Value>(...values: Value[]) =>
  fc.array(fc.constantFrom(...values), { minLength: 1, maxLength: 4, size: 'max' })
const where: fc.Arbitrary<Occurrence['where']> = fc.oneof(
  { weight: 4, arbitrary: fc.constant(undefined) },
  fc.record({ segment: some<string | number>(...oddTexts, 5) }),
  fc.record({ bucket: some<string | number | boolean>(-1, 0, 1, 2, '3', true, 0.5) }),
  fc.record({ label: some<string | boolean>(true, false, 'true') }),
)
const name = fc.constantFrom('visit', 'buy', 'select')
const filtered = <Fields extends object>(fields: Fields, kept: Occurrence['where']) =>
  kept === undefined ? fields : { ...fields, where: kept }
const occurrence: fc.Arbitrary<Occurrence> = fc.tuple(name, where).map(([event, kept]) => filtered({ event }, kept))
const total: fc.Arbitrary<Total> = fc
  .tuple(occurrence, fc.constantFrom(undefined, 'amount', 'amount', 'bucket', 'segment'))
  .map(([one, property]) => (property === undefined ? one : { ...one, property }))

const formula: fc.Arbitrary<MetricFormula> = fc
  .oneof(
    occurrence.map(one => ({ kind: 'proportion', ...one })),
    fc.tuple(total, fc.constantFrom(undefined, 0.5, 0.9)).map(([one, cap]) => ({
      kind: 'mean',
      total: one,
      ...(cap === undefined ? {} : { cap }),
    })),
    fc.tuple(total, total).map(([numerator, denominator]) => ({ kind: 'ratio', numerator, denominator })),
    fc
      .tuple(occurrence, fc.constantFrom('amount', 'bucket'), fc.constantFrom(0.1, 0.5, 0.95), fc.boolean())
      .map(([one, property, q, byUnit]) => ({
        kind: 'quantile',
        ...one,
        property,
        q,
        level: byUnit ? 'unit' : 'event',
      })),
    fc
      .tuple(
        fc.array(occurrence, { minLength: 2, maxLength: 4, size: 'max' }),
        fc.array(occurrence, { maxLength: 1, size: 'max' }),
        fc.constantFrom(0.01, 1 / 3, 1, 7),
      )
      .map(([steps, exclude, windowDays]) => ({ kind: 'funnel', steps, exclude, windowDays })),
    fc
      .tuple(occurrence, fc.constantFrom(1, 1, 2, 3), fc.option(occurrence, { nil: undefined }))
      .map(([one, day, start]) => ({ kind: 'retention', ...one, day, ...(start === undefined ? {} : { start }) })),
    fc
      .tuple(fc.option(occurrence, { nil: {} }), fc.constantFrom(1, 2, 7))
      .map(([one, days]) => ({ kind: 'active', ...one, days })),
  )
  .map(one => MetricFormula.parse(one))

/** Few moments and few units: ties, events on the edge of a bucket and units in many buckets are the rule. */
const eventsAround = (aroundMs: number): fc.Arbitrary<PlainEvent[]> => {
  const timeMs = fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: -96, max: 96 }).map(halves => aroundMs + (halves * hourMs) / 2) },
    fc
      .tuple(fc.integer({ min: -8, max: 8 }), fc.constantFrom(-2000, -1999, -1, 1, 1999))
      .map(([sixths, step]) => aroundMs + (sixths * dayMs) / 6 + step),
  )
  const units = fc.record({
    user_id: fc.constantFrom(...Array.from({ length: 6 }, (_, n) => `user-${n}`), "o'hara", null),
    device_id: fc.constantFrom('d1', 'd2', 'd3', null),
  })
  const context = fc.constantFrom({}, { country: 'DE' }, { country: 'FR' }, { country: "it's" })
  const environment = fc.constantFrom(...new Array(9).fill('production'), 'staging')
  const outcome = fc.record({
    event: name,
    environment,
    timeMs,
    units,
    context,
    properties: fc.record({
      // Dyadic amounts: sums are exact in any order.
      amount: fc.oneof(
        fc.constant(null),
        fc.integer({ min: -4096, max: 4096 }).map(n => n / 64),
      ),
      bucket: fc.option(fc.integer({ min: -3, max: 5 })),
      segment: fc.option(fc.constantFrom(...oddTexts)),
      label: fc.option(fc.boolean()),
    }),
  })
  const exposure = fc.record({
    event: fc.constant(exposureEvent),
    environment,
    timeMs,
    units,
    context,
    properties: fc.record({ experiment: fc.constant('e'), phase: fc.constant(1), variant: fc.constantFrom('a', 'b') }),
  })
  return fc
    .tuple(
      fc.array(outcome, { minLength: 20, maxLength: 120, size: 'max' }),
      fc.array(exposure, { maxLength: 8, size: 'max' }),
    )
    .map(([outcomes, exposures]) => [...outcomes, ...exposures])
}

const question = fc
  .record({
    stretch: fc.constantFrom(...stretches),
    size: fc.constantFrom<BucketSize[]>('hour', 'day', 'day', 'week', 'month', 'all'),
    formula,
    unitField: fc.constantFrom('user_id', 'user_id', 'device_id'),
    hours: fc.tuple(fc.integer({ min: -50, max: 0 }), fc.integer({ min: 1, max: 50 })),
    oddMs: fc.constantFrom(0, 0, 1, 1_234_567),
    knownHours: fc.constantFrom(10, 60, 500),
    member: fc.option(occurrence, { nil: null, freq: 2 }),
    bySegment: fc.constantFrom('none', 'country', 'segment', 'bucket', 'amount', 'label'),
    dimensionEvent: name,
  })
  .chain(asked => {
    const { aroundMs } = asked.stretch
    return fc.record({ plan: fc.constant(planOf(asked)), given: eventsAround(aroundMs) })
  })

type Asked = {
  stretch: (typeof stretches)[number]
  size: BucketSize
  formula: MetricFormula
  unitField: string
  hours: [number, number]
  oddMs: number
  knownHours: number
  member: Occurrence | null
  bySegment: string
  dimensionEvent: string
}

function planOf(asked: Asked): ProductPlan {
  const { timeZone, aroundMs } = asked.stretch
  const calendar = calendarOf(timeZone)
  if (calendar === undefined) throw new Error(timeZone)
  const [before, after] = asked.hours
  const buckets = bucketsOf(
    calendar,
    asked.size,
    aroundMs + before * hourMs + asked.oddMs,
    aroundMs + after * hourMs - asked.oddMs,
    500,
  )
  const { formula: one } = asked
  return {
    project,
    environment: 'production',
    unitField: asked.unitField,
    formula: one,
    buckets,
    windows: one.kind === 'active' ? buckets.map(({ endMs }) => windowStartOf(calendar, endMs, one.days)) : [],
    knownMs: aroundMs + asked.knownHours * hourMs,
    member: one.kind === 'active' ? null : asked.member,
    events: [exposureEvent, 'visit', 'buy', 'select'],
    dimension: dimensionOf(asked),
  }
}

function dimensionOf({ bySegment, dimensionEvent, formula: one }: Asked): ProductDimension | null {
  if (bySegment === 'none') return null
  if (bySegment === 'country') return { kind: 'context', field: 'country' }
  const event = one.kind === 'active' && one.event !== undefined ? one.event : dimensionEvent
  return { kind: 'property', event, property: bySegment }
}

/** Equal cells, and values equal within rounding. */
function expectSameCells(actual: ProductAnswer | 'too-many-segments', wanted: ProductAnswer): void {
  if (actual === 'too-many-segments') throw new Error(actual)
  const counts = (answer: ProductAnswer) =>
    answer.map(({ bucket, segment, units, immature, steps }) => ({ bucket, segment, units, immature, steps }))
  expect(counts(actual)).toEqual(counts(wanted))
  for (const [place, cell] of wanted.entries()) {
    const found = actual[place]
    for (const name of ['value', 'numerator', 'denominator'] as const) {
      const [one, other] = [found?.[name], cell[name]]
      if (typeof other !== 'number') expect(one).toBe(other)
      else expect(Math.abs((one ?? Number.NaN) - other)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(other)))
    }
  }
}

describe('a compiled product plan', () => {
  it('answers what the interpreter answers', async () => {
    await fc.assert(
      fc.asyncProperty(question, async ({ plan, given }) => {
        await tables.fill(given)
        expectSameCells(await readProduct(tables.connection, plan), interpretProduct(plan, given))
      }),
      { numRuns: 300 },
    )
  })

  it('scans every table once, and keeps every value of the question out of the query', () => {
    const odd = "x'); DROP TABLE t; --"
    const asked = {
      stretch: { timeZone: 'UTC', aroundMs: Date.parse('2026-03-01T00:00:00Z') },
      size: 'day' as const,
      unitField: 'user_id',
      hours: [-50, 50] as [number, number],
      oddMs: 0,
      knownHours: 100,
      dimensionEvent: 'visit',
    }
    const kept = { segment: [odd] }
    const formulas = [
      { kind: 'proportion', event: 'buy', where: kept },
      { kind: 'mean', total: { event: 'buy', property: 'amount', where: kept }, cap: 0.9 },
      { kind: 'retention', event: 'buy', where: kept, day: 1, start: { event: 'visit', where: kept } },
      { kind: 'active', event: 'buy', where: kept, days: 7 },
    ].map(one => MetricFormula.parse(one))
    for (const one of formulas) {
      const plan = {
        ...planOf({ ...asked, formula: one, member: { event: 'select', where: kept }, bySegment: 'country' }),
        environment: odd,
      }
      const { sql, parameters } = compileProduct(plan)
      expect(sql).not.toContain('DROP')
      expect(parameters.filter(value => value === odd).length).toBeGreaterThan(1)
      const scanned = sql.match(/"project_my-shop"\."[^"]+"/g) ?? []
      expect(new Set(scanned).size, sql).toBe(scanned.length)
    }
    const steps = ['buy', 'visit'].map(event => ({ event, where: kept }))
    const funnel = MetricFormula.parse({ kind: 'funnel', steps })
    const events = compileFunnelEvents({
      ...planOf({ ...asked, formula: funnel, member: null, bySegment: 'segment' }),
      environment: odd,
    })
    expect(events.sql).not.toContain('DROP')
    expect(events.sql.match(/"project_my-shop"\."[^"]+"/g)).toHaveLength(2)
  })
})
