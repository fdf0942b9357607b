import { describe, expect, it } from 'vitest'
import { exposureEvent } from '../../../src/contract/event.ts'
import { interpret, type PlainEvent } from '../../../src/core/metrics/interpret.ts'
import type { Plan, PlannedMetric } from '../../../src/core/metrics/plan.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const fromMs = Date.parse('2026-03-01T00:00:00Z')

const at = (user: string, hour: number, event: string, ms: number | null = null): PlainEvent => ({
  event,
  environment: 'production',
  timeMs: fromMs + hour * hourMs,
  units: { user_id: user },
  properties: { ms },
})
const exposed = (user: string, hour: number, variant = 'a'): PlainEvent => ({
  ...at(user, hour, exposureEvent),
  properties: { experiment: 'e', phase: 1, variant },
})
const planFor = (metric: PlannedMetric, more: Partial<Plan> = {}): Plan => ({
  project: 'shop',
  environment: 'production',
  unitField: 'user_id',
  experiment: 'e',
  phase: 1,
  variants: ['a', 'b'],
  fromMs,
  untilMs: fromMs + 10 * dayMs,
  windowMs: null,
  prePeriodMs: 0,
  terms: [{ event: 'timed', aggregate: 'sum', property: 'ms', where: {} }],
  metrics: [metric],
  ...more,
})
const armOf = (plan: Plan, events: PlainEvent[]) => interpret(plan, events).metrics[0]?.arms[0]

const funnel: PlannedMetric = {
  metric: 'm',
  kind: 'funnel',
  steps: [{ event: 'cart' }, { event: 'pay' }],
  exclude: [],
  windowMs: dayMs,
}
const retention: PlannedMetric = { metric: 'm', kind: 'retention', back: { event: 'open' }, day: 3 }
const quantile = { metric: 'm', kind: 'quantile', q: 0.5 } as const

describe('a funnel in an experiment', () => {
  it('is of all exposed units, by what they did from their first exposure on', () => {
    const events = [
      ...[exposed('u1', 1), at('u1', 2, 'cart'), at('u1', 3, 'pay')],
      // The cart came before the exposure, so the path does not begin.
      ...[at('u2', 1, 'cart'), exposed('u2', 2), at('u2', 3, 'pay')],
      ...[exposed('u3', 1), at('u3', 2, 'cart')],
      ...[exposed('u4', 1), exposed('u4', 2, 'b'), at('u4', 3, 'cart'), at('u4', 4, 'pay')],
      exposed('u5', 1),
    ]
    expect(armOf(planFor(funnel), events)).toMatchObject({ n: 4, means: [0.25], steps: [2, 1], immature: 0 })
  })

  it('ends with the window of the analysis, and then nothing of it is immature', () => {
    const events = [exposed('u1', 1), at('u1', 2, 'cart'), at('u1', 6, 'pay'), exposed('u2', 1), at('u2', 5, 'cart')]
    const until = { untilMs: fromMs + 7 * hourMs }
    expect(armOf(planFor(funnel, until), events)).toMatchObject({ steps: [2, 1], immature: 1 })
    const windowMs = 4.5 * hourMs
    expect(armOf(planFor(funnel, { ...until, windowMs }), events)).toMatchObject({ steps: [2, 0], immature: 0 })
  })
})

describe('retention in an experiment', () => {
  it('is of the units whose day after the first exposure is over, whatever the window of the analysis', () => {
    const events = [
      ...[exposed('u1', 1), at('u1', 1 + 72, 'open')],
      ...[exposed('u2', 1), at('u2', 72, 'open')],
      ...[exposed('u3', 200), at('u3', 200 + 72, 'open')],
    ]
    const until = { untilMs: fromMs + 280 * hourMs, windowMs: dayMs }
    expect(armOf(planFor(retention, until), events)).toMatchObject({ n: 2, means: [0.5], immature: 1 })
  })
})

describe('a quantile in an experiment', () => {
  const events = [
    ...[exposed('u1', 1), at('u1', 0, 'timed', 99), at('u1', 2, 'timed', 1), at('u1', 3, 'timed', 3)],
    ...[exposed('u2', 1), at('u2', 2, 'timed', 8), at('u2', 3, 'timed')],
    exposed('u3', 1),
  ]

  it('of units is of their totals, zeros included', () => {
    const arm = armOf(planFor({ ...quantile, level: 'unit', y: 0 }), events)
    expect(arm).toMatchObject({ n: 3, means: [4], order: { q: 0.5, n: 3, value: 4, lower: null, upper: null } })
  })

  it('of events is of all values, and counts of each unit that has any how many are not above it', () => {
    const metric: PlannedMetric = { ...quantile, level: 'event', event: 'timed', property: 'ms', where: {} }
    const arm = armOf(planFor(metric), events)
    expect(arm).toMatchObject({ n: 2, means: [1, 1.5], order: { n: 3, value: 3, lower: null, upper: null } })
    expect(armOf(planFor(metric), [exposed('u1', 1)])).toEqual({ n: 0, means: [0, 0], comoments: [0, 0, 0] })
  })
})
