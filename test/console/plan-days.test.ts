import { expect, test } from 'vitest'
import { daysFor } from '../../src/console/wizard/plan-days.ts'
import type { ExperimentRecord } from '../../src/contract/experiment.ts'
import { Metric } from '../../src/contract/metric.ts'
import { planAdvice } from '../../src/core/report/plan-advice.ts'

const weights = [
  { variant: 'control', weight: 60 },
  { variant: 'treatment', weight: 40 },
]
const metric = Metric.parse({ key: 'rate', name: 'Rate', formula: { kind: 'proportion', event: 'buy' } })
const experiment = {
  variants: weights,
  metrics: [{ metric: 'rate', role: 'success' }],
  analysis: { mode: 'fixed', alpha: 0.05, plannedDays: 14, spending: 'obrien-fleming', prePeriodDays: 0 },
} as unknown as ExperimentRecord
const n = 5000
const traffic = { summary: { n, means: [0.3], comoments: [n * 0.3 * 0.7] }, unitsPerDay: 900 }

test.each([0.02, 0.1, -0.2, 0.5])('an effect of %d takes the days the server would say', effect => {
  const asked = (relative: number) =>
    planAdvice(experiment, metric, { metric: 'rate', effect: { relative }, power: 0.8, days: 14 }, traffic)
  const [smallest, own] = [asked(0.01), asked(effect)]
  if ('unavailable' in smallest || 'unavailable' in own) throw new Error('both can be worked out')
  expect(daysFor(smallest, effect, metric, weights)).toBe(own.days)
})

test('a share above all is no effect to plan for', () => {
  const advice = planAdvice(
    experiment,
    metric,
    { metric: 'rate', effect: { relative: 0.01 }, power: 0.8, days: 14 },
    traffic,
  )
  if ('unavailable' in advice) throw new Error('it can be worked out')
  expect(daysFor(advice, 3, metric, weights)).toBeUndefined()
})
