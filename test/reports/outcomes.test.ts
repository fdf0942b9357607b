import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { calculators } from '../../src/contract/calculators.ts'
import type { MetricFormula } from '../../src/contract/metric.ts'
import { analyses } from '../../src/contract/report-routes.ts'
import { reports, resources } from '../../src/contract/routes.ts'
import { calculate } from '../../src/core/stats/calculate.ts'
import { openShop, problemOf, type TestAssay } from '../assay.ts'
import { at, dayMs, params, reportOn, startExperiment } from './running-shop.ts'

const events = ['cart_opened', 'payment_sent', 'buy', 'app_open', 'timed']
const metrics = [
  {
    key: 'checkout',
    name: 'Checkout',
    formula: {
      kind: 'funnel' as const,
      steps: [{ event: 'cart_opened' }, { event: 'payment_sent' }, { event: 'buy' }],
      exclude: [{ event: 'app_open' }],
    },
  },
  { key: 'day1', name: 'Back on day 1', formula: { kind: 'retention' as const, event: 'app_open', day: 1 } },
  {
    key: 'latency',
    name: 'Latency',
    better: 'down' as const,
    formula: { kind: 'quantile' as const, event: 'timed', property: 'ms', q: 0.75 },
  },
  {
    key: 'slowest',
    name: 'Slowest',
    formula: { kind: 'quantile' as const, event: 'timed', property: 'ms', q: 0.5, level: 'unit' as const },
  },
  { key: 'weekly', name: 'Weekly actives', formula: { kind: 'active' as const, event: 'app_open', days: 7 } },
]

async function openMeasured(): Promise<TestAssay & { key1: string }> {
  const assay = await openShop()
  const properties = { ms: { type: 'number' as const }, page: { type: 'string' as const } }
  for (const key of events)
    await assay.call(resources.events.create, { params, body: { key, owner: 'shop', purpose: 'test', properties } })
  for (const body of metrics) await assay.call(resources.metrics.create, { params, body })
  const key1 = await assay.key({ kind: 'server', name: 'backend', project: 'shop', environment: 'production' })
  return { ...assay, key1 }
}

const roles = ['success', 'secondary', 'secondary', 'exploratory'] as const
const own = metrics.slice(0, 4).map(({ key }, i) => ({ metric: key, role: roles[i] ?? 'exploratory' }))

/** 200 units by turns: 4 of 5 send a payment, 2 of 5 buy, of which the simple arm a half more; half of them are back a day later. */
async function sendAll(
  assay: TestAssay & { key1: string },
  startMs: number,
  paymentMs: number,
  first = 0,
): Promise<void> {
  const all = Array.from({ length: 400 }, (_, place) => {
    const unit = first + place
    const variant = unit % 2 === 0 ? 'standard' : 'simple'
    const tenth = Math.floor(unit / 2) % 10
    let next = 0
    const one = (event: string, ms: number, more: Record<string, unknown> = {}) => ({
      id: `${unit}-${event}-${next++}`,
      event,
      time: new Date(startMs + ms).toISOString(),
      user_id: `u${unit}`,
      context: { country: unit % 4 < 2 ? 'DE' : 'FR' },
      properties: more,
    })
    return [
      one('$exposure', 0, { experiment: 'e', phase: 1, variant }),
      one('cart_opened', 10_000),
      ...(tenth < 8 ? [one('payment_sent', paymentMs)] : []),
      ...(tenth < (variant === 'simple' ? 6 : 4) ? [one('buy', 30_000)] : []),
      ...(tenth < 5 ? [one('app_open', dayMs + 60_000)] : []),
      ...Array.from({ length: 1 + (unit % 3) }, (_, i) => one('timed', 40_000 + i, { ms: ((unit * 37) % 101) + i })),
    ]
  }).flat()
  for (let i = 0; i < all.length; i += 900) {
    const answer = (await (await assay.send(assay.key1, all.slice(i, i + 900))).json()) as { valid: number }
    expect(answer.valid).toBe(Math.min(900, all.length - i))
  }
}

