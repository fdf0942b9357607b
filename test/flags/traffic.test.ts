import { describe, expect, it } from 'vitest'
import type { Condition } from '../../src/contract/condition.ts'
import { evaluation, resources } from '../../src/contract/routes.ts'
import { traffic } from '../../src/contract/understanding-routes.ts'
import { problemOf, type TestAssay } from '../assay.ts'
import { at, dayMs, openMeasuredShop, params, send, startExperiment, visitors } from '../reports/running-shop.ts'

const environment = 'production'
const variants = [
  { key: 'new', value: 'new' },
  { key: 'old', value: 'old' },
]

type Shop = TestAssay & { key1: string }

/** Two hundred users: every fourth is French on a phone, the others German on the web; every tenth says no country. */
async function openVisited(users = 200): Promise<Shop> {
  const assay = await openMeasuredShop()
  await assay.call(resources.flags.create, {
    params,
    body: {
      key: 'search',
      name: 'Search',
      type: 'string',
      variants,
      off: 'old',
      environments: { [environment]: { on: true, fallthrough: 'old' } },
    },
  })
  await assay.call(resources.attributes.create, { params, body: { key: 'age', type: 'number' } })
  await visit(assay, users)
  return assay
}

const countryOf = (user: number) => (user % 10 === 9 ? undefined : user % 4 === 0 ? 'FR' : 'DE')
const platformOf = (user: number) => (user % 4 === 0 ? 'ios' : 'web')
const all = (users: number) => Array.from({ length: users }, (_, user) => user)

async function visit(assay: Shop, users: number, more: object = {}): Promise<void> {
  const events = all(users).map(user => ({
    id: `v${user}-${assay.clock.ms}`,
    event: 'visit',
    time: assay.clock.ms,
    user_id: `u${user}`,
    context: { platform: platformOf(user), ...(countryOf(user) === undefined ? {} : { country: countryOf(user) }) },
    ...more,
  }))
  for (let i = 0; i < events.length; i += 1000) await assay.send(assay.key1, events.slice(i, i + 1000))
  await assay.settle()
}

const french: Condition = { attribute: 'country', op: 'equals', value: 'FR' }
const onPhone: Condition = { attribute: 'platform', op: 'one-of', values: ['ios', 'android'] }
const old: Condition = { attribute: 'age', op: '>', value: 65 }

type Rules = { id: string; condition?: Condition; serve: object }[]
const draft = (rules: Rules, on = true) => ({ on, rules, fallthrough: 'old' }) as never
const trafficOf = async (assay: Shop, rules?: Rules, days = 7) => {
  const targeting = rules === undefined ? {} : { targeting: draft(rules) }
  return (await assay.call(traffic.flag, { ...at('search'), body: { environment, days, ...targeting } })).body
}
const serve = { variant: 'new' }

