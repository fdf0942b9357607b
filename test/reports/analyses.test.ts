import { describe, expect, it } from 'vitest'
import { reports, resources } from '../../src/contract/routes.ts'
import { calculate } from '../../src/core/stats/calculate.ts'
import { problemOf } from '../assay.ts'
import { at, dayMs, openMeasuredShop, params, reportOn, send, startExperiment, visitors } from './running-shop.ts'

const rates = { standard: 3, simple: 6 }

describe('a series', () => {
  it('ends in the numbers of the report, its days add up to it, and outcomes stay on the day they happened', async () => {
    const assay = await openMeasuredShop()
    await startExperiment(assay, 'e', { analysis: { mode: 'always-valid' } })
    const startMs = assay.clock.ms
    for (const day of [0, 1, 2]) {
      assay.clock.ms = startMs + day * dayMs + 3_600_000
      await send(assay, 'e', visitors(1000 * day, 200, rates), startMs + day * dayMs + 1000)
    }
    assay.clock.ms = startMs + 3 * dayMs
    await assay.settle()
    const report = await reportOn(assay, 'e')
    const { body } = await assay.call(reports.series, { ...at('e'), query: { metric: 'buy-rate' } })
    expect(body.cumulative.map(({ arms }) => arms.map(({ units }) => units))).toEqual([
      [100, 100],
      [200, 200],
      [300, 300],
    ])
    expect(body.daily.map(({ arms }) => arms.map(({ units }) => units))).toEqual([
      [100, 100],
      [100, 100],
      [100, 100],
    ])
    const arm = report.metrics[0]?.arms[1]
    expect(body.cumulative[2]?.arms[1]?.value).toBeCloseTo(Number(arm?.value), 12)
    const last = body.cumulative[2]?.arms[1]?.comparison
    const whole = arm?.comparison
    if (last === undefined || whole === undefined || 'unavailable' in last || 'unavailable' in whole) throw new Error()
    expect(last.se).toBeCloseTo(whole.se, 12)
    expect(last.ci[0]).toBeCloseTo(whole.ci[0] ?? 0, 12)
    expect(body.sinceExposure.map(({ day, arms }) => [day, arms[0]?.units, arms[0]?.value])).toEqual([
      [0, 200, 0.3],
      [1, 100, 0],
    ])
    const unknown = assay.call(reports.series, { ...at('e'), query: { metric: 'basket' } })
    expect(await problemOf(unknown)).toMatchObject({ status: 400, hint: 'Its metrics are buy-rate, revenue.' })
  })
})

