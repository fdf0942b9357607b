import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { model, proposals } from '../../src/contract/model-routes.ts'
import type { NewProposal } from '../../src/contract/proposal.ts'
import { resources } from '../../src/contract/routes.ts'
import { openShop, problemOf, type TestAssay } from '../assay.ts'
import { modelFrom } from '../core/model/example.ts'

const params = { project: 'shop' }
const body = (written: object) => written as NewProposal

async function openBuying(): Promise<TestAssay> {
  const assay = await openShop()
  const wanted = {
    events: { buy: { owner: 'shop', properties: { amount: 'number!' } }, seen: { owner: 'shop' } },
    metrics: { rate: { kind: 'proportion', event: 'buy' } },
  } as never
  const { body: plan } = await assay.call(model.plan, { params, body: wanted })
  await assay.call(model.apply, { params, body: wanted, ifMatch: `"${plan.from}"` })
  return assay
}

const revenue = body({
  title: 'Revenue per buyer',
  why: 'the shop wants to know what an order is worth',
  metrics: { revenue: { kind: 'mean', event: 'buy', property: 'amount', measure: 'EUR' } },
  events: { seen: null },
})

it('a proposal shows what it would do, and applying it is one change with the reason in every history', async () => {
  const assay = await openBuying()
  const { body: made, etag } = await assay.call(proposals.create, { params, body: revenue })
  expect(made).toMatchObject({ key: '00001', title: 'Revenue per buyer', meta: { status: 'open' }, plan: { ok: true } })
  expect(made.plan?.changes.map(({ key, change }) => `${key} ${change}`)).toEqual(['seen removed', 'revenue added'])
  const one = { ...params, key: '00001' }
  expect((await assay.call(proposals.read, { params: one })).etag).toBe(etag)
  const applied = await assay.call(proposals.apply, { params: one, ifMatch: etag ?? '' })
  expect(applied.body.meta.status).toBe('applied')
  expect((await assay.call(proposals.read, { params: one })).body.plan).toBeUndefined()
  expect(
    (await assay.call(resources.metrics.history, { params: { ...params, key: 'revenue' } })).body.items,
  ).toMatchObject([
    { action: 'create', why: 'proposal 00001, Revenue per buyer: the shop wants to know what an order is worth' },
  ])
  expect((await assay.call(resources.events.read, { params: { ...params, key: 'seen' } })).body.meta.status).toBe(
    'archived',
  )
  const { body: history } = await assay.call(proposals.history, { params: one })
  expect(history.items.map(({ action }) => action)).toEqual(['apply', 'create'])
  expect(await problemOf(assay.call(proposals.apply, { params: one, ifMatch: applied.etag ?? '' }))).toMatchObject({
    status: 409,
    errors: [{ message: 'the proposal is applied' }],
  })
})

it('what is applied is what was looked at: another model in between is a conflict', async () => {
  const assay = await openBuying()
  const { etag } = await assay.call(proposals.create, { params, body: revenue })
  await assay.call(resources.dimensions.create, { params, body: { key: 'country', source: 'country' } })
  const one = { ...params, key: '00001' }
  expect(await problemOf(assay.call(proposals.apply, { params: one, ifMatch: etag ?? '' }))).toMatchObject({
    status: 412,
  })
  const again = await assay.call(proposals.read, { params: one })
  expect(again.etag).not.toBe(etag)
  await assay.call(proposals.apply, { params: one, ifMatch: again.etag ?? '' })
})

it('a breaking proposal stays open until it breaks nothing', async () => {
  const assay = await openBuying()
  const breaking = body({ title: 'No more buying', why: 'x', events: { buy: null } })
  const { body: made, etag } = await assay.call(proposals.create, { params, body: breaking })
  expect(made.plan).toMatchObject({ ok: false, changes: [{ compatibility: 'breaking' }] })
  const one = { ...params, key: made.key }
  expect(await problemOf(assay.call(proposals.apply, { params: one, ifMatch: etag ?? '' }))).toMatchObject({
    status: 422,
  })
  expect((await assay.call(proposals.list, { params, query: { status: 'open' } })).body.items).toHaveLength(1)
  const withdrawn = await assay.call(proposals.withdraw, { params: one, query: { why: 'a mistake' } })
  expect(withdrawn.body.meta.status).toBe('withdrawn')
  expect((await assay.call(proposals.list, { params, query: { status: 'open' } })).body.items).toEqual([])
  expect((await assay.call(proposals.list, { params })).body.items).toHaveLength(1)
})

it('exports the model file as it would be', async () => {
  const assay = await openBuying()
  await assay.call(proposals.create, { params, body: revenue })
  const exported = async (format: 'json' | 'yaml' | 'ts') =>
    (await assay.call(proposals.export, { params: { ...params, key: '00001' }, query: { format } })).body
  const [yaml, json, ts] = [await exported('yaml'), await exported('json'), await exported('ts')]
  expect([yaml.file, json.file, ts.file]).toEqual(['model.yaml', 'model.json', 'model.ts'])
  expect(modelFrom(parse(yaml.text))).toEqual(modelFrom(JSON.parse(json.text)))
  expect(Object.keys(modelFrom(parse(yaml.text)).events)).toEqual(['buy'])
  expect(ts.text).toContain("revenue: mean('buy', 'amount').measure('EUR')")
})

it('analysts and agents propose, editors decide', async () => {
  const assay = await openBuying()
  const analyst = assay.as(await assay.key({ kind: 'token', name: 'analyst', role: 'analyst' }))
  const viewer = assay.as(await assay.key({ kind: 'token', name: 'viewer', role: 'viewer' }))
  const { etag } = await analyst(proposals.create, { params, body: revenue })
  expect(await problemOf(viewer(proposals.create, { params, body: revenue }))).toMatchObject({ status: 403 })
  const one = { ...params, key: '00001' }
  expect((await viewer(proposals.read, { params: one })).body.plan?.ok).toBe(true)
  expect(await problemOf(analyst(proposals.apply, { params: one, ifMatch: etag ?? '' }))).toMatchObject({ status: 403 })
  expect(await problemOf(analyst(proposals.create, { params, body: body({ title: 'T', why: 'w' }) }))).toMatchObject({
    status: 400,
    errors: [{ message: 'it changes nothing; name what it changes' }],
  })
})
