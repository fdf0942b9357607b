import { describe, expect, it } from 'vitest'
import example from '../../examples/model/model.ts'
import type { WrittenModel } from '../../src/contract/model-file.ts'
import { model } from '../../src/contract/model-routes.ts'
import { privacy } from '../../src/contract/privacy-routes.ts'
import { access, lifecycle, resources } from '../../src/contract/routes.ts'
import { openShop, problemOf, type TestAssay } from '../assay.ts'

const params = { project: 'shop' }
const written = JSON.parse(JSON.stringify(example)) as unknown as WrittenModel

/** Plans a model and applies exactly that plan. */
async function push(assay: TestAssay, body: WrittenModel, why?: string) {
  const { body: plan } = await assay.call(model.plan, { params, body })
  return assay.call(model.apply, {
    params,
    body,
    ifMatch: `"${plan.from}"`,
    ...(why === undefined ? {} : { query: { why } }),
  })
}

const small = {
  events: { buy: { owner: 'shop', properties: { amount: 'number!', plan: ['free', 'paid'] } } },
  metrics: { rate: { kind: 'proportion', event: 'buy' } },
} as unknown as WrittenModel

describe('the model of a project', () => {
  it('is empty at first, has a version, and is answered 304 to who knows it', async () => {
    const assay = await openShop()
    const { body, etag } = await assay.call(model.read, { params })
    expect(body.model).toEqual({
      timeZone: 'UTC',
      units: { user: 'user_id', device: 'device_id', session: 'session_id' },
      events: {},
      dimensions: {},
      metrics: {},
    })
    expect(etag).toBe(`"${body.version}"`)
    const again = await assay.request('/api/v1/projects/shop/model', { headers: { 'if-none-match': etag ?? '' } })
    expect(again.status).toBe(304)
  })

  it('is pushed whole: a second plan finds nothing, and every definition has its revision with the reason', async () => {
    const assay = await openShop()
    const { body: plan } = await push(assay, written, 'the first model')
    expect(plan.ok).toBe(true)
    expect(plan.changes.map(({ noun, key, change }) => `${noun} ${key} ${change}`)).toContain('projects shop changed')
    expect(plan.changes).toHaveLength(1 + 9 + 3 + 8)
    expect(plan.changes.find(({ key }) => key === 'purchase_complete')?.reviewNeeded).toMatchObject([
      { property: 'email', privacy: { class: 'personal', treatment: 'hash' }, status: 'pending' },
    ])
    const { body: now } = await assay.call(model.read, { params })
    expect(now.version).toBe(plan.version)
    expect((await assay.call(model.plan, { params, body: written })).body).toMatchObject({
      changes: [],
      nearDuplicates: [],
      ok: true,
      version: plan.version,
      from: plan.version,
    })
    // What was read is a model file too.
    expect((await assay.call(model.plan, { params, body: now.model })).body.changes).toEqual([])
    const { body: history } = await assay.call(resources.metrics.history, { params: { ...params, key: 'day7' } })
    expect(history.items).toMatchObject([{ action: 'create', why: 'the first model', by: 'test owner' }])
    expect((await assay.call(resources.projects.read, { params: { key: 'shop' } })).body.timeZone).toBe('Europe/Berlin')
  })

  it('does not change for a plan that was made against another one', async () => {
    const assay = await openShop()
    const { body: plan } = await assay.call(model.plan, { params, body: small })
    await push(assay, { ...small, metrics: {} })
    const late = assay.call(model.apply, { params, body: small, ifMatch: `"${plan.from}"` })
    expect(await problemOf(late)).toMatchObject({ status: 412 })
    const without = await assay.request('/api/v1/projects/shop/model', {
      method: 'PUT',
      body: JSON.stringify(small),
      headers: { 'content-type': 'application/json' },
    })
    expect(without.status).toBe(428)
  })

  it('refuses what breaks senders, and takes it under a new name', async () => {
    const assay = await openShop()
    await push(assay, small)
    const retyped = {
      ...small,
      events: { buy: { owner: 'shop', properties: { amount: 'string!' } } },
    } as unknown as WrittenModel
    const { body: plan } = await assay.call(model.plan, { params, body: retyped })
    expect(plan).toMatchObject({
      ok: false,
      changes: [{ noun: 'events', key: 'buy', change: 'changed', compatibility: 'breaking' }],
    })
    expect(plan.changes[0]?.dependants).toMatchObject({ metrics: ['rate'] })
    const refused = await problemOf(push(assay, retyped))
    expect(refused).toMatchObject({ status: 422, hint: expect.stringContaining('buy_v2') })
    expect(refused.errors?.map(({ path }) => path)).toEqual([
      '/events/buy/properties/amount',
      '/events/buy/properties/plan',
    ])
    const renamed = { ...small, events: { ...small.events, buy_v2: retyped.events.buy } } as unknown as WrittenModel
    expect((await push(assay, renamed)).body).toMatchObject({
      ok: true,
      nearDuplicates: [],
      changes: [{ key: 'buy_v2', change: 'added' }],
    })
  })

  it('applies all of it or nothing', async () => {
    const assay = await openShop()
    const broken = {
      ...small,
      metrics: { ...small.metrics, sum: { kind: 'mean', event: 'buy', property: 'plan' } },
    } as unknown as WrittenModel
    expect(await problemOf(push(assay, broken))).toMatchObject({
      status: 422,
      errors: [{ path: '/metrics/sum/formula/total/property' }],
    })
    expect((await assay.call(resources.events.list, { params })).body.items).toEqual([])
  })

  it('archives what a model no longer has, and brings it back unless that breaks its rows', async () => {
    const assay = await openShop()
    await push(assay, small)
    await push(assay, { events: {}, dimensions: {}, metrics: {} })
    expect((await assay.call(resources.events.list, { params })).body.items).toEqual([])
    const other = { events: { buy: { owner: 'shop', properties: { amount: 'string' } } } } as unknown as WrittenModel
    expect((await assay.call(model.plan, { params, body: other })).body).toMatchObject({
      ok: false,
      changes: [{ change: 'added', compatibility: 'breaking' }],
    })
    await push(assay, small, 'back again')
    const { body } = await assay.call(resources.events.history, { params: { ...params, key: 'buy' } })
    expect(body.items.map(({ action }) => action)).toEqual(['restore', 'archive', 'create'])
  })

  it('does not take away what something active rests on', async () => {
    const assay = await openShop()
    await push(assay, small)
    const { body: plan } = await assay.call(model.plan, { params, body: { ...small, events: {} } })
    expect(plan.ok).toBe(false)
    expect(plan.changes[0]).toMatchObject({
      key: 'buy',
      change: 'removed',
      compatibility: 'breaking',
      issues: [{ message: 'metric rate uses it; change that first' }],
    })
  })

  it('names the running experiments under a metric that would mean something else', async () => {
    const assay = await openShop()
    await push(assay, small)
    const flag = {
      key: 'f',
      name: 'F',
      type: 'boolean' as const,
      variants: [
        { key: 'on', value: true },
        { key: 'off', value: false },
      ],
      off: 'off',
      environments: {},
    }
    await assay.call(resources.flags.create, { params, body: flag })
    const variants = [
      { variant: 'off', weight: 50 },
      { variant: 'on', weight: 50 },
    ]
    const metrics = [{ metric: 'rate', role: 'success' as const }]
    const created = await assay.call(resources.experiments.create, {
      params,
      body: {
        key: 'e',
        name: 'E',
        flag: 'f',
        environment: 'production',
        variants,
        control: 'off',
        assignment: 'external',
        metrics,
      },
    })
    const other = {
      ...small,
      metrics: { rate: { kind: 'proportion', event: 'buy', where: { plan: ['paid'] } } },
    } as unknown as WrittenModel
    const before = (await assay.call(model.plan, { params, body: other })).body
    expect(before).toMatchObject({
      ok: true,
      changes: [{ compatibility: 'compatible', dependants: { experiments: ['e'] } }],
    })
    await assay.call(lifecycle.start, {
      params: { ...params, key: 'e' },
      ifMatch: created.etag ?? '',
      query: { why: 'a test' },
    })
    const after = (await assay.call(model.plan, { params, body: other })).body
    expect(after).toMatchObject({
      ok: false,
      changes: [
        {
          compatibility: 'breaking',
          issues: [{ path: '/formula', message: expect.stringContaining('experiment e is running on it') }],
        },
      ],
    })
    const renamed = {
      ...small,
      metrics: { rate: { kind: 'proportion', event: 'buy', name: 'Buyers' } },
    } as unknown as WrittenModel
    expect((await assay.call(model.plan, { params, body: renamed })).body).toMatchObject({
      ok: true,
      changes: [{ compatibility: 'documentation' }],
    })
  })

  it('a reviewed property needs no review again, until it asks for more', async () => {
    const assay = await openShop()
    const asking = (treatment: string) =>
      ({
        events: {
          buy: { owner: 'o', properties: { email: { type: 'string', privacy: { class: 'personal', treatment } } } },
        },
      }) as unknown as WrittenModel
    await push(assay, asking('hash'))
    const event = await assay.call(resources.events.read, { params: { ...params, key: 'buy' } })
    await assay.call(privacy.decide, {
      params: { ...params, event: 'buy', property: 'email' },
      body: { outcome: 'approve', reason: 'fine' },
      ifMatch: event.etag ?? '',
    })
    const reviews = async (treatment: string) =>
      (await assay.call(model.plan, { params, body: asking(treatment) })).body.changes.flatMap(
        ({ reviewNeeded }) => reviewNeeded,
      )
    expect(await reviews('drop')).toEqual([])
    expect(await reviews('keep')).toMatchObject([{ property: 'email', status: 'pending' }])
  })

  it('flags names that are hardly different and other names for the same', async () => {
    const assay = await openShop()
    await push(assay, small)
    const more = {
      events: { ...small.events, buys: { owner: 'o' }, buy_v2: { owner: 'o' } },
      metrics: { ...small.metrics, buyers: { kind: 'proportion', event: 'buy' } },
    } as unknown as WrittenModel
    expect((await assay.call(model.plan, { params, body: more })).body.nearDuplicates).toEqual([
      { noun: 'events', key: 'buys', like: 'buy', why: 'the singular and the plural of the same words' },
      { noun: 'metrics', key: 'buyers', like: 'rate', why: 'the same formula' },
    ])
  })

  it('lets an editor change definitions, but time zone and units only an admin', async () => {
    const assay = await openShop()
    const editor = { ...assay, call: assay.as(await assay.key({ kind: 'token', name: 'editor', role: 'editor' })) }
    await push(editor, small)
    expect(await problemOf(push(editor, { ...small, timeZone: 'Europe/Berlin' }))).toMatchObject({ status: 403 })
    await push(assay, { ...small, timeZone: 'Europe/Berlin' })
    expect(await problemOf(push(assay, { ...small, units: { user: 'person_id' } }))).toMatchObject({ status: 422 })
    expect(await problemOf(push(assay, { ...small, timeZone: 'Europe/Berln' }))).toMatchObject({
      status: 422,
      errors: [
        { path: '/projects/shop/timeZone', message: 'there is no time zone Europe/Berln; use one like Europe/Berlin' },
      ],
    })
  })

  it('says by JSON pointer what is wrong with a file', async () => {
    const assay = await openShop()
    const body = { events: { buy: { owner: 'o', retention: '400 days' } } } as unknown as WrittenModel
    expect(await problemOf(assay.call(model.plan, { params, body }))).toMatchObject({
      status: 400,
      errors: [{ path: '/events/buy/retention', message: expect.stringContaining('400d') }],
    })
  })
})

it('the schema of a model file is there for everybody', async () => {
  const assay = await openShop()
  const response = await assay.request('/schemas/model.json', { key: '' })
  expect(response.status).toBe(200)
  expect(await response.json()).toMatchObject({ type: 'object', properties: { events: { type: 'object' } } })
  expect((await assay.call(access.audit, { params })).body.items.length).toBeGreaterThan(0)
})
