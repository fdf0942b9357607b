import { describe, expect, it } from 'vitest'
import type { Role } from '../../src/contract/access.ts'
import type { Query, QueryAnswer } from '../../src/contract/query.ts'
import { queries } from '../../src/contract/query-routes.ts'
import { resources } from '../../src/contract/routes.ts'
import { bucketLabel, queryText } from '../../src/core/report/query-text.ts'
import { problemOf, type TestAssay } from '../assay.ts'
import { decide, openPrivateShop, serverKey } from '../privacy/fixture.ts'
import { dayMs, openMeasuredShop, params, reportOn, send, startExperiment, visitors } from './running-shop.ts'

const from = '2026-03-01T00:00:00Z'

async function ask(assay: TestAssay, query: Partial<Query> & { metric: string }, token?: string): Promise<QueryAnswer> {
  const call = token === undefined ? assay.call : assay.as(token)
  return (await call(queries.query, { body: { project: 'shop', from, ...query } })).body
}
const refusalOf = (assay: TestAssay, query: Partial<Query> & { metric: string }, token?: string) =>
  problemOf(ask(assay, query, token))

/** A shop with a metric of every kind, and an experiment that ran for two days. */
async function openExperiment() {
  const assay = await openMeasuredShop()
  const more = {
    capped: { kind: 'mean', total: { event: 'buy', property: 'amount' }, cap: 0.8 },
    path: { kind: 'funnel', steps: [{ event: 'buy' }, { event: 'visit' }], windowDays: 2 },
    back: { kind: 'retention', event: 'buy', day: 1 },
    median: { kind: 'quantile', event: 'buy', property: 'amount', q: 0.5 },
    'median-unit': { kind: 'quantile', event: 'buy', property: 'amount', q: 0.5, level: 'unit' },
    dau: { kind: 'active', days: 1 },
  }
  for (const [key, formula] of Object.entries(more))
    await assay.call(resources.metrics.create, { params, body: { key, name: key, formula } as never })
  const keys = ['buy-rate', 'revenue', 'basket', 'capped', 'path', 'back', 'median', 'median-unit']
  await startExperiment(assay, 'e', {
    analysis: { mode: 'always-valid' },
    metrics: keys.map(metric => ({ metric, role: 'secondary' as const })),
  })
  const startMs = assay.clock.ms
  const rates = { standard: 3, simple: 6 }
  // All of it arrives at once, so that no silence in between veils the report.
  assay.clock.ms = startMs + 2.5 * dayMs
  await send(assay, 'e', visitors(0, 200, rates), startMs + 1000)
  await send(assay, 'e', visitors(1000, 120, rates), startMs + dayMs + 1000)
  // Some of the first come back the next day.
  await assay.send(
    assay.key1,
    visitors(0, 60, rates).flatMap(({ id }, place) => [
      {
        id: `again-${id}`,
        event: place % 3 ? 'visit' : 'buy',
        time: new Date(startMs + 1.2 * dayMs).toISOString(),
        user_id: id,
        properties: { amount: 7 + place },
      },
    ]),
  )
  await assay.settle()
  return { assay, keys, startMs }
}

