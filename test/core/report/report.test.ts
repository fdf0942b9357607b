import { describe, expect, it } from 'vitest'
import { Report } from '../../../src/contract/report.ts'
import { reportOf } from '../../../src/core/report/report.ts'
import { inputFor, lively, nowMs, type Shoppers, startedMs } from './example.ts'
import goldens from './goldens.json' with { type: 'json' }

const comparisonOf = (report: Report, metric: string) => {
  const found = report.metrics.find(one => one.metric === metric)?.arms[1]?.comparison
  if (found === undefined || 'unavailable' in found) throw new Error(`no comparison of ${metric}`)
  return found
}
const close = (actual: number | null | undefined, wanted: number) =>
  expect(Math.abs((actual ?? Number.NaN) - wanted)).toBeLessThanOrEqual(1e-9 * Math.abs(wanted))

const arms = (...units: number[]): Shoppers[] => units.map(count => ({ units: count, buyers: count / 10, failures: 1 }))
const checkOf = (report: Report, name: string, event?: string) =>
  report.health.checks.find(({ check, values }) => check === name && (event === undefined || values.event === event))

describe('a report', () => {
  const report = reportOf(inputFor(lively))

  it('has the shape of its contract', () => {
    expect(Report.parse(JSON.parse(JSON.stringify(report)))).toEqual(report)
    expect(report).toMatchObject({
      from: new Date(startedMs).toISOString(),
      until: new Date(nowMs).toISOString(),
      definitionVersion: 3,
    })
    expect(report.exposures).toEqual({
      units: 8000,
      excluded: 0,
      arms: [
        { variant: 'standard', weight: 50, units: 4012 },
        { variant: 'simple', weight: 50, units: 3988 },
      ],
    })
  })

  // statsmodels and scipy: goldens.py beside this file.
  it('agrees with statsmodels and scipy on every metric', () => {
    for (const metric of ['revenue', 'failures', 'order-value'] as const) {
      const { difference, t, df, p, ci } = comparisonOf(report, metric)
      const golden = goldens[metric]
      close(difference, golden.difference)
      close(t, golden.t)
      close(df, golden.df)
      close(p, golden.p)
      for (const side of [0, 1] as const) close(ci[side], golden.ci[side] ?? Number.NaN)
    }
    close(comparisonOf(report, 'purchase-rate').t, goldens['purchase-rate'].t)
    close(comparisonOf(report, 'purchase-rate').p, goldens['purchase-rate'].p)
    close(Number(checkOf(report, 'sample-ratio')?.values.p), goldens['sample-ratio'])
  })

  it('carries the sums, the role and the cap of each metric, and no comparison of the control with itself', () => {
    expect(report.metrics.map(({ metric, role, cap }) => ({ metric, role, cap }))).toEqual([
      { metric: 'purchase-rate', role: 'success', cap: undefined },
      { metric: 'revenue', role: 'secondary', cap: 250 },
      { metric: 'order-value', role: 'secondary', cap: undefined },
      { metric: 'failures', role: 'guardrail', cap: undefined },
    ])
    expect(report.metrics[2]?.arms[0]?.sums.columns).toEqual(['y', 'z'])
    expect(report.metrics[0]?.arms[0]).toMatchObject({ units: 4012, sums: { columns: ['y'], n: 4012 } })
    close(Number(report.metrics[0]?.arms[0]?.value), 409 / 4012)
    expect(report.metrics.every(metric => metric.arms[0]?.comparison === undefined)).toBe(true)
  })

  it('says why there is no number, and keeps those there are', () => {
    const empty = reportOf(inputFor(arms(0, 0)))
    expect(empty.metrics[2]?.arms[1]).toMatchObject({
      value: { unavailable: 'empty-arm' },
      comparison: { unavailable: 'empty-arm' },
    })
    expect(Report.safeParse(empty).success).toBe(true)
    const still = reportOf(
      inputFor([
        { units: 50, buyers: 0, failures: 0 },
        { units: 50, buyers: 1, failures: 0 },
      ]),
    )
    expect(still.metrics[0]?.arms[0]?.value).toBe(0)
    expect(still.metrics[0]?.arms[1]?.comparison).toEqual({ unavailable: 'zero-variance' })
    expect(still.metrics[2]?.arms[0]?.value).toEqual({ unavailable: 'zero-denominator' })
    const few = comparisonOf(
      reportOf(
        inputFor([
          { units: 40, buyers: 1, failures: 1 },
          { units: 40, buyers: 2, failures: 1 },
        ]),
      ),
      'purchase-rate',
    )
    expect(few.relative).toEqual({ unavailable: 'unbounded-relative-interval' })
    expect(few.difference).toBeCloseTo(0.025, 12)
  })
})

