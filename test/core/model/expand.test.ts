import { describe, expect, it } from 'vitest'
import example from '../../../examples/model/model.ts'
import { modelFrom } from './example.ts'

describe('a model in shorthand', () => {
  const model = modelFrom(JSON.parse(JSON.stringify(example)))

  it('says lengths of time, shares and types exactly', () => {
    expect(model.events.purchase_complete).toEqual({
      owner: 'checkout',
      purpose: 'analytics',
      priority: 'normal',
      source: 'server',
      truth: true,
      freshnessMinutes: 15,
      expect: {
        duplicatesMax: 0.001,
        missingMax: 0.005,
        completeness: { against: 'order_created', by: 'order_id', min: 0.98 },
      },
      properties: {
        order_id: { type: 'string', required: true },
        amount: { type: 'number', required: true },
        email: {
          type: 'string',
          required: false,
          privacy: { class: 'personal', treatment: 'hash', purpose: 'analytics' },
        },
      },
    })
    expect(model.events.add_to_cart?.retentionDays).toBe(400)
    expect(model.events.user?.properties.age_band).toEqual({
      type: 'string',
      required: false,
      values: ['18-34', '35-64', '65+'],
    })
    expect(model.dimensions).toEqual({
      platform: { source: 'platform' },
      country: { source: 'country' },
      age_band: { source: 'user.age_band' },
    })
  })

  it('says every kind of metric', () => {
    const formulas = Object.fromEntries(Object.entries(model.metrics).map(([key, { formula }]) => [key, formula]))
    const total = { event: 'purchase_complete', property: 'amount' }
    expect(formulas).toEqual({
      purchase_rate: { kind: 'proportion', event: 'purchase_complete' },
      revenue_per_user: { kind: 'mean', total, cap: 0.999 },
      order_value: { kind: 'ratio', numerator: total, denominator: { event: 'purchase_complete' } },
      declined_per_user: { kind: 'mean', total: { event: 'payment_failed', where: { code: ['declined'] } } },
      checkout: {
        kind: 'funnel',
        steps: [{ event: 'checkout_started' }, { event: 'payment_submitted' }, { event: 'purchase_complete' }],
        windowDays: 1,
        exclude: [{ event: 'payment_failed' }],
      },
      day7: { kind: 'retention', event: 'app_open', day: 7 },
      checkout_p95: { kind: 'quantile', event: 'checkout_timing', property: 'ms', q: 0.95, level: 'event' },
      weekly_users: { kind: 'active', event: 'app_open', days: 7 },
    })
    expect(model.metrics.revenue_per_user).toMatchObject({ name: 'Revenue per user', better: 'up', measure: 'EUR' })
    expect(model.metrics.checkout_p95).toMatchObject({ name: 'Checkout p95', better: 'down' })
  })

  it('in full is the same model', () => {
    expect(modelFrom(model)).toEqual(model)
  })

  it('is refused where it says nothing known', () => {
    const wrong = [
      { events: { a: { owner: 'o', retention: '400 days' } } },
      { events: { a: { owner: 'o', retention: '36h' } } },
      { events: { a: { owner: 'o', expect: { duplicates: 'few' } } } },
      { events: { a: { owner: 'o', properties: { b: 'text' } } } },
      { events: { a: { owner: 'o', properties: { b: { type: 'string', privacy: { class: 'personal' } } } } } },
      { events: { a: {} } },
      { events: { 'A b': { owner: 'o' } } },
      { dimensions: { a: '$planet' } },
      { metrics: { a: { kind: 'mode', event: 'b' } } },
      { metrics: { a: { kind: 'mean', event: 'b', cap: 2 } } },
      { metrics: { a: { kind: 'funnel', steps: ['b'] } } },
    ]
    for (const each of wrong) expect(() => modelFrom(each), JSON.stringify(each)).toThrow()
  })
})