describe('a breakdown', () => {
  it('by what the first exposure said, adjusted and shrunk', async () => {
    const assay = await openMeasuredShop()
    await startExperiment(assay, 'e', { analysis: { mode: 'always-valid' } })
    await send(assay, 'e', visitors(0, 800, rates), assay.clock.ms)
    assay.clock.ms += dayMs / 2
    await assay.settle()
    const { body } = await assay.call(reports.breakdown, { ...at('e'), query: { dimension: 'country' } })
    expect(body.refused).toBeUndefined()
    expect(body.checks.map(({ segment, units }) => [segment, units])).toEqual([
      ['DE', [200, 200]],
      ['FR', [200, 200]],
    ])
    const rows = body.metrics.find(({ metric }) => metric === 'buy-rate')?.segments ?? []
    expect(rows.map(({ segment, variant, units }) => [segment, variant, units])).toEqual([
      ['DE', 'simple', 200],
      ['FR', 'simple', 200],
    ])
    for (const { comparison } of rows) {
      if ('unavailable' in comparison || typeof comparison.shrunk !== 'number') throw new Error('there is a comparison')
      expect(comparison.adjustedP).toBeGreaterThanOrEqual(comparison.p)
      expect(comparison.adjustedP <= 0.05).toBe((comparison.ci[0] ?? -1) >= 0)
    }
  })

  it('by a property is refused where it was measured after exposure and the split is not as designed', async () => {
    const assay = await openMeasuredShop()
    await startExperiment(assay, 'e', { analysis: { mode: 'always-valid' } })
    // The plan is on purchases as well, which the variant brings about: who bought is an effect, who visited before is not.
    const who = visitors(0, 800, { standard: 1, simple: 9 }).map((one, i) => ({
      ...one,
      plan: i % 4 < 2 ? 'free' : 'paid',
    }))
    await send(assay, 'e', who, assay.clock.ms)
    assay.clock.ms += dayMs / 2
    await assay.settle()
    const before = await assay.call(reports.breakdown, { ...at('e'), query: { dimension: 'visit.plan' } })
    expect(before.body.refused).toBeUndefined()
    expect(before.body.checks.map(({ segment }) => segment)).toEqual(['free', 'paid'])
    const query = { dimension: 'buy.plan', measured: 'after' as const }
    const after = await assay.call(reports.breakdown, { ...at('e'), query })
    expect(after.body.refused).toContain('measured after exposure')
    expect(after.body.metrics).toEqual([])
    const none = assay.call(reports.breakdown, { ...at('e'), query: { dimension: 'mood' } })
    expect(await problemOf(none)).toMatchObject({ status: 400, hint: expect.stringContaining('country') })
  })

  it('by a personal property is refused: its segments would be named by what people are', async () => {
    const assay = await openMeasuredShop()
    const city = {
      type: 'string' as const,
      privacy: { class: 'personal' as const, treatment: 'keep' as const, purpose: 'delivery' },
    }
    const event = { key: 'sign_up', owner: 'accounts', purpose: 'accounts', properties: { city } }
    await assay.call(resources.events.create, { params, body: event })
    await startExperiment(assay, 'e', { analysis: { mode: 'always-valid' } })
    const refused = assay.call(reports.breakdown, { ...at('e'), query: { dimension: 'sign_up.city' } })
    expect(await problemOf(refused)).toMatchObject({
      status: 400,
      errors: [{ message: expect.stringContaining('personal') }],
    })
  })

  it('is veiled with the report', async () => {
    const assay = await openMeasuredShop()
    await startExperiment(assay, 'e', { analysis: { mode: 'fixed' } })
    await send(assay, 'e', visitors(0, 200, rates), assay.clock.ms)
    await assay.settle()
    const refused = assay.call(reports.breakdown, { ...at('e'), query: { dimension: 'country' } })
    expect(await problemOf(refused)).toMatchObject({
      status: 409,
      errors: [{ message: expect.stringContaining('planned end') }],
    })
  })
})

describe('overlapping experiments', () => {
  it('are checked for independence first, then for what they do to each other', async () => {
    const assay = await openMeasuredShop()
    for (const key of ['a', 'b']) await startExperiment(assay, key, { analysis: { mode: 'always-valid' } })
    const startMs = assay.clock.ms
    const first = visitors(0, 800, rates)
    const second = first.map((one, i) => ({ ...one, bought: false, variant: i % 4 < 2 ? 'standard' : 'simple' }))
    await send(assay, 'a', first, startMs)
    await send(assay, 'b', second, startMs + 1000)
    assay.clock.ms += dayMs / 2
    await assay.settle()
    const { body } = await assay.call(reports.interactions, at('a'))
    expect(body.items).toMatchObject([
      { experiment: 'b', units: 800, independence: { chi2: 0, holds: true }, interactions: { length: 2 } },
    ])
    expect(body.items[0]?.interactions[0]).toMatchObject({
      metric: 'buy-rate',
      variant: 'simple',
      otherVariant: 'simple',
      result: { p: expect.any(Number) },
    })
    const dependent = await openMeasuredShop()
    for (const key of ['a', 'b']) await startExperiment(dependent, key, { analysis: { mode: 'always-valid' } })
    for (const key of ['a', 'b']) await send(dependent, key, first, dependent.clock.ms)
    dependent.clock.ms += dayMs / 2
    await dependent.settle()
    const { body: same } = await dependent.call(reports.interactions, at('a'))
    expect(same.items).toMatchObject([{ interactions: [] }])
  })
})

describe('the impact', () => {
  it('is the gain over all exposed units, and its share of the whole product', async () => {
    const assay = await openMeasuredShop()
    await startExperiment(assay, 'e', { analysis: { mode: 'always-valid' } })
    const startMs = assay.clock.ms
    await send(assay, 'e', visitors(0, 400, rates), startMs)
    // Buyers whom the experiment never met: as many as those it did, 60 + 120.
    const others = Array.from({ length: 180 }, (_, i) => ({
      id: `other-${i}`,
      event: 'buy',
      time: new Date(startMs + 1000).toISOString(),
      user_id: `other-${i}`,
      properties: { amount: 10 },
    }))
    await assay.send(assay.key1, others)
    assay.clock.ms += dayMs / 2
    await assay.settle()
    const { body } = await assay.call(reports.impact, at('e'))
    const [rate] = body.metrics
    if (rate === undefined || 'unavailable' in rate.result) throw new Error('there is an impact')
    const { coverage, productTotal, exposedTotal, gain, productLift } = rate.result
    expect(coverage).toBeCloseTo(0.5, 12)
    expect(productTotal).toBe(360)
    expect(exposedTotal).toBeCloseTo(180, 9)
    expect(gain).toBeCloseTo(120, 9)
    // All on the control: 400 x 0.3 exposed buyers and 180 others.
    expect(productLift).toBeCloseTo(120 / 300, 12)
  })
})

