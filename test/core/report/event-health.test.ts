import { describe, expect, it } from 'vitest'
import { EventDefinition } from '../../../src/contract/event-definition.ts'
import { eventsBeneath, healthOfMetric, type Notice, readsOf } from '../../../src/core/report/event-health.ts'
import { type ReportInput, reportOf } from '../../../src/core/report/report.ts'
import { reportText } from '../../../src/core/report/text.ts'
import { inputFor, lively, metrics, nowMs } from './example.ts'

const hourMs = 3_600_000
const loss: Notice = {
  check: 'volume',
  status: 'failing',
  detail: '80 % less than in past weeks',
  observed: 20,
  expected: 100,
  startMs: nowMs - 5 * hourMs,
  endMs: undefined,
}

function report(event: string, notices: Notice[], changes: Partial<ReportInput> = {}) {
  const quiet = { status: 'ok' as const, detail: 'nothing unusual' }
  const other = event === 'payment_failed' ? 'purchase_complete' : 'payment_failed'
  const noticed = [
    { event, quiet, notices },
    { event: other, quiet, notices: [] },
  ]
  return reportOf(inputFor(lively, { noticed, ...changes }))
}

const healths = (of: ReturnType<typeof reportOf>) =>
  Object.fromEntries([...of.metrics, ...(of.veiled?.metrics ?? [])].map(({ metric, health }) => [metric, health]))
const checksOf = (of: ReturnType<typeof reportOf>) => of.health.checks.filter(({ check }) => check === 'event-health')