describe('the traffic of a draft of targeting', () => {
  it('is how many recent units each rule catches in turn, and how many fall through', async () => {
    const assay = await openVisited()
    const found = await trafficOf(assay, [
      { id: 'french', condition: french, serve },
      { id: 'phones', condition: onPhone, serve },
    ])
    const frenchUsers = all(200).filter(user => countryOf(user) === 'FR').length
    const phones = all(200).filter(user => platformOf(user) === 'ios').length
    expect(found).toMatchObject({
      environment,
      days: 7,
      on: true,
      sample: { seen: 200, units: 200 },
      attributes: [
        { attribute: 'country', units: 180 },
        { attribute: 'platform', units: 200 },
      ],
      prerequisites: { units: 0, share: 0 },
      rules: [
        { rule: 'french', caught: { units: frenchUsers, share: frenchUsers / 200 } },
        { rule: 'phones', caught: { units: phones - frenchUsers } },
      ],
      fellThrough: { units: 200 - phones },
    })
  })

  it('is the same as evaluating unit by unit', async () => {
    const assay = await openVisited()
    const rollout = {
      coverage: 40,
      variants: [
        { variant: 'new', weight: 70 },
        { variant: 'old', weight: 30 },
      ],
    }
    const rules = [
      { id: 'some-french', condition: french, serve: { rollout } },
      {
        id: 'not-germans',
        condition: { not: { attribute: 'country', op: 'equals', value: 'DE' } } as Condition,
        serve,
      },
      { id: 'some', serve: { rollout } },
    ]
    const found = await trafficOf(assay, rules)
    const { etag = '' } = await assay.call(resources.flags.read, at('search'))
    const body = { environments: { [environment]: draft(rules) } }
    await assay.call(resources.flags.change, { ...at('search'), body, ifMatch: etag })
    const served = new Map<string | undefined, number>()
    for (const user of all(200)) {
      const country = countryOf(user)
      const context = { targetingKey: `u${user}`, platform: platformOf(user), ...(country && { country }) }
      const { body: answer } = await assay.call(evaluation.preview, { ...at('search'), body: { environment, context } })
      served.set(answer.rule, (served.get(answer.rule) ?? 0) + 1)
    }
    const units = (count: object) => ('units' in count ? count.units : undefined)
    for (const rule of found.rules) expect(units(rule.served), rule.rule).toBe(served.get(rule.rule))
    expect(units(found.fellThrough)).toBe(served.get(undefined))
    // What is kept asks the same as what is drafted.
    expect(await trafficOf(assay)).toEqual(found)
  })

  it('is unavailable where rules read what events do not say, and from there on', async () => {
    const assay = await openVisited()
    await assay.call(resources.audiences.create, { params, body: { key: 'old', name: 'Old', condition: old } })
    const found = await trafficOf(assay, [
      { id: 'french', condition: french, serve },
      { id: 'old', condition: { audience: 'old' }, serve },
      { id: 'phones', condition: onPhone, serve },
    ])
    const untold = 'attribute age is not part of stored events'
    const after = { unavailable: `whom rule old catches cannot be told: ${untold}` }
    expect(found.rules).toMatchObject([
      { caught: { units: all(200).filter(user => countryOf(user) === 'FR').length } },
      { caught: { unavailable: untold }, served: { unavailable: untold } },
      { caught: after, served: after },
    ])
    expect(found.fellThrough).toEqual(after)
    expect(found.attributes).toContainEqual({ attribute: 'age', units: 0 })
  })

  it('counts what exposures know of a rule, whatever it reads', async () => {
    const assay = await openVisited()
    await startExperiment(assay, 'simpler')
    const exposure = (user: number) => ({
      id: `x${user}`,
      event: '$exposure',
      time: assay.clock.ms,
      user_id: `u${user}`,
      properties: { experiment: 'simpler', phase: 1, variant: 'simple', flag: 'flag-simpler', rule: 'try' },
    })
    await assay.send(assay.key1, all(30).map(exposure))
    await assay.settle()
    const { etag = '' } = await assay.call(resources.flags.read, at('flag-simpler'))
    await assay.call(resources.flags.change, {
      ...at('flag-simpler'),
      body: {
        environments: { [environment]: { rules: [{ id: 'try', condition: old, serve: { experiment: 'simpler' } }] } },
      },
      ifMatch: etag,
    })
    const { body } = await assay.call(traffic.flag, { ...at('flag-simpler'), body: { environment, days: 7 } })
    expect(body.rules).toMatchObject([
      { rule: 'try', caught: { unavailable: expect.stringContaining('age') }, exposed: 30 },
    ])
  })

  it('is of units seen in the period alone, in the context they were last seen in', async () => {
    const assay = await openVisited(40)
    const rules = [{ id: 'phones', condition: onPhone, serve }]
    assay.clock.ms += 5 * dayMs
    await visit(assay, 10, { context: { platform: 'android' } })
    expect(await trafficOf(assay, rules)).toMatchObject({ sample: { seen: 40 }, rules: [{ caught: { units: 17 } }] })
    expect(await trafficOf(assay, rules, 2)).toMatchObject({ sample: { seen: 10 }, rules: [{ caught: { units: 10 } }] })
    assay.clock.ms += 20 * dayMs
    const nobody = { unavailable: 'no unit was seen in that time' }
    expect(await trafficOf(assay, rules)).toMatchObject({
      sample: { seen: 0, units: 0 },
      rules: [{ caught: nobody }],
      fellThrough: nobody,
    })
  })

  it('knows the prerequisites, and what a flag that is off would do', async () => {
    const assay = await openVisited()
    const flag = {
      key: 'list',
      name: 'List',
      type: 'string' as const,
      variants,
      off: 'old',
      prerequisites: [{ flag: 'search', variants: ['new'] }],
      environments: { [environment]: { on: false, fallthrough: 'new' } },
    }
    await assay.call(resources.flags.create, { params, body: flag })
    const { etag = '' } = await assay.call(resources.flags.read, at('search'))
    const change = async (condition: Condition, ifMatch: string) => {
      const body = { environments: { [environment]: draft([{ id: 'some', condition, serve }]) } }
      return (await assay.call(resources.flags.change, { ...at('search'), body, ifMatch })).etag ?? ''
    }
    const next = await change(onPhone, etag)
    const ask = async () => (await assay.call(traffic.flag, { ...at('list'), body: { environment, days: 7 } })).body
    expect(await ask()).toMatchObject({ on: false, prerequisites: { units: 150 }, fellThrough: { units: 50 } })
    await change(old, next)
    const untold = 'attribute age is not part of stored events'
    expect(await ask()).toMatchObject({
      prerequisites: { unavailable: untold },
      fellThrough: { unavailable: `who meets the prerequisites cannot be told: ${untold}` },
    })
  })

  it('refuses drafts that could not be kept, and environments that are not there', async () => {
    const assay = await openVisited(1)
    const ask = (body: object) => problemOf(assay.call(traffic.flag, { ...at('search'), body: body as never }))
    const unknown = draft([{ id: 'x', condition: { audience: 'nobody' }, serve: { variant: 'none' } }])
    const { errors } = await ask({ environment, targeting: unknown })
    expect(errors?.map(({ path }) => path)).toEqual([
      '/environments/production/rules/0/condition/audience',
      '/environments/production/rules/0/serve/variant',
    ])
    expect(await ask({ environment: 'nowhere' })).toMatchObject({ status: 404 })
  })

  it('tries an even sample where there are more units than it takes', async () => {
    const assay = await openVisited(12_000)
    const { sample, rules } = await trafficOf(assay, [{ id: 'phones', condition: onPhone, serve }])
    expect(sample.units).toBeLessThanOrEqual(10_000)
    expect(sample.units).toBeGreaterThan(4000)
    expect(Math.abs(sample.seen / 12_000 - 1)).toBeLessThan(0.05)
    const { caught } = rules[0] ?? {}
    if (caught === undefined || 'unavailable' in caught) throw new Error('it is told')
    expect(Math.abs(caught.share - 0.25)).toBeLessThan(0.03)
  })
})