describe('the health of a report', () => {
  // scipy.stats.chisquare: p is 0.0095 for 2082:1918 and 0.0009 for 2105:1895.
  it.each([
    [2000, 2000, 'ok'],
    [2082, 1918, 'warning'],
    [2105, 1895, 'failing'],
  ] as const)('judges a split of %i to %i as %s', (control, treatment, status) => {
    const input = inputFor(arms(control, treatment))
    const report = reportOf({ ...input, phase: { ...input.phase, endedAt: new Date(nowMs).toISOString() } })
    expect(checkOf(report, 'sample-ratio')?.status).toBe(status)
    expect(report.health.status).toBe(status)
  })

  it('judges the split more slowly while it runs, since it is looked at again and again', () => {
    const running = (...units: number[]) => checkOf(reportOf(inputFor(arms(...units))), 'sample-ratio')
    expect(running(2082, 1918)?.status).toBe('ok')
    expect(running(2105, 1895)?.status).toBe('warning')
    expect(running(600, 400)?.status).toBe('failing')
    expect(running(54_000, 52_000)?.status).toBe('failing')
  })

  it.each([
    [0, 'ok'],
    [1, 'warning'],
    [40, 'warning'],
    [41, 'failing'],
  ] as const)('judges %i units in several variants beside 4,000 as %s', (excluded, status) => {
    expect(checkOf(reportOf(inputFor(arms(2000, 2000), {}, excluded)), 'multiple-variants')?.status).toBe(status)
  })

  it('fails when units met a variant that should get none', () => {
    const input = inputFor(arms(2000, 3))
    const variants = [
      { variant: 'standard', weight: 100 },
      { variant: 'simple', weight: 0 },
    ]
    expect(checkOf(reportOf({ ...input, phase: { ...input.phase, variants } }), 'sample-ratio')?.status).toBe('failing')
    expect(
      checkOf(reportOf({ ...inputFor(arms(2000, 0)), phase: { ...input.phase, variants } }), 'sample-ratio')?.status,
    ).toBe('unknown')
  })

  it('knows nothing before the first exposure', () => {
    const report = reportOf(inputFor(arms(0, 0)))
    expect(report.health.status).toBe('unknown')
    expect(report.health.checks.slice(0, 3).map(check => check.status)).toEqual(['unknown', 'unknown', 'unknown'])
  })

  it('looks at the events beneath the metrics', () => {
    const dayMs = 86_400_000
    const seen = (lastTimeMs: number, changes: Partial<Parameters<typeof inputFor>[1]> = {}) =>
      checkOf(
        reportOf(inputFor(lively, { freshness: [{ event: 'purchase_complete', events: 9, lastTimeMs }], ...changes })),
        'event-freshness',
        'purchase_complete',
      )
    expect(seen(nowMs - dayMs)?.status).toBe('ok')
    expect(seen(nowMs - dayMs - 1)?.status).toBe('warning')
    const definitions = [
      {
        key: 'purchase_complete',
        owner: 'shop',
        purpose: 'revenue',
        priority: 'high',
        source: 'any',
        freshnessMinutes: 15,
        properties: {},
      } as const,
    ]
    expect(seen(nowMs - 15 * 60_000, { definitions })?.status).toBe('ok')
    expect(seen(nowMs - 15 * 60_000 - 1, { definitions })?.status).toBe('warning')
    // After the end of the phase silence is no news.
    expect(seen(nowMs - 60_000, { nowMs: nowMs + 90 * dayMs })?.status).toBe('ok')
    const never = reportOf(inputFor(lively, { freshness: [] }))
    expect(checkOf(never, 'event-freshness', 'payment_failed')).toMatchObject({
      status: 'failing',
      values: { events: 0 },
    })
    expect(never.health.status).toBe('failing')
  })
})
