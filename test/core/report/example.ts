import { ExperimentRecord } from '../../../src/contract/experiment.ts'
import type { Look } from '../../../src/contract/look.ts'
import { Metric } from '../../../src/contract/metric.ts'
import { Project } from '../../../src/contract/project.ts'
import { type PlanAnswer, planOf } from '../../../src/core/metrics/plan.ts'
import type { ReportInput } from '../../../src/core/report/report.ts'
import { summarize } from '../../../src/core/stats/summary.ts'

const dayMs = 86_400_000
const amounts = [23.5, 99, 45, 180, 12, 250, 61.25]
export const startedMs = Date.parse('2026-11-09T10:00:00Z')
export const nowMs = startedMs + 14 * dayMs

export const project = Project.parse({ key: 'sneaker-shop', name: 'Sneaker shop' })

export const metrics = [
  { key: 'purchase-rate', name: 'Purchase rate', formula: { kind: 'proportion', event: 'purchase_complete' } },
  {
    key: 'revenue',
    name: 'Revenue per shopper',
    measure: 'EUR',
    formula: { kind: 'mean', total: { event: 'purchase_complete', property: 'amount' }, cap: 0.99 },
  },
  {
    key: 'order-value',
    name: 'Order value',
    measure: 'EUR',
    formula: {
      kind: 'ratio',
      numerator: { event: 'purchase_complete', property: 'amount' },
      denominator: { event: 'purchase_complete' },
    },
  },
  {
    key: 'failures',
    name: 'Payment failures',
    better: 'down',
    formula: { kind: 'mean', total: { event: 'payment_failed' } },
  },
].map(metric => Metric.parse(metric))

export const experiment = ExperimentRecord.parse({
  key: 'simple-checkout-above-65',
  name: 'A simpler checkout for shoppers above 65',
  hypothesis: 'Shoppers above 65 buy more often when the checkout is a single page in large type.',
  flag: 'checkout',
  environment: 'production',
  variants: [
    { variant: 'standard', weight: 50 },
    { variant: 'simple', weight: 50 },
  ],
  control: 'standard',
  metrics: [
    { metric: 'purchase-rate', role: 'success' },
    { metric: 'revenue', role: 'secondary' },
    { metric: 'order-value', role: 'secondary' },
    { metric: 'failures', role: 'guardrail', margin: 0.1 },
  ],
  run: {
    status: 'running',
    phases: [
      {
        number: 1,
        salt: 'salt',
        layerSalt: 'layer',
        slots: [[0, 100_000]],
        variants: [
          { variant: 'standard', weight: 50 },
          { variant: 'simple', weight: 50 },
        ],
        startedAt: new Date(startedMs).toISOString(),
      },
    ],
  },
})

/** Units of an arm: how many bought, and of how many sevenths a payment failed. */
export type Shoppers = { units: number; buyers: number; failures: number }

/** The answer an event store would give for arms of shoppers. */
export function answerFor(arms: readonly Shoppers[], excluded = 0): PlanAnswer {
  const rows = arms.map(({ units, buyers, failures }) =>
    Array.from({ length: units }, (_, unit) => {
      const bought = unit < buyers ? 1 : 0
      const amount = bought * (amounts[unit % amounts.length] ?? 0)
      return {
        'purchase-rate': [bought],
        revenue: [amount],
        'order-value': [amount, bought],
        failures: [unit % 7 < failures ? 1 : 0],
      }
    }),
  )
  const columns = ['purchase-rate', 'revenue', 'order-value', 'failures'] as const
  return {
    units: arms.map(arm => arm.units),
    excluded,
    metrics: columns.map(metric => ({
      metric,
      cap: metric === 'revenue' ? 250 : null,
      skewness: rows.map(() => null),
      arms: rows.map(arm =>
        summarize(
          arm.map(unit => unit[metric]),
          metric === 'order-value' ? 2 : 1,
        ),
      ),
    })),
  }
}

/** The look that ends the plan of the example. */
export function lookAt(answer: PlanAnswer, atMs: number): Look {
  const at = new Date(atMs).toISOString()
  const { key } = experiment
  return { experiment: key, phase: 1, number: 1, at, takenAt: at, information: 1, final: false, answer }
}

/** A report's input at the last look, with anything else changed as wanted. */
export function inputFor(arms: readonly Shoppers[], changes: Partial<ReportInput> = {}, excluded = 0): ReportInput {
  const [phase] = experiment.run.phases
  if (phase === undefined) throw new Error('the example has a phase')
  const plan = planOf(project, experiment, phase, metrics, nowMs)
  const answer = answerFor(arms, excluded)
  const look = lookAt(answer, changes.nowMs ?? nowMs)
  return {
    experiment,
    phase,
    metrics,
    definitions: [],
    plan,
    answer,
    looks: [look],
    shown: look,
    past: [],
    addedLater: new Set(),
    changes: [],
    freshness: ['purchase_complete', 'payment_failed'].map(event => ({
      event,
      events: 1000,
      lastTimeMs: nowMs - 60_000,
    })),
    noticed: [],
    nowMs,
    definitionVersion: 3,
    ...changes,
  }
}

/** Arms with something to find: a clear rise of the purchase rate, and nothing in the order value. */
export const lively: readonly Shoppers[] = [
  { units: 4012, buyers: 409, failures: 1 },
  { units: 3988, buyers: 487, failures: 1 },
]
