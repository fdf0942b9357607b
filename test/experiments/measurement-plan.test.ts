import { describe, expect, it } from 'vitest'
import { privacy } from '../../src/contract/privacy-routes.ts'
import { lifecycle, resources } from '../../src/contract/routes.ts'
import { measurement } from '../../src/contract/understanding-routes.ts'
import { reportText } from '../../src/core/report/text.ts'
import { problemOf, type TestAssay } from '../assay.ts'
import { at, openMeasuredShop, params, reportOn } from '../reports/running-shop.ts'

const minuteMs = 60_000

/** A draft that could start, were its events there. */
async function addDraft(assay: TestAssay, metrics = ['buy-rate', 'revenue']): Promise<void> {
  const variants = ['standard', 'simple'].map(variant => ({ key: variant, value: variant }))
  const flag = {
    key: 'checkout',
    name: 'Checkout',
    type: 'string' as const,
    variants,
    off: 'standard',
    environments: { production: { on: true, fallthrough: 'standard' } },
  }
  const { etag = '' } = await assay.call(resources.flags.create, { params, body: flag })
  await assay.call(resources.experiments.create, {
    params,
    body: {
      key: 'simpler',
      name: 'Simpler',
      hypothesis: 'fewer fields, more purchases',
      flag: 'checkout',
      environment: 'production',
      variants: variants.map(({ key }) => ({ variant: key, weight: 50 })),
      control: 'standard',
      metrics: metrics.map(metric => ({ metric, role: 'success' as const })),
    },
  })
  const rules = [{ id: 'try', serve: { experiment: 'simpler' } }]
  await assay.call(resources.flags.change, {
    ...at('checkout'),
    body: { environments: { production: { rules } } },
    ifMatch: etag,
  })
}

async function buyOnce(assay: TestAssay & { key1: string }, unit: object = { user_id: 'u1' }): Promise<void> {
  const event = {
    id: `b-${JSON.stringify(unit)}`,
    event: 'buy',
    time: assay.clock.ms,
    properties: { amount: 5 },
    ...unit,
  }
  await assay.send(assay.key1, [event])
  await assay.settle()
}

const planOf = async (assay: TestAssay) => (await assay.call(measurement.experimentPlan, at('simpler'))).body
const start = (assay: TestAssay, query: { why?: string } = {}) =>
  assay.call(lifecycle.start, { ...at('simpler'), ifMatch: '"1"', query })

