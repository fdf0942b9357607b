import { describe, expect, it } from 'vitest'
import type { Report } from '../../../src/contract/report.ts'
import { contradicts } from '../../../src/core/lifecycle/override.ts'
import { reportOf } from '../../../src/core/report/report.ts'
import { experiment, inputFor, lively, lookAt, nowMs, type Shoppers, startedMs } from './example.ts'

const dayMs = 86_400_000
const [first] = experiment.run.phases
if (first === undefined) throw new Error('the example has a phase')

const said = (report: Report) =>
  report.recommendations.map(({ variant, outcome, look }) => ({ variant, outcome, look }))
const worse: readonly Shoppers[] = [
  lively[1] ?? { units: 0, buyers: 0, failures: 0 },
  lively[0] ?? { units: 0, buyers: 0, failures: 0 },
]

describe('the recommendation', () => {
  it('is to ship when success is shown, no loss is possible, and the data are healthy, with the bounds that decided it', () => {
    const [simple] = reportOf(inputFor(lively)).recommendations
    expect(simple).toMatchObject({ variant: 'simple', outcome: 'ship', look: 1, remainingDays: null })
    expect(simple?.conditions).toMatchObject([
      { condition: 'health-passes', holds: true, because: [] },
      { condition: 'success-superior', holds: true, because: [{ metric: 'purchase-rate', limit: 0 }] },
      { condition: 'guardrails-non-inferior', holds: true, because: [{ metric: 'failures' }] },
      { condition: 'nothing-deteriorated', holds: true },
    ])
    const [evidence] = simple?.conditions[2]?.because ?? []
    expect(evidence?.bound ?? 9).toBeLessThan(evidence?.limit ?? 0)
  })

  it('is not to ship when something got worse or a guardrail is lost', () => {
    expect(said(reportOf(inputFor(worse)))).toEqual([{ variant: 'simple', outcome: 'do-not-ship', look: 1 }])
    const failing = [
      { units: 4000, buyers: 400, failures: 1 },
      { units: 4000, buyers: 500, failures: 2 },
    ]
    expect(said(reportOf(inputFor(failing)))[0]?.outcome).toBe('do-not-ship')
  })

  it('is not to ship what is not healthy, and the numbers are veiled', () => {
    const report = reportOf(inputFor(lively, { freshness: [] }))
    expect(said(report)[0]?.outcome).toBe('do-not-ship')
    expect(report.metrics).toEqual([])
    expect(report.veiled).toMatchObject({ reason: expect.stringContaining('health'), metrics: { length: 4 } })
  })

  it('is to keep running before a look, whatever the numbers say, and until when', () => {
    const halfway = startedMs + 7.5 * dayMs
    const base = inputFor(lively)
    const input = { ...base, plan: { ...base.plan, untilMs: halfway }, nowMs: halfway, looks: [], shown: undefined }
    const report = reportOf(input)
    expect(report).toMatchObject({ provisional: true, analysis: { look: null, looks: 0 } })
    expect(report.recommendations).toMatchObject([
      {
        outcome: 'keep-running',
        look: null,
        expectedEnd: new Date(startedMs + 14 * dayMs).toISOString(),
        remainingDays: 6.5,
      },
    ])
  })

  it('between two looks is that of the last one, over numbers that are provisional', () => {
    const base = inputFor(lively)
    const at = startedMs + 7 * dayMs
    const earlier = { ...lookAt(inputFor(worse).answer, at), information: 0.5 }
    const report = reportOf({
      ...base,
      plan: { ...base.plan, untilMs: at + dayMs / 2 },
      nowMs: at + dayMs / 2,
      looks: [earlier],
      shown: undefined,
    })
    expect(report.provisional).toBe(true)
    expect(report.metrics[0]?.arms[1]?.value).toBeCloseTo(487 / 3988, 12)
    expect(report.recommendations[0]?.look).toBe(1)
    const evidence = report.recommendations[0]?.conditions[1]?.because[0]
    expect(evidence?.bound).toBeLessThan(0)
  })

  it('stays with what a look has shown, whatever later looks say, and names that look', () => {
    const at = startedMs + 10 * dayMs
    const base = inputFor([
      { units: 8000, buyers: 800, failures: 1 },
      { units: 8000, buyers: 830, failures: 1 },
    ])
    const clear = [
      { units: 6000, buyers: 600, failures: 1 },
      { units: 6000, buyers: 780, failures: 1 },
    ]
    const first = { ...lookAt(inputFor(clear).answer, at), information: 10 / 14 }
    const last = { ...lookAt(base.answer, nowMs), number: 2 }
    const report = reportOf({ ...base, looks: [first, last], shown: last })
    expect(report.metrics[0]?.arms[1]?.comparison).toMatchObject({ verdict: 'no-effect-found' })
    expect(said(report)).toEqual([{ variant: 'simple', outcome: 'ship', look: 2 }])
    expect(report.recommendations[0]?.conditions[1]).toMatchObject({
      holds: true,
      because: [{ metric: 'purchase-rate', crossedAt: 1 }],
    })
  })

  it('is inconclusive at the end of a plan that showed nothing, unless the effect hoped for is ruled out', () => {
    const equal = [
      { units: 4000, buyers: 400, failures: 1 },
      { units: 4000, buyers: 400, failures: 1 },
    ]
    expect(said(reportOf(inputFor(equal)))[0]?.outcome).toBe('inconclusive')
    const hoped = experiment.metrics.map(one => (one.role === 'success' ? { ...one, minimumEffect: 0.5 } : one))
    const report = reportOf(inputFor(equal, { experiment: { ...experiment, metrics: hoped } }))
    expect(said(report)[0]?.outcome).toBe('do-not-ship')
  })
})