describe('the health of events beneath a report', () => {
  it('is quiet when nothing was noticed', () => {
    const quiet = report('purchase_complete', [])
    expect(quiet.eventHealth).toEqual([
      { event: 'purchase_complete', status: 'ok', detail: 'nothing unusual' },
      { event: 'payment_failed', status: 'ok', detail: 'nothing unusual' },
    ])
    expect(new Set(Object.values(healths(quiet)))).toEqual(new Set(['ok']))
    expect(checksOf(quiet)).toEqual([])
  })

  it('fails the metrics on an event with an open incident, veils the numbers and speaks against shipping', () => {
    const failing = report('purchase_complete', [loss])
    expect(healths(failing)).toEqual({
      'purchase-rate': 'failing',
      revenue: 'failing',
      'order-value': 'failing',
      failures: 'ok',
    })
    expect(failing.eventHealth[0]).toEqual({
      event: 'purchase_complete',
      status: 'failing',
      detail: loss.detail,
      since: new Date(loss.startMs).toISOString(),
    })
    expect(checksOf(failing)).toMatchObject([
      {
        status: 'failing',
        detail: 'purchase_complete: 80 % less than in past weeks',
        values: { metrics: ['purchase-rate', 'revenue', 'order-value'] },
      },
    ])
    expect(failing.health.status).toBe('failing')
    expect(failing.metrics).toEqual([])
    expect(failing.veiled?.reason).toContain('health check')
    expect(failing.recommendations[0]).toMatchObject({
      outcome: 'do-not-ship',
      conditions: [{ condition: 'health-passes', holds: false, because: [{ check: 'event-health' }] }, {}, {}, {}],
    })
    expect(reportText(failing, { colour: false }).split('purchase_complete: 80 % less').length).toBe(2)
  })

  it('only marks what is a warning, and what was over before the report ends', () => {
    const unsure = report('purchase_complete', [{ ...loss, status: 'warning' }])
    expect(unsure.health.status).toBe('warning')
    expect(unsure.metrics).not.toEqual([])
    expect(healths(unsure)).toMatchObject({ revenue: 'warning', failures: 'ok' })
    const over = report('purchase_complete', [{ ...loss, endMs: nowMs - 2 * hourMs }])
    expect(over.health.status).toBe('warning')
    expect(checksOf(over)[0]?.detail).toBe(
      'purchase_complete: from 2026-11-23 05:00 to 2026-11-23 08:00 UTC: 80 % less than in past weeks',
    )
    expect(over.recommendations).toEqual(report('purchase_complete', []).recommendations.map(withWarning))
  })

  it('does not take for broken what the experiment may have brought about', () => {
    expect(report('purchase_complete', [{ ...loss, observed: 300 }]).health.status).toBe('warning')
    const drift: Notice = { ...loss, check: 'drift', property: 'amount' }
    expect(report('purchase_complete', [drift]).health.status).toBe('warning')
    for (const check of ['quarantined', 'duplicates', 'late', 'clock', 'completeness', 'sequence'] as const)
      expect(report('purchase_complete', [{ ...loss, check, observed: 300 }]).health.status).toBe('failing')
  })

  it('is about the properties a metric reads', () => {
    const missing: Notice = { ...loss, check: 'missing', property: 'amount' }
    expect(healths(report('purchase_complete', [missing]))).toEqual({
      'purchase-rate': 'ok',
      revenue: 'failing',
      'order-value': 'failing',
      failures: 'ok',
    })
    expect(report('purchase_complete', [{ ...missing, property: 'coupon' }]).health.status).toBe('ok')
  })

  it('is that of the time the report is about', () => {
    const plan = { ...inputFor(lively).plan, untilMs: loss.startMs }
    expect(report('purchase_complete', [loss], { plan }).health.status).toBe('ok')
    expect(report('purchase_complete', [loss], { plan: { ...plan, untilMs: loss.startMs + 1 } }).health.status).toBe(
      'failing',
    )
  })

  it('holds what the check of silence says, which is said once', () => {
    const definitions = [
      EventDefinition.parse({ key: 'purchase_complete', owner: 'shop', purpose: 'revenue', freshnessMinutes: 15 }),
    ]
    const silent = (minutes: number) =>
      reportOf(
        inputFor(lively, {
          definitions,
          freshness: ['purchase_complete', 'payment_failed'].map(event => ({
            event,
            events: 9,
            lastTimeMs: nowMs - minutes * 60_000,
          })),
        }),
      )
    expect(silent(10).eventHealth[0]?.status).toBe('unknown')
    expect(healths(silent(45))).toMatchObject({ revenue: 'warning', failures: 'unknown' })
    expect(silent(45).health.status).toBe('warning')
    expect(silent(46).health.status).toBe('failing')
    expect(silent(46).eventHealth[0]).toMatchObject({
      status: 'failing',
      detail: expect.stringContaining('46 minutes'),
    })
    expect(silent(46).health.checks.filter(({ detail }) => detail.includes('46 minutes')).length).toBe(2)
    expect(checksOf(silent(46))).toEqual([])
  })

  it('of an event that is asked about as a whole counts every property', () => {
    const quiet = { status: 'ok' as const, detail: 'nothing unusual' }
    const noticed = [{ event: 'buy', quiet, notices: [{ ...loss, check: 'missing' as const, property: 'coupon' }] }]
    const beneath = { noticed, fresh: [], untilMs: nowMs }
    expect(eventsBeneath(new Map([['buy', undefined]]), beneath)[0]?.status).toBe('failing')
    expect(eventsBeneath(new Map([['buy', new Set<string>()]]), beneath)[0]?.status).toBe('ok')
    expect(eventsBeneath(new Map([['sell', undefined]]), beneath)[0]).toMatchObject({ status: 'unknown' })
  })

  it('of a metric is the worst of its events', () => {
    const [, , ratio] = metrics
    if (ratio === undefined) throw new Error('the example has a ratio')
    expect([...(readsOf([ratio]).get('purchase_complete') ?? [])]).toEqual(['amount'])
    expect(healthOfMetric(ratio, { noticed: [], fresh: [], untilMs: nowMs })).toBe('unknown')
  })
})

function withWarning(recommendation: ReturnType<typeof reportOf>['recommendations'][number]) {
  return {
    ...recommendation,
    conditions: recommendation.conditions.map(one =>
      one.condition === 'health-passes' ? { ...one, because: [{ check: 'event-health', status: 'warning' }] } : one,
    ),
  }
}