describe('the measurement plan of an experiment', () => {
  it('becomes ready when its events arrive with the unit it shares out', async () => {
    const assay = await openMeasuredShop()
    await addDraft(assay)
    expect(await planOf(assay)).toMatchObject({
      goal: 'fewer fields, more purchases',
      environment: 'production',
      status: 'not-arriving',
      unit: { unit: 'user', field: 'user_id', status: 'ready' },
    })
    await buyOnce(assay, { device_id: 'd1' })
    expect(await planOf(assay)).toMatchObject({ status: 'missing', metrics: [{ events: [{ event: 'buy' }] }, {}] })
    await buyOnce(assay)
    const ready = await planOf(assay)
    expect(ready.status).toBe('ready')
    expect(ready.metrics[0]?.events).toEqual([
      {
        event: 'buy',
        status: 'ready',
        lastSeen: '2026-03-02T12:00:00.000Z',
        detail: 'the last one with user_id arrived less than a minute ago',
      },
    ])
    assay.clock.ms += 7 * 1440 * minuteMs + minuteMs
    expect((await planOf(assay)).status).toBe('not-arriving')
  })

  it('tells the goal that was written down rather than the hypothesis', async () => {
    const assay = await openMeasuredShop()
    await addDraft(assay)
    await assay.call(resources.experiments.change, {
      ...at('simpler'),
      body: { goal: 'one purchase more in a hundred visits' },
      ifMatch: '"1"',
    })
    expect((await planOf(assay)).goal).toBe('one purchase more in a hundred visits')
  })

  it('waits for privacy reviews of what a metric reads', async () => {
    const assay = await openMeasuredShop()
    const { call } = assay
    const wanted = { class: 'personal', treatment: 'keep', purpose: 'test' } as const
    const { etag = '' } = await call(resources.events.change, {
      ...at('buy'),
      body: { properties: { town: { type: 'string', privacy: wanted } } },
      ifMatch: '"1"',
    })
    const formula = { kind: 'proportion' as const, event: 'buy', where: { town: ['Bern'] } }
    await call(resources.metrics.create, { params, body: { key: 'in-bern', name: 'In Bern', formula } })
    await addDraft(assay, ['buy-rate', 'in-bern'])
    await buyOnce(assay)
    expect(await planOf(assay)).toMatchObject({
      status: 'unreviewed',
      metrics: [{ status: 'ready' }, { status: 'unreviewed', events: [{ detail: expect.stringContaining('town') }] }],
    })
    await call(privacy.decide, {
      params: { project: 'shop', event: 'buy', property: 'town' },
      body: { outcome: 'approve', reason: 'towns are large' },
      ifMatch: etag,
    })
    expect((await planOf(assay)).status).toBe('ready')
  })

  it('is unhealthy while an incident is open', async () => {
    const assay = await openMeasuredShop()
    await addDraft(assay)
    await buyOnce(assay)
    const finding = {
      check: 'volume',
      status: 'failing',
      detail: 'all gone',
      windowHours: 1,
      observed: 0,
      expected: 9,
    } as const
    const hour = Math.floor(assay.clock.ms / 3_600_000)
    assay.platform.control.addIncident({
      id: 'i1',
      project: 'shop',
      environment: 'production',
      event: 'buy',
      openedAt: new Date(assay.clock.ms).toISOString(),
      trouble: { check: 'volume', property: undefined, startHour: hour - 1, endHour: undefined, finding },
    })
    expect(await planOf(assay)).toMatchObject({ status: 'unhealthy', detail: expect.stringContaining('buy-rate') })
    assay.platform.control.closeIncident('i1', hour, new Date(assay.clock.ms).toISOString())
    expect((await planOf(assay)).status).toBe('ready')
  })
})

describe('starting an experiment', () => {
  it('that cannot be measured is refused, naming what is missing and how to go on', async () => {
    const assay = await openMeasuredShop()
    await addDraft(assay, ['buy-rate', 'revenue'])
    const refused = await problemOf(start(assay))
    expect(refused).toMatchObject({
      type: '/problems/not-allowed-now',
      errors: [{ path: '/metrics/0', message: 'buy-rate needs buy: it never arrived in production' }],
    })
    expect(refused.hint).toContain('?why=')
    expect((await planOf(assay)).status).toBe('not-arriving')
  })

  it('says at once what else stands in the way', async () => {
    const assay = await openMeasuredShop()
    await addDraft(assay)
    await assay.call(resources.flags.change, {
      ...at('checkout'),
      body: { environments: { production: { on: false } } },
      ifMatch: '"2"',
    })
    const { errors = [] } = await problemOf(start(assay))
    expect(errors.map(({ path }) => path)).toEqual(['/flag', '/metrics/0'])
  })

  it('takes a reason, which the history keeps and the report shows with what was missing', async () => {
    const assay = await openMeasuredShop()
    await addDraft(assay)
    const missing = [
      { metric: 'buy-rate', event: 'buy', status: 'not-arriving', detail: 'it never arrived in production' },
    ]
    const { body } = await start(assay, { why: 'the shop opens today' })
    expect(body.run.phases[0]?.startedUnready).toEqual({ reason: 'the shop opens today', missing })
    const { items } = (await assay.call(resources.experiments.history, at('simpler'))).body
    expect(items[0]).toMatchObject({
      action: 'start',
      why: 'the shop opens today',
      after: { run: { phases: [{ startedUnready: { missing } }] } },
    })
    const report = await reportOn(assay, 'simpler')
    expect(report.startedUnready).toEqual({ reason: 'the shop opens today', missing })
    expect(reportText(report, { colour: false })).toContain(
      'Started before everything could be measured (the shop opens today). At that moment:\n  buy: it never arrived in production',
    )
  })

  it('that is ready needs no reason, and keeps nothing of one', async () => {
    const assay = await openMeasuredShop()
    await addDraft(assay)
    await buyOnce(assay)
    const { body } = await start(assay)
    expect(body.run.phases[0]).not.toHaveProperty('startedUnready')
    expect(await reportOn(assay, 'simpler')).not.toHaveProperty('startedUnready')
  })
})