describe('funnels, retention and quantiles', () => {
  it('are in the report, its looks and its breakdowns, and every number can be recomputed', async () => {
    const assay = await openMeasured()
    await startExperiment(assay, 'e', { metrics: own, analysis: { plannedDays: 3 } })
    const startMs = assay.clock.ms
    assay.clock.ms = startMs + 3 * dayMs + 2000
    // The clock of the payment is a second behind: simultaneous, not out of order.
    await sendAll(assay, startMs + 1000, 9_000)
    await assay.settle()
    const until = new Date(startMs + dayMs / 2).toISOString()
    const { body: early } = await assay.call(reports.report, { ...at('e'), query: { until } })
    expect(early.metrics[0]?.arms.map(({ immature }) => immature)).toEqual([120, 80])
    expect(early.metrics[1]?.arms.map(({ value, immature }) => [value, immature])).toEqual([
      [{ unavailable: 'empty-arm' }, 200],
      [{ unavailable: 'empty-arm' }, 200],
    ])

    const report = await reportOn(assay, 'e')
    expect(report).toMatchObject({ analysis: { look: 1, information: 1 }, provisional: false })
    const [checkout, day1, latency, slowest] = report.metrics
    expect(
      checkout?.arms.map(({ value, steps, immature }) => [value, steps?.map(({ units }) => units), immature]),
    ).toEqual([
      [0.4, [200, 160, 80], 0],
      [0.6, [200, 160, 120], 0],
    ])
    expect(checkout?.arms[1]?.comparison).toMatchObject({ verdict: 'better' })
    expect(day1?.arms.map(({ value, units, immature }) => [value, units, immature])).toEqual([
      [0.5, 200, 0],
      [0.5, 200, 0],
    ])
    expect(latency?.arms.map(({ order }) => order?.n)).toEqual([400, 399])
    for (const metric of [checkout, day1, latency, slowest]) {
      const comparison = metric?.arms[1]?.comparison
      if (comparison === undefined || 'unavailable' in comparison) throw new Error(`nothing of ${metric?.metric}`)
      const { name, input } = comparison.calculator
      const again = calculate(name, calculators[name].input.parse(input) as never) as { ci: number[]; p: number }
      expect(again.ci[0]).toBeCloseTo(comparison.ci[0] ?? 0, 10)
      expect(again.p).toBeCloseTo(comparison.p, 10)
    }
    // The recorded look stands, whatever comes late.
    await sendAll(assay, startMs + 2000, 9_000, 400)
    expect((await reportOn(assay, 'e')).metrics).toEqual(report.metrics)

    const { body } = await assay.call(reports.breakdown, { ...at('e'), query: { dimension: 'country' } })
    expect(
      body.metrics.map(({ metric, segments }) => [metric, segments.map(({ segment, units }) => [segment, units])]),
    ).toEqual(
      own.map(({ metric }) => [
        metric,
        [
          ['DE', 100],
          ['FR', 100],
        ],
      ]),
    )
    const impact = await assay.call(reports.impact, { ...at('e'), query: {} })
    expect(impact.body.metrics.map(({ result }) => result)).toEqual(own.map(() => ({ unavailable: 'not-additive' })))
    const over = async (metric: string) => (await assay.call(reports.series, { ...at('e'), query: { metric } })).body
    const values = (await over('checkout')).cumulative.map(({ arms }) => arms.map(({ value }) => value))
    expect(values.at(-1)).toEqual([0.4, 0.6])
    expect((await over('day1')).sinceExposure.map(({ arms }) => arms.map(({ value }) => value))).toEqual([
      [0, 0],
      [0.5, 0.5],
      [0, 0],
    ])
    expect(await problemOf(over('latency'))).toMatchObject({ status: 400, errors: [{ path: '/metric' }] })
  })

  it('are planned for from recent traffic', async () => {
    const assay = await openMeasured()
    await startExperiment(assay, 'e', { metrics: own })
    assay.clock.ms += 3 * dayMs
    await sendAll(assay, assay.clock.ms - 3 * dayMs, 12_000)
    await assay.settle()
    const advice = async (metric: string) => {
      const body = { metric, effect: { relative: 0.2 }, power: 0.8, days: 7, arrival: 'cart_opened' }
      return (await assay.call(analyses.planSize, { ...at('e'), body })).body
    }
    expect(await advice('checkout')).toMatchObject({ baseline: { value: 0.5, variance: 0.25, units: 400 } })
    expect(await advice('day1')).toMatchObject({ baseline: { value: 0.5, units: 400 } })
    expect(await advice('latency')).toMatchObject({ baseline: { units: 400 }, perArm: expect.any(Number) })
    expect(await advice('weekly')).toEqual({ unavailable: 'no-exposed-population' })
  })
})

describe('a definition', () => {
  it('of active units is no metric of an experiment, and none in use becomes one', async () => {
    const assay = await openMeasured()
    const refused = startExperiment(assay, 'e', { metrics: [{ metric: 'weekly', role: 'secondary' }] })
    expect(await problemOf(refused)).toMatchObject({
      status: 422,
      errors: [{ path: '/metrics/0/metric', message: expect.stringContaining('use a proportion of app_open') }],
    })
    await startExperiment(assay, 'f', { metrics: own })
    const active = { kind: 'active' as const, event: 'app_open', day: null }
    const changed = assay.call(resources.metrics.change, { ...at('day1'), body: { formula: active }, ifMatch: '"1"' })
    expect(await problemOf(changed)).toMatchObject({ status: 422, errors: [{ path: '/formula/kind' }] })
  })

  it('names events and properties that exist, and steps that can be told apart', async () => {
    const assay = await openMeasured()
    const create = (formula: z.input<typeof MetricFormula>) =>
      assay.call(resources.metrics.create, { params, body: { key: 'new', name: 'New', formula } })
    const paths = async (formula: z.input<typeof MetricFormula>) =>
      ((await problemOf(create(formula))) as { errors: { path: string }[] }).errors.map(({ path }) => path)
    const where = (page: string) => ({ page: [page] })
    expect(
      await paths({
        kind: 'funnel',
        steps: [{ event: 'gone' }, { event: 'buy', where: { colour: ['red'] } }],
        exclude: [{ event: 'left' }],
      }),
    ).toEqual(['/formula/steps/0', '/formula/exclude/0', '/formula/steps/1'])
    expect(await paths({ kind: 'quantile', event: 'timed', property: 'page', q: 0.5 })).toEqual(['/formula/property'])
    expect(await paths({ kind: 'retention', event: 'buy', day: 1, start: { event: 'gone' } })).toEqual([
      '/formula/start',
    ])
    expect(await paths({ kind: 'active', where: where('a'), days: 1 })).toEqual(['/formula/where'])
    const overlapping = Array.from({ length: 8 }, (_, i) => ({
      event: 'timed',
      where: { ms: [i, i + 1, i + 2, i + 3] },
    }))
    expect(await paths({ kind: 'funnel', steps: overlapping })).toEqual(['/formula/steps'])
    const pages = ['a', 'b', 'c', 'd', 'e', 'f'].map(page => ({ event: 'timed', where: where(page) }))
    expect((await create({ kind: 'funnel', steps: pages })).body.formula).toMatchObject({ windowDays: 1 })
  })
})