describe('the units of an experiment', () => {
  it('have the numbers of its report, to the digit', async () => {
    const { assay, keys } = await openExperiment()
    const report = await reportOn(assay, 'e')
    expect(report.veiled).toBeUndefined()
    expect(report.metrics.map(({ metric }) => metric)).toEqual(keys)
    for (const { metric, arms } of report.metrics)
      for (const arm of arms) {
        const population = { experiment: 'e', variant: arm.variant }
        const { buckets } = await ask(assay, { metric, bucket: 'all', population })
        const [found] = buckets[0]?.segments ?? []
        expect(found?.value, `${metric} of ${arm.variant}`).toBe(arm.value)
        expect(typeof arm.value, metric).toBe('number')
        expect(found?.units).toBe(160)
        expect(found?.steps?.map(({ units }) => units)).toEqual(arm.steps?.map(({ units }) => units))
        expect(found?.immature).toBe(arm.immature)
      }
  })

  it('together are both variants, and their days add up', async () => {
    const { assay } = await openExperiment()
    const population = { experiment: 'e' }
    const whole = await ask(assay, { metric: 'buy-rate', bucket: 'all', population })
    expect(whole.population).toBe(
      'units (user) of the experiment e, phase 1, in one variant, by their first exposure; outcomes count as in its report',
    )
    const [all] = whole.buckets[0]?.segments ?? []
    const days = (await ask(assay, { metric: 'buy-rate', population })).buckets.map(({ segments }) => segments[0])
    expect(days.map(one => one?.units)).toEqual([0, 200, 120, 0])
    expect(days.reduce((sum, one) => sum + (one?.numerator ?? 0), 0)).toBe(all?.numerator)
    expect(all?.units).toBe(320)
    const by = await ask(assay, { metric: 'buy-rate', bucket: 'all', population, dimension: 'country' })
    expect(by.buckets[0]?.segments.map(({ segment, units }) => [segment, units])).toEqual([
      ['DE', 160],
      ['FR', 160],
    ])
    const median = await ask(assay, { metric: 'median', bucket: 'all', population })
    expect(median.buckets[0]?.segments[0]?.value).toEqual({ unavailable: 'variants-apart-only' })
  })

  it('are asked for as they are, and not while the report is veiled', async () => {
    const { assay, startMs } = await openExperiment()
    const population = { experiment: 'e' }
    const paths = async (query: Partial<Query> & { metric: string }) =>
      (await refusalOf(assay, query)).errors?.map(({ path }) => path)
    expect(await paths({ metric: 'buy-rate', population: { experiment: 'e', variant: 'gone' } })).toEqual([
      '/population/variant',
    ])
    expect(await paths({ metric: 'buy-rate', population, unit: 'device' })).toEqual(['/unit'])
    expect(await paths({ metric: 'buy-rate', population, environment: 'staging' })).toEqual(['/environment'])
    expect(await paths({ metric: 'buy-rate', population, dimension: 'country' })).toEqual(['/dimension'])
    expect(await paths({ metric: 'buy-rate', population, from: '2025-01-01T00:00:00Z' })).toEqual(['/bucket'])
    expect(await paths({ metric: 'dau', population })).toEqual(['/metric'])
    expect(await refusalOf(assay, { metric: 'dau', population: { experiment: 'none' } })).toMatchObject({ status: 404 })
    await startExperiment(assay, 'fixed', { analysis: { mode: 'fixed' } })
    await send(assay, 'fixed', visitors(0, 100, { standard: 3, simple: 6 }), startMs + 2.5 * dayMs)
    await assay.settle()
    assay.clock.ms += dayMs
    expect((await reportOn(assay, 'fixed')).veiled).toBeDefined()
    expect(await refusalOf(assay, { metric: 'buy-rate', population: { experiment: 'fixed' } })).toMatchObject({
      status: 409,
      errors: [{ path: '/population/experiment' }],
    })
  })
})