describe('the traffic of an audience', () => {
  it('is how many recent units it holds', async () => {
    const assay = await openVisited()
    const ask = async (condition: Condition) =>
      (await assay.call(traffic.audience, { params, body: { environment, condition, days: 7 } })).body
    const both: Condition = { all: [onPhone, { not: french }] }
    const expected = all(200).filter(user => platformOf(user) === 'ios' && countryOf(user) === 'DE').length
    expect(await ask(both)).toMatchObject({ sample: { units: 200 }, matched: { units: expected } })
    expect((await ask({ attribute: 'user_id', op: 'one-of', values: ['u1', 'u2'] })).matched).toMatchObject({
      units: 2,
    })
    expect((await ask({ any: [french, old] })).matched).toEqual({
      unavailable: 'attribute age is not part of stored events',
    })
    expect((await ask({ all: [old, { attribute: 'plan', op: 'exists' }] })).matched).toEqual({
      unavailable: 'attributes age, plan are not part of stored events',
    })
    const wrong = assay.call(traffic.audience, { params, body: { environment, condition: { audience: 'none' } } })
    expect(await problemOf(wrong)).toMatchObject({ status: 422, errors: [{ path: '/condition/audience' }] })
  })

  it('is for those who may read stored events', async () => {
    const assay = await openVisited(1)
    const viewer = assay.as(await assay.key({ kind: 'token', name: 'v', role: 'viewer' }))
    const ask = viewer(traffic.audience, { params, body: { environment, condition: french } })
    expect(await problemOf(ask)).toMatchObject({ status: 403 })
  })
})

describe('the usage of flags', () => {
  it('is the last exposure that arrived through each, by environment', async () => {
    const assay = await openVisited(1)
    const ask = async () => (await assay.call(traffic.usage, { params })).body.items
    expect(await ask()).toEqual([])
    await startExperiment(assay, 'simpler')
    await send(assay, 'simpler', visitors(0, 4, {}), assay.clock.ms)
    await assay.settle()
    // These exposures do not say which flag they came through.
    expect(await ask()).toEqual([])
    const seen = (id: string, user: string) => ({
      id,
      event: '$exposure',
      time: assay.clock.ms,
      user_id: user,
      properties: { experiment: 'simpler', phase: 1, variant: 'simple', flag: 'flag-simpler', rule: 'try' },
    })
    await assay.send(assay.key1, [seen('a', 'u1'), seen('b', 'u1'), seen('c', 'u2')])
    await assay.settle()
    const usage = { flag: 'flag-simpler', environment, lastEvaluated: '2026-03-02T12:00:00.000Z' }
    expect(await ask()).toEqual([{ ...usage, exposedUnits: 2 }])
    assay.clock.ms += 8 * dayMs
    expect(await ask()).toEqual([{ ...usage, exposedUnits: 0 }])
  })

  it('is also what is evaluated on the server, and what OpenTelemetry tells of', async () => {
    const assay = await openVisited(1)
    const post = (path: string, body: object) =>
      assay.request(path, {
        method: 'POST',
        key: assay.key1,
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      })
    const ask = async () => (await assay.call(traffic.usage, { params })).body.items
    // Asking for all flags says nothing about any.
    expect((await post('/ofrep/v1/evaluate/flags', { context: { targetingKey: 'u1' } })).status).toBe(200)
    expect((await post('/ofrep/v1/evaluate/flags/nothing', { context: { targetingKey: 'u1' } })).status).toBe(404)
    expect(await ask()).toEqual([])
    expect((await post('/ofrep/v1/evaluate/flags/search', { context: { targetingKey: 'u1' } })).status).toBe(200)
    const usage = { flag: 'search', environment, lastEvaluated: '2026-03-02T12:00:00.000Z', exposedUnits: 0 }
    expect(await ask()).toEqual([usage])
    assay.clock.ms += dayMs
    const attributes = [
      { key: 'feature_flag.key', value: { stringValue: 'search' } },
      { key: 'feature_flag.result.variant', value: { stringValue: 'old' } },
      { key: 'feature_flag.context.id', value: { stringValue: 'u1' } },
    ]
    const record = { timeUnixNano: `${assay.clock.ms}000000`, eventName: 'feature_flag.evaluation', attributes }
    const logs = { resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] }
    expect((await post('/v1/logs', logs)).status).toBe(200)
    expect(await ask()).toEqual([{ ...usage, lastEvaluated: '2026-03-03T12:00:00.000Z' }])
  })
})