describe('planning', () => {
  it('learns from who arrived lately, and agrees with the calculator where nothing is added', async () => {
    const assay = await openMeasuredShop()
    const startMs = assay.clock.ms
    await send(assay, 'elsewhere', visitors(0, 1400, { standard: 3, simple: 3 }), startMs)
    assay.clock.ms = startMs + 7 * dayMs
    await assay.settle()
    await addDraft(assay, 'fixed')
    await addDraft(assay, 'group-sequential')
    await addDraft(assay, 'always-valid')
    const body = { metric: 'buy-rate', effect: { relative: 0.1 }, days: 14, arrival: 'visit' }
    const planned = []
    for (const key of ['fixed', 'group-sequential', 'always-valid']) {
      const { body: advice } = await assay.call(reports.planSize, { ...at(key), body })
      if ('unavailable' in advice) throw new Error(advice.unavailable)
      planned.push(advice)
    }
    const [fixed, sequential, always] = planned
    expect(fixed?.baseline.units).toBe(1400)
    expect(fixed?.baseline.value).toBeCloseTo(0.3, 12)
    expect(fixed?.unitsPerDay).toBe(100)
    const calculator = calculate('sample-size', {
      baseline: { rate: 0.3 },
      effect: { relative: 0.1 },
      alpha: 0.05,
      power: 0.8,
    })
    expect(fixed?.perArm).toBe('perArm' in calculator ? calculator.perArm : undefined)
    expect(fixed?.days).toBe(Math.ceil(Number(fixed?.perArm) / 50))
    // Jennison & Turnbull (2000), table 2.4: about 1.03 for daily looks of this type; looking at any time costs far more.
    expect(sequential?.inflation).toBeGreaterThan(1.01)
    expect(sequential?.inflation).toBeLessThan(1.05)
    expect(always?.inflation).toBeGreaterThan(1.3)
    const curve = fixed?.powerCurve.map(({ power }) => power) ?? []
    expect(curve).toEqual(curve.toSorted((a, b) => a - b))
    const refused = assay.call(reports.planSize, { ...at('fixed'), body: { ...body, arrival: undefined } })
    expect(await problemOf(refused)).toMatchObject({ status: 409, hint: expect.stringContaining('arrival') })
  })

  it('raises the power for guardrails and shares alpha over success metrics', async () => {
    const assay = await openMeasuredShop()
    const startMs = assay.clock.ms
    await startExperiment(assay, 'e', {
      metrics: [
        { metric: 'buy-rate', role: 'success' },
        { metric: 'revenue', role: 'success' },
        { metric: 'basket', role: 'guardrail', margin: 0.1 },
      ],
    })
    await send(assay, 'e', visitors(0, 400, rates), startMs)
    assay.clock.ms += 2 * dayMs
    await assay.settle()
    const body = { metric: 'buy-rate', effect: { absolute: 0.1 } }
    const { body: advice } = await assay.call(reports.planSize, { ...at('e'), body })
    expect(advice).toMatchObject({ level: 0.025, power: 0.9, unitsPerDay: 200 })
  })
})

async function addDraft(
  assay: Awaited<ReturnType<typeof openMeasuredShop>>,
  mode: 'fixed' | 'group-sequential' | 'always-valid',
) {
  const variants = ['standard', 'simple'].map(variant => ({ key: variant, value: variant }))
  await assay.call(resources.flags.create, {
    params,
    body: { key: `flag-${mode}`, name: mode, type: 'string', variants, off: 'standard', environments: {} },
  })
  await assay.call(resources.experiments.create, {
    params,
    body: {
      key: mode,
      name: mode,
      flag: `flag-${mode}`,
      environment: 'production',
      variants: variants.map(({ key }) => ({ variant: key, weight: 50 })),
      control: 'standard',
      metrics: [{ metric: 'buy-rate', role: 'success' }],
      analysis: { mode },
    },
  })
}