describe('an answer', () => {
  it('says what it is of, how the events beneath it are, and what to mind', async () => {
    const { assay } = await openExperiment()
    const answer = await ask(assay, { metric: 'back', until: '2026-03-04T12:00:00Z', population: { event: 'visit' } })
    expect(answer).toMatchObject({
      project: 'shop',
      environment: 'production',
      metric: 'back',
      kind: 'retention',
      definitionVersion: 1,
      timeZone: 'UTC',
      unit: 'user',
      bucket: 'day',
      population: 'units (user) with buy in the bucket, from their first one in it on, and with visit in it',
      health: [{ event: 'buy' }],
    })
    expect(answer.definitionHash).toMatch(/^[0-9a-f]{64}$/)
    expect(answer.buckets.map(({ partial }) => partial === true)).toEqual([false, false, false, true])
    expect(answer.hints[0]).toMatch(/Buckets marked partial/)
    const now = await ask(assay, { metric: 'back', until: '2030-01-01T00:00:00Z' })
    expect(now.until).toBe(new Date(assay.clock.ms).toISOString())
    expect(now.hints[0]).toMatch(/The present ends the last bucket/)
    expect((await ask(assay, { metric: 'capped' })).definitionHash).not.toBe(answer.definitionHash)
  })

  it('by segments keeps the 20 largest and adds up the rest', async () => {
    const assay = await openMeasuredShop()
    const atMs = assay.clock.ms - dayMs
    const sent = Array.from({ length: 60 }, (_, user) => ({
      id: `b${user}`,
      event: 'buy',
      time: new Date(atMs).toISOString(),
      user_id: `u${user}`,
      properties: { amount: 1, ...(user < 55 ? { plan: `p${String(user % 25).padStart(2, '0')}` } : {}) },
    }))
    await assay.send(assay.key1, sent)
    await assay.settle()
    const { buckets } = await ask(assay, { metric: 'revenue', bucket: 'all', dimension: 'buy.plan' })
    const segments = buckets[0]?.segments ?? []
    expect(segments).toHaveLength(22)
    expect(segments.find(({ segment }) => segment === '(other)')?.units).toBe(10)
    expect(segments.find(({ segment }) => segment === '(unknown)')?.units).toBe(5)
    expect(segments.reduce((sum, { units }) => sum + units, 0)).toBe(60)
    await assay.call(resources.dimensions.create, { params, body: { key: 'tariff', source: 'buy.plan' } })
    const named = await ask(assay, { metric: 'revenue', bucket: 'all', dimension: 'tariff' })
    expect(named.buckets).toEqual(buckets)
  })

  it('treats values that look like SQL as values', async () => {
    const assay = await openMeasuredShop()
    const odd = `x'); DROP TABLE "project_shop"."buy"; --`
    const time = new Date(assay.clock.ms - 1000).toISOString()
    await assay.send(assay.key1, [{ id: 'b1', event: 'buy', time, user_id: odd, properties: { plan: odd, amount: 1 } }])
    await assay.settle()
    const query = { metric: 'revenue', bucket: 'all' as const, dimension: 'buy.plan' }
    const found = await ask(assay, { ...query, population: { event: 'buy', where: { plan: [odd] } } })
    expect(found.buckets[0]?.segments).toMatchObject([{ segment: odd, units: 1, value: 1 }])
    for (const dimension of [
      odd,
      'buy."plan"',
      'buy.plan) --',
      '_country',
      '__proto__',
      'buy.__proto__',
      'buy.constructor',
    ])
      expect(await refusalOf(assay, { ...query, dimension })).toMatchObject({ status: 400 })
    expect(await refusalOf(assay, { ...query, unit: 'constructor' })).toMatchObject({ status: 400 })
    expect(
      await refusalOf(assay, { ...query, population: { event: 'buy', where: { '"plan"': ['x'] } } }),
    ).toMatchObject({
      status: 400,
    })
    expect((await ask(assay, query)).buckets[0]?.segments).toHaveLength(1)
  })
})

