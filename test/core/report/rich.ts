import { ExperimentRecord } from '../../../src/contract/experiment.ts'
import { Metric } from '../../../src/contract/metric.ts'
import { type Arm, type PlanAnswer, planOf } from '../../../src/core/metrics/plan.ts'
import { clusterOf, orderOf } from '../../../src/core/metrics/quantile-order.ts'
import type { ReportInput } from '../../../src/core/report/report.ts'
import { skewnessOf } from '../../../src/core/stats/skewness.ts'
import { summarize } from '../../../src/core/stats/summary.ts'
import { normal, seeded } from '../../../src/demo/random.ts'
import { lookAt, nowMs, experiment as plain, project } from './example.ts'

type Analysis = Partial<ExperimentRecord['analysis']>

const total = (event: string, property?: string) => (property === undefined ? { event } : { event, property })
const formulas = {
  rate: { kind: 'proportion', event: 'bought' },
  spend: { kind: 'mean', total: total('bought', 'amount') },
  basket: { kind: 'ratio', numerator: total('bought', 'amount'), denominator: total('bought') },
  checkout: { kind: 'funnel', steps: [{ event: 'opened' }, { event: 'paid' }, { event: 'bought' }] },
  day3: { kind: 'retention', event: 'opened', day: 3 },
  large: { kind: 'quantile', event: 'bought', property: 'amount', q: 0.9, level: 'unit' },
  price: { kind: 'quantile', event: 'bought', property: 'amount', q: 0.75, level: 'event' },
} as const
const roles = ['success', 'guardrail', 'secondary', 'exploratory'] as const

/** Every kind in every role. */
const metrics = roles.flatMap(role =>
  Object.entries(formulas).map(([kind, formula]) =>
    Metric.parse({ key: `${role}-${kind}`, name: `${role} ${kind}`, formula }),
  ),
)

/** A report's input over four arms, every kind of metric in every role, with or without a pre-period, by the analysis wanted. */
export function richInput(analysis: Analysis = {}, effect = 0.1): ReportInput {
  const variants = ['control', 'a', 'b', 'c'].map(variant => ({ variant, weight: 25 }))
  const [phase] = plain.run.phases
  if (phase === undefined) throw new Error('the example has a phase')
  const experiment = ExperimentRecord.parse({
    ...plain,
    variants,
    control: 'control',
    metrics: metrics.map(({ key }) => {
      const role = key.split('-')[0] ?? ''
      return { metric: key, role, ...(role === 'guardrail' ? { margin: 0.05 } : {}) }
    }),
    analysis: { ...plain.analysis, ...analysis },
    run: { ...plain.run, phases: [{ ...phase, variants }] },
  })
  const [own] = experiment.run.phases
  if (own === undefined) throw new Error('the experiment has a phase')
  const plan = planOf(project, experiment, own, metrics, nowMs)
  const answer = answerOf(plan.prePeriodMs > 0, effect)
  const shown = experiment.analysis.mode === 'always-valid' ? undefined : lookAt(answer, nowMs)
  return {
    experiment,
    phase: own,
    metrics,
    definitions: [],
    plan,
    answer,
    looks: shown === undefined ? [] : [shown],
    shown,
    past: Array.from({ length: 12 }, (_, i) => ({ effect: Math.sin(i) / 10, se: 0.03 })),
    addedLater: new Set(),
    changes: [],
    noticed: [],
    freshness: ['bought', 'opened', 'paid'].map(event => ({ event, events: 10, lastTimeMs: nowMs - 1 })),
    nowMs,
    definitionVersion: 1,
  }
}

function answerOf(withBefore: boolean, effect: number): PlanAnswer {
  const random = seeded(11)
  const arms = [0, 1, 2, 3].map(arm =>
    Array.from({ length: 500 + 3 * arm }, () => {
      const taste = normal(random)
      const orders = Math.max(1, Math.round(2 + taste + arm * effect + normal(random)))
      const before = Math.max(1, Math.round(2 + taste))
      const price = 20 + normal(random)
      return {
        orders,
        before,
        spend: orders * price,
        spendBefore: before * (20 + normal(random)),
        bought: orders > 2 ? 1 : 0,
        prices: Array.from({ length: orders }, () => price + normal(random)),
        furthest: Math.min(3, orders),
        back: normal(random) + arm * effect > 0.5 ? 1 : 0,
      }
    }),
  )
  type Unit = (typeof arms)[0][0]
  const columns = {
    rate: (unit: Unit) => [unit.bought, ...(withBefore ? [unit.before > 2 ? 1 : 0] : [])],
    spend: (unit: Unit) => [unit.spend, ...(withBefore ? [unit.spendBefore] : [])],
    basket: (unit: Unit) => [unit.spend, unit.orders, ...(withBefore ? [unit.spendBefore, unit.before] : [])],
  }
  const outcomes: Record<string, (units: readonly Unit[]) => Arm> = {
    checkout: own => ({
      ...summarize(own.map(unit => [unit.furthest === 3 ? 1 : 0])),
      steps: [1, 2, 3].map(step => own.filter(unit => unit.furthest >= step).length),
      immature: 7,
    }),
    // The last units came too late for their day to be over.
    day3: own => ({ ...summarize(own.slice(0, -40).map(unit => [unit.back])), immature: 40 }),
    large: own =>
      withOrder(
        summarize(own.map(unit => [unit.spend])),
        orderOf(
          own.map(unit => unit.spend),
          0.9,
        ),
      ),
    price: own => {
      const order = orderOf(
        own.flatMap(unit => unit.prices),
        0.75,
      )
      return withOrder(summarize(own.map(unit => clusterOf(unit.prices, order?.value ?? 0))), order)
    },
  }
  return {
    units: arms.map(arm => arm.length),
    excluded: 0,
    metrics: metrics.map(({ key, formula }) => {
      const outcome = outcomes[key.split('-')[1] ?? '']
      if (outcome !== undefined)
        return { metric: key, cap: null, arms: arms.map(outcome), skewness: arms.map(() => null) }
      const rows = arms.map(arm => arm.map(columns[key.split('-')[1] as keyof typeof columns]))
      return {
        metric: key,
        cap: null,
        arms: rows.map(arm => summarize(arm)),
        skewness: rows.map(arm => {
          const skewness = skewnessOf(arm.map(([y = 0]) => y))
          return formula.kind === 'mean' && typeof skewness === 'number' ? skewness : null
        }),
      }
    }),
  }
}

function withOrder(arm: Arm, order: Arm['order']): Arm {
  return order === undefined ? arm : { ...arm, order }
}