describe('a flag without an experiment', () => {
  const goal = 'more people find the new search'

  async function measuredFlag(
    assay: TestAssay,
    metrics: { metric: string; role: 'success' | 'guardrail'; margin?: number }[],
  ) {
    const variants = [
      { key: 'on', value: true },
      { key: 'off', value: false },
    ]
    const body = { key: 'search', name: 'Search', type: 'boolean' as const, variants, off: 'off', environments: {} }
    return assay.call(resources.flags.create, { params, body: { ...body, measurement: { goal, metrics } } })
  }

  it('has a plan in each environment, of events alone', async () => {
    const assay = await openMeasuredShop()
    const metrics = [
      { metric: 'buy-rate', role: 'success' as const },
      { metric: 'revenue', role: 'guardrail' as const, margin: 0.02 },
    ]
    await measuredFlag(assay, metrics)
    await buyOnce(assay, { device_id: 'd1' })
    const plan = (await assay.call(measurement.flagPlan, at('search'))).body
    expect(plan).toMatchObject({
      goal,
      status: 'ready',
      metrics: [{ role: 'success' }, { role: 'guardrail', margin: 0.02 }],
    })
    expect(plan).not.toHaveProperty('unit')
    const staging = await assay.call(measurement.flagPlan, { ...at('search'), query: { environment: 'staging' } })
    expect(staging.body).toMatchObject({ environment: 'staging', status: 'not-arriving' })
  })

  it('may be measured by events of any kind', async () => {
    const assay = await openMeasuredShop()
    const formula = { kind: 'active' as const, days: 7 }
    await assay.call(resources.metrics.create, { params, body: { key: 'weekly', name: 'Active in a week', formula } })
    await measuredFlag(assay, [{ metric: 'weekly', role: 'success' }])
    const status = async () => (await assay.call(measurement.flagPlan, at('search'))).body.status
    expect(await status()).toBe('not-arriving')
    await buyOnce(assay)
    expect(await status()).toBe('ready')
    const nowhere = assay.call(measurement.flagPlan, { ...at('search'), query: { environment: 'nowhere' } })
    expect(await problemOf(nowhere)).toMatchObject({ status: 404 })
  })

  it('says so when nobody wrote down what it is for', async () => {
    const assay = await openMeasuredShop()
    await addDraft(assay)
    expect((await assay.call(measurement.flagPlan, at('checkout'))).body).toMatchObject({
      status: 'missing',
      detail: 'no metric says what success looks like',
      metrics: [],
    })
  })

  it('can only be measured by metrics that exist, which then stay', async () => {
    const assay = await openMeasuredShop()
    const unknown = await problemOf(measuredFlag(assay, [{ metric: 'nothing', role: 'success' }]))
    expect(unknown.errors).toMatchObject([{ path: '/measurement/metrics/0/metric' }])
    const margin = await problemOf(measuredFlag(assay, [{ metric: 'buy-rate', role: 'success', margin: 0.1 }]))
    expect(margin.errors).toMatchObject([{ path: '/measurement/metrics/0/margin' }])
    await measuredFlag(assay, [{ metric: 'buy-rate', role: 'success' }])
    const kept = await problemOf(assay.call(resources.metrics.archive, { ...at('buy-rate'), ifMatch: '"1"' }))
    expect(kept.errors).toMatchObject([{ message: expect.stringContaining('flag search') }])
  })
})
