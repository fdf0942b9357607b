import { describe, expect, it } from 'vitest'
import { exposureEvent } from '../../../src/contract/event.ts'
import { ExperimentRecord } from '../../../src/contract/experiment.ts'
import { LookAnswer } from '../../../src/contract/look.ts'
import { Metric } from '../../../src/contract/metric.ts'
import { Report } from '../../../src/contract/report.ts'
import { interpret, type PlainEvent } from '../../../src/core/metrics/interpret.ts'
import { planOf } from '../../../src/core/metrics/plan.ts'
import { answerAt } from '../../../src/core/report/look-plan.ts'
import { reportOf } from '../../../src/core/report/report.ts'
import { reportText } from '../../../src/core/report/text.ts'
import { experiment as example, inputFor, nowMs, project, startedMs } from './example.ts'
import goldens from './goldens/outcomes.json' with { type: 'json' }

const dayMs = 86_400_000
const minuteMs = 60_000

const metrics = [
  {
    key: 'checkout',
    name: 'Checkout',
    formula: { kind: 'funnel', steps: [{ event: 'cart_opened' }, { event: 'payment_sent' }, { event: 'bought' }] },
  },
  { key: 'day2', name: 'Back on day 2', formula: { kind: 'retention', event: 'app_open', day: 2 } },
  {
    key: 'large',
    name: 'Total of large shoppers',
    formula: { kind: 'quantile', event: 'timed', property: 'ms', q: 0.9, level: 'unit' },
  },
  { key: 'latency', name: 'Latency', formula: { kind: 'quantile', event: 'timed', property: 'ms', q: 0.75 } },
].map(metric => Metric.parse(metric))
const experiment = ExperimentRecord.parse({
  ...example,
  metrics: metrics.map(({ key }, i) => ({ metric: key, role: i === 0 ? 'success' : 'secondary' })),
  analysis: { ...example.analysis, mode: 'fixed' },
})

/** The arms of outcomes.R as events; four more units of each arm came too late for their second day to be over. */
function eventsOf(variant: string, n: number, shift: number): PlainEvent[] {
  const own = (unit: string, event: string, timeMs: number, properties: PlainEvent['properties'] = {}): PlainEvent => ({
    event,
    environment: 'production',
    timeMs,
    units: { user_id: unit },
    properties,
  })
  return Array.from({ length: n }, (_, unit) => {
    const id = `${variant}-${unit}`
    const atMs = startedMs + unit * minuteMs
    const count = (unit * 7) % 5
    return [
      own(id, exposureEvent, atMs, { experiment: example.key, phase: 1, variant }),
      own(id, 'cart_opened', atMs + minuteMs),
      ...((unit * 13) % 100 < 60 ? [own(id, 'payment_sent', atMs + 2 * minuteMs)] : []),
      ...((unit * 13) % 100 < 20 + shift ? [own(id, 'bought', atMs + 3 * minuteMs)] : []),
      ...((unit * 29) % 100 < 30 - shift ? [own(id, 'app_open', atMs + 2 * dayMs)] : []),
      ...Array.from({ length: count }, (_, place) =>
        own(id, 'timed', atMs + place, {
          ms: ((unit * 7919 + place * 5407) % 1009) / 8 + ((unit * 31) % 17) * 10 + shift,
        }),
      ),
    ]
  }).flat()
}

const [phase] = experiment.run.phases
if (phase === undefined) throw new Error('the example has a phase')
const ended = { ...phase, endedAt: new Date(nowMs).toISOString() }
const plan = planOf(project, experiment, phase, metrics, nowMs)
const events = [...eventsOf('standard', 900, 0), ...eventsOf('simple', 870, 6)]
const answer = interpret(plan, events)
const freshness = ['cart_opened', 'payment_sent', 'bought', 'app_open', 'timed'].map(event => ({
  event,
  events: 100,
  lastTimeMs: nowMs - minuteMs,
}))
const input = { ...inputFor([]), experiment, phase, metrics, plan, answer, looks: [], freshness }
const look = { ...inputFor([]).looks[0], answer: LookAnswer.parse(JSON.parse(JSON.stringify(answer))) }