describe('a question that cannot be answered', () => {
  it('is refused with what to correct', async () => {
    const { assay } = await openExperiment()
    const cases: [Partial<Query> & { metric: string }, string][] = [
      [{ metric: 'buy-rate', from: '2027-01-01T00:00:00Z' }, '/from'],
      [{ metric: 'buy-rate', from: '2026-03-02T00:00:00Z', until: '2026-03-01T00:00:00Z' }, '/from'],
      [{ metric: 'buy-rate', from: '1969-01-01T00:00:00Z' }, '/from'],
      [{ metric: 'buy-rate', from: '2020-01-01T00:00:00Z', bucket: 'hour' }, '/bucket'],
      [{ metric: 'buy-rate', from: '2024-01-01T00:00:00Z', dimension: 'country' }, '/bucket'],
      [{ metric: 'buy-rate', unit: 'team' }, '/unit'],
      [{ metric: 'buy-rate', environment: 'moon' }, '/environment'],
      [{ metric: 'buy-rate', dimension: 'planet' }, '/dimension'],
      [{ metric: 'path', dimension: 'visit.plan' }, '/dimension'],
      [{ metric: 'dau', population: { event: 'buy' } }, '/population'],
      [{ metric: 'buy-rate', population: { event: 'fly' } }, '/population/event'],
      [{ metric: 'buy-rate', population: { event: 'buy', where: { wings: [2] } } }, '/population/where/wings'],
    ]
    for (const [query, path] of cases) {
      const found = await refusalOf(assay, query)
      expect([found.status, found.errors?.[0]?.path], JSON.stringify(query)).toEqual([400, path])
      expect(found.hint.length).toBeGreaterThan(20)
    }
    expect(await refusalOf(assay, { metric: 'none' })).toMatchObject({ status: 404 })
    expect(await refusalOf(assay, { metric: 'buy-rate', project: 'none' })).toMatchObject({ status: 404 })
  })

  it('says when the time zone of a project kept long ago does not exist', async () => {
    const assay = await openMeasuredShop()
    const { control } = assay.platform
    const { definition, meta } = control.get('shop', 'projects', 'shop') ?? {}
    if (definition === undefined || meta === undefined) throw new Error('there is a shop')
    const change = {
      project: 'shop',
      noun: 'projects' as const,
      key: 'shop',
      action: 'update' as const,
      expected: meta.version,
      definition: { ...definition, timeZone: 'Europe/Atlantis' },
      status: 'active' as const,
    }
    expect(control.change(change, { by: 'test', at: from, why: undefined })).toMatchObject({
      definition: { key: 'shop' },
    })
    expect((await refusalOf(assay, { metric: 'buy-rate' })).errors?.[0]?.message).toMatch(/Europe\/Atlantis/)
  })
})