describe('a metric named after the start', () => {
  it('is exploratory and has no say', () => {
    const report = reportOf(inputFor(lively, { addedLater: new Set(['purchase-rate']) }))
    expect(report.metrics[0]).toMatchObject({ role: 'exploratory', addedAfterStart: true })
    expect(said(report)[0]?.outcome).toBe('inconclusive')
  })
})

describe('a fixed plan', () => {
  const fixed = { ...experiment, analysis: { ...experiment.analysis, mode: 'fixed' as const } }
  it('is veiled until its end', () => {
    const input = inputFor(lively, { experiment: fixed, looks: [], shown: undefined })
    expect(reportOf(input)).toMatchObject({ metrics: [], veiled: { reason: expect.stringContaining('planned end') } })
    expect(reportOf(inputFor(lively, { experiment: fixed })).veiled).toBeUndefined()
  })
  it('assigned elsewhere is not: its run is over', () => {
    const external = { ...experiment, assignment: 'external' as const }
    const report = reportOf(inputFor(lively, { experiment: external, looks: [], shown: undefined }))
    expect(report).toMatchObject({ provisional: false, recommendations: [{ outcome: 'ship' }] })
    expect(report.veiled).toBeUndefined()
  })
})

it('a decision overrides the recommendation when it contradicts it', () => {
  const ship = [{ variant: 'simple', outcome: 'ship' as const }]
  const stay = [{ variant: 'simple', outcome: 'do-not-ship' as const }]
  const open = [{ variant: 'simple', outcome: 'inconclusive' as const }]
  const cases = [
    ['ship', ship, false],
    ['ship', stay, true],
    ['ship', open, true],
    ['do-not-ship', ship, true],
    ['do-not-ship', stay, false],
    ['do-not-ship', open, false],
    ['inconclusive', ship, true],
    ['inconclusive', stay, true],
    ['inconclusive', open, false],
  ] as const
  for (const [outcome, recommended, wanted] of cases)
    expect(contradicts({ outcome, variant: 'simple' }, recommended), `${outcome} ${recommended[0]?.outcome}`).toBe(
      wanted,
    )
  expect(contradicts({ outcome: 'ship', variant: 'other' }, ship)).toBe(true)
})

it('a report about the end names the moment it is about', () => {
  expect(reportOf(inputFor(lively)).until).toBe(new Date(nowMs).toISOString())
})