describe('a report of funnels, retention and quantiles', () => {
  const report = reportOf({ ...input, shown: undefined, phase: ended })
  const resultOf = (key: string) => {
    const found = report.metrics.find(({ metric }) => metric === key)
    if (found === undefined) throw new Error(`no metric ${key}`)
    return found
  }

  // Base R: outcomes.R beside this file.
  it.each(['checkout', 'day2', 'large', 'latency'] as const)('agrees with R on %s', key => {
    const wanted = goldens[key]
    const { arms } = resultOf(key)
    const comparison = arms[1]?.comparison
    if (comparison === undefined || 'unavailable' in comparison) throw new Error(`no comparison of ${key}`)
    const { difference, se, df, t, p, ci } = comparison
    const found = [...arms.map(({ value }) => value), difference, se, df, t, p, ...ci].map(Number)
    const expected = [...wanted.value, wanted.difference, wanted.se, wanted.df, wanted.t, wanted.p, ...wanted.ci]
    for (const [i, number] of expected.entries())
      expect(Math.abs((found[i] ?? Number.NaN) - number)).toBeLessThanOrEqual(1e-9 * Math.abs(number))
  })

  it('has the shape of its contract', () => {
    expect(Report.parse(JSON.parse(JSON.stringify(report)))).toEqual(report)
  })

  it('shows every step of a funnel by arm, as shares of the exposed units', () => {
    expect(resultOf('checkout').arms.map(({ units, steps }) => [units, steps])).toEqual([
      [
        900,
        [
          { step: 1, event: 'cart_opened', units: 900, share: 1 },
          { step: 2, event: 'payment_sent', units: 540, share: 0.6 },
          { step: 3, event: 'bought', units: 180, share: 0.2 },
        ],
      ],
      [870, expect.arrayContaining([expect.objectContaining({ step: 2, units: 522 })])],
    ])
  })

  it('says that nothing of theirs can be adjusted for the time before', () => {
    const before = { ...experiment, analysis: { ...experiment.analysis, prePeriodDays: 7 } }
    const asked = planOf(project, before, phase, metrics, nowMs)
    const found = reportOf({
      ...input,
      experiment: before,
      plan: asked,
      answer: interpret(asked, events),
      shown: undefined,
    })
    for (const { arms, method } of (found.veiled ?? found).metrics) {
      expect(arms[1]?.comparison).toMatchObject({ cuped: { unavailable: 'no-pre-period' } })
      expect(method).toContain('not adjusted for the time before')
    }
  })

  it('counts only units whose day is over, and says how many others there are', () => {
    const early = { ...plan, untilMs: startedMs + 3 * dayMs + 400 * minuteMs }
    const arms = interpret(early, events).metrics.find(({ metric }) => metric === 'day2')?.arms
    expect(arms?.map(({ n, immature }) => [n, immature])).toEqual([
      [401, 499],
      [401, 469],
    ])
  })

  it('reads a recorded look as it was, and one of a time without these kinds', () => {
    expect(answerAt(look)).toEqual(answer)
    const old = {
      units: [1],
      excluded: 0,
      metrics: [{ metric: 'm', cap: null, arms: [{ n: 1, means: [null], comoments: [0] }], skewness: [null] }],
    }
    expect(answerAt({ answer: LookAnswer.parse(old) }).metrics[0]?.arms).toEqual([
      { n: 1, means: [Number.NaN], comoments: [0] },
    ])
  })

  it('does not call silent what cannot have an outcome yet', () => {
    const day2 = {
      ...plan,
      metrics: plan.metrics.filter(({ metric }) => metric === 'day2'),
      untilMs: startedMs + dayMs,
    }
    const own = metrics.filter(({ key }) => key === 'day2')
    const found = reportOf({ ...input, metrics: own, plan: day2, answer: interpret(day2, events), shown: undefined })
    expect(found.health.checks.find(({ check }) => check === 'missing-outcomes')?.status).toBe('ok')
  })

  it('writes the way through a funnel, and units left out', () => {
    const text = reportText(report, { colour: false })
    expect(text).toContain('standard: cart_opened 900 (100 %), then payment_sent 540 (60 %), then bought 180 (20 %)')
    expect(text).toContain('20.00 %')
    const early = { ...plan, untilMs: startedMs + 3 * dayMs + 400 * minuteMs }
    const soon = reportOf({ ...input, plan: early, answer: interpret(early, events), shown: undefined, phase: ended })
    expect(reportText(soon, { colour: false })).toContain('968 units left out until the day is over')
    const first = { ...plan, untilMs: startedMs + 10 * minuteMs }
    const started = reportOf({
      ...input,
      plan: first,
      answer: interpret(first, events),
      shown: undefined,
      phase: ended,
    })
    expect(reportText(started, { colour: false })).toContain('may still go further')
  })
})