describe('access', () => {
  it('holds a token to its project, though the body names it', async () => {
    const assay = await openMeasuredShop()
    await assay.call(resources.projects.create, { params: {}, body: { key: 'other', name: 'Other' } })
    const token = await assay.key({ kind: 'token', name: 't', role: 'viewer', project: 'shop' })
    const foreign = await assay.key({ kind: 'token', name: 'f', role: 'admin', project: 'other' })
    expect((await ask(assay, { metric: 'buy-rate' }, token)).project).toBe('shop')
    expect(await refusalOf(assay, { metric: 'buy-rate' }, foreign)).toMatchObject({ status: 403 })
    expect(await refusalOf(assay, { metric: 'buy-rate', project: 'other' }, token)).toMatchObject({ status: 403 })
    expect(await refusalOf(assay, { metric: 'buy-rate' }, assay.key1)).toMatchObject({ status: 403 })
    // Another project is refused before anything is said about what it has.
    expect(await refusalOf(assay, { metric: 'none', project: 'none' }, token)).toMatchObject({ status: 403 })
    const nobody = await assay.request(queries.query.path, { method: 'POST', key: '', body: '{}' })
    expect(nobody.status).toBe(401)
  })

  it('tells personal values to the roles that may see them only, and audits that', async () => {
    const assay = await openPrivateShop()
    const key = await serverKey(assay)
    for (const name of ['note', 'phone']) await decide(assay, 'signup', name)
    await assay.call(resources.metrics.create, {
      params,
      body: { key: 'signups', name: 'Signups', formula: { kind: 'mean', total: { event: 'signup' } } },
    })
    const properties = { note: 'MARK-1', phone: 'MARK-2', plan: 'free' }
    const time = '2026-03-02T11:00:00Z'
    await assay.send(key, [{ id: 's1', event: 'signup', time, user_id: 'u1', properties }])
    await assay.settle()
    const query = { metric: 'signups', bucket: 'all' as const }
    const formula = { kind: 'proportion' as const, event: 'signup', where: { note: ['MARK-1'] } }
    await assay.call(resources.metrics.create, { params, body: { key: 'noted', name: 'Noted', formula } })
    const questions = [
      { ...query, dimension: 'signup.note' },
      { ...query, metric: 'noted' },
      { ...query, population: { event: 'signup', where: { note: ['MARK-1'] } } },
    ]
    for (const role of ['viewer', 'analyst', 'editor'] satisfies Role[]) {
      const token = await assay.key({ kind: 'token', name: role, role })
      for (const question of questions) {
        const refused = await refusalOf(assay, question, token)
        expect(refused).toMatchObject({ status: 403 })
        expect(refused.detail).toMatch(new RegExp(`needs the role privacy or admin; yours is ${role}`))
      }
      expect((await ask(assay, { ...query, dimension: 'signup.plan' }, token)).buckets[0]?.segments[0]?.segment).toBe(
        'free',
      )
    }
    const privacy = await assay.key({ kind: 'token', name: 'p', role: 'privacy' })
    const reads = () => assay.platform.control.revisions('shop', { noun: 'reads', key: 'events' }, { limit: 10 })
    expect(reads()).toHaveLength(0)
    for (const question of questions)
      expect((await ask(assay, question, privacy)).buckets[0]?.segments[0]).toMatchObject({ units: 1, value: 1 })
    expect(reads()).toMatchObject([
      { by: 'p', after: { what: 'query', events: ['signup'], properties: ['note'] } },
      { by: 'p', after: { what: 'query', events: ['signup'], properties: ['note'] } },
      { by: 'p', after: { what: 'query', events: ['signup'], properties: ['note'] } },
    ])
    expect(await refusalOf(assay, { ...query, dimension: 'signup.phone' }, privacy)).toMatchObject({
      status: 400,
      errors: [{ path: '/dimension' }],
    })
  })
})

describe('in the terminal', () => {
  it('is a table with aligned columns', async () => {
    const { assay } = await openExperiment()
    const text = queryText(
      await ask(assay, { metric: 'buy-rate', dimension: 'country', from: '2026-03-02T00:00:00Z' }),
      {
        colour: false,
      },
    )
    const lines = text.split('\n')
    expect(lines[0]).toBe('Buy rate')
    const head = lines.findIndex(line => line.startsWith('day'))
    expect(lines[head]).toMatch(/^day +country +units +value$/)
    expect(lines[head + 1]).toMatch(/^2026-03-02 +\(unknown\)|DE +\d+ +[\d.]+ %$/)
    expect(new Set(lines.slice(head, head + 3).map(line => line.length)).size).toBe(1)
    const funnel = queryText(await ask(assay, { metric: 'path' }), { colour: false })
    expect(funnel).toMatch(/no units/)
    expect(Math.max(...funnel.split('\n').map(line => line.length))).toBeLessThanOrEqual(110)
  })

  it('names the buckets by the clocks of the project', () => {
    const autumn = Date.parse('2026-10-25T00:00:00Z')
    const label = bucketLabel('hour', 'Europe/Berlin')
    expect([label(autumn), label(autumn + 3_600_000)]).toEqual(['2026-10-25 02:00 +02:00', '2026-10-25 02:00 +01:00'])
    expect(bucketLabel('hour', 'America/New_York')(autumn)).toBe('2026-10-24 20:00 -04:00')
    expect(bucketLabel('day', 'Europe/Berlin')(Date.parse('2026-02-28T23:00:00Z'))).toBe('2026-03-01')
    expect(bucketLabel('month', 'Europe/Berlin')(Date.parse('2026-02-28T23:00:00Z'))).toBe('2026-03')
  })
})
