import { describe, expect, test } from 'vitest'
import { type Evidence, type MetricVerdict, recommend } from '../../../src/core/stats/decision.ts'

const winner: MetricVerdict = {
  metric: 'revenue',
  role: 'success',
  superior: true,
  deteriorated: false,
  effectRuledOut: false,
}
const open: MetricVerdict = {
  metric: 'orders',
  role: 'success',
  superior: false,
  deteriorated: false,
  effectRuledOut: false,
}
const hopeless: MetricVerdict = {
  metric: 'orders',
  role: 'success',
  superior: false,
  deteriorated: false,
  effectRuledOut: true,
}
const safe: MetricVerdict = { metric: 'latency', role: 'guardrail', nonInferior: true, deteriorated: false }
const unsafe: MetricVerdict = { metric: 'latency', role: 'guardrail', nonInferior: false, deteriorated: false }
const worse: MetricVerdict = { metric: 'refunds', role: 'guardrail', nonInferior: false, deteriorated: true }
const evidence = (metrics: MetricVerdict[], rest: Partial<Evidence> = {}): Evidence => ({
  health: 'ok',
  conclusive: true,
  finished: true,
  expectedEnd: null,
  metrics,
  ...rest,
})

describe('the decision rule', () => {
  test('ships a winner whose guardrails hold, at the end or when a sequential method says so', () => {
    expect(recommend(evidence([winner, open, safe])).outcome).toBe('ship')
    expect(recommend(evidence([winner, safe], { finished: false })).outcome).toBe('ship')
    expect(recommend(evidence([winner, safe], { health: 'warning' })).outcome).toBe('ship')
  })

  test('never ships on failing or unknown health, a deterioration, an open guardrail, or a missing number', () => {
    expect(recommend(evidence([winner, safe], { health: 'failing' })).outcome).toBe('do-not-ship')
    expect(recommend(evidence([winner, safe], { health: 'unknown' })).outcome).toBe('inconclusive')
    expect(recommend(evidence([winner, worse])).outcome).toBe('do-not-ship')
    expect(recommend(evidence([winner, unsafe])).outcome).toBe('inconclusive')
    expect(recommend(evidence([winner, { metric: 'latency', role: 'unavailable' }])).outcome).toBe('inconclusive')
  })

  test('keeps running until the plan is finished, and says until when', () => {
    const until = { finished: false, expectedEnd: '2026-12-24T00:00:00Z' }
    expect(recommend(evidence([open, safe], until))).toMatchObject({
      outcome: 'keep-running',
      expectedEnd: until.expectedEnd,
    })
    expect(recommend(evidence([winner, safe], { ...until, conclusive: false })).outcome).toBe('keep-running')
    expect(recommend(evidence([worse], { ...until, conclusive: false })).outcome).toBe('keep-running')
    expect(recommend(evidence([worse], until)).outcome).toBe('do-not-ship')
  })

  test('tells no effect from not enough data', () => {
    expect(recommend(evidence([hopeless, safe])).outcome).toBe('do-not-ship')
    expect(recommend(evidence([open, safe])).outcome).toBe('inconclusive')
    expect(recommend(evidence([])).outcome).toBe('inconclusive')
  })

  test('gives its reasons as data', () => {
    expect(recommend(evidence([winner, unsafe])).conditions).toEqual([
      { condition: 'health-passes', holds: true, metrics: [] },
      { condition: 'success-superior', holds: true, metrics: ['revenue'] },
      { condition: 'guardrails-non-inferior', holds: false, metrics: ['latency'] },
      { condition: 'nothing-deteriorated', holds: true, metrics: [] },
    ])
  })
})
