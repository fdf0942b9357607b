import { describe, expect, it } from 'vitest'
import { access, resources } from '../../src/contract/routes.ts'
import { openShop, openTestAssay, problemOf } from '../assay.ts'

const params = { project: 'shop' }
const layer = { key: 'checkout', name: 'Checkout' }
const one = { params: { project: 'shop', key: 'checkout' } }
const flag = {
  key: 'checkout',
  name: 'Checkout',
  type: 'string' as const,
  variants: [
    { key: 'standard', value: 'standard' },
    { key: 'simple', value: 'simple' },
  ],
  off: 'standard',
  environments: { production: { on: true, fallthrough: 'standard' } },
}

describe('a project', () => {
  it('starts with production, staging and development', async () => {
    const { call } = await openShop()
    const { body } = await call(resources.environments.list, { params })
    expect(body.items.map(({ key }) => key)).toEqual(['development', 'production', 'staging'])
  })

  it('must exist before anything is put into it', async () => {
    const { call } = await openTestAssay()
    expect(await problemOf(call(resources.layers.create, { params, body: layer }))).toMatchObject({
      status: 404,
      type: '/problems/not-found',
    })
  })
})

describe('compare-and-set', () => {
  it('a write needs If-Match', async () => {
    const { call, request } = await openShop()
    await call(resources.layers.create, { params, body: layer })
    const response = await request('/api/v1/projects/shop/layers/checkout', {
      method: 'PUT',
      body: JSON.stringify(layer),
      headers: { 'content-type': 'application/json' },
    })
    expect(response.status).toBe(428)
    expect(await response.json()).toMatchObject({
      type: '/problems/precondition-required',
      hint: expect.stringContaining('If-Match'),
    })
  })

  it('a stale If-Match changes nothing', async () => {
    const { call } = await openShop()
    const created = await call(resources.layers.create, { params, body: layer })
    expect(created.etag).toBe('"1"')
    const updated = await call(resources.layers.replace, { ...one, body: { ...layer, name: 'First' }, ifMatch: '"1"' })
    expect(updated.etag).toBe('"2"')
    expect(
      await problemOf(call(resources.layers.replace, { ...one, body: { ...layer, name: 'Second' }, ifMatch: '"1"' })),
    ).toMatchObject({ status: 412 })
    expect((await call(resources.layers.read, one)).body.name).toBe('First')
  })

  it('what was read may be sent back as it is', async () => {
    const { call } = await openShop()
    await call(resources.flags.create, { params, body: flag })
    const { body, etag } = await call(resources.flags.read, one)
    const again = await call(resources.flags.replace, { ...one, body: body as never, ifMatch: etag ?? '' })
    expect(again.body).toMatchObject({ ...flag, meta: { version: 2 } })
  })

  it('a GET with the current ETag answers 304', async () => {
    const { call, request } = await openShop()
    await call(resources.layers.create, { params, body: layer })
    const response = await request('/api/v1/projects/shop/layers/checkout', { headers: { 'if-none-match': '"1"' } })
    expect(response.status).toBe(304)
  })
})

describe('Idempotency-Key', () => {
  it('a repeated create answers the same and does nothing', async () => {
    const { call } = await openShop()
    const first = await call(resources.layers.create, { params, body: layer, idempotencyKey: 'k1' })
    const second = await call(resources.layers.create, { params, body: layer, idempotencyKey: 'k1' })
    expect(second).toEqual(first)
    expect((await call(resources.layers.history, one)).body.items).toHaveLength(1)
  })

  it('a different request under the same key is refused', async () => {
    const { call } = await openShop()
    await call(resources.layers.create, { params, body: layer, idempotencyKey: 'k1' })
    const other = call(resources.layers.create, { params, body: { ...layer, key: 'other' }, idempotencyKey: 'k1' })
    expect(await problemOf(other)).toMatchObject({ status: 409, type: '/problems/idempotency-mismatch' })
  })

  it('without one, a second create is refused', async () => {
    const { call } = await openShop()
    await call(resources.layers.create, { params, body: layer })
    expect(await problemOf(call(resources.layers.create, { params, body: layer }))).toMatchObject({
      type: '/problems/already-exists',
    })
  })
})

describe('history', () => {
  it('keeps who, when, why, before and after, and brings an old version back', async () => {
    const { call, clock } = await openShop()
    await call(resources.flags.create, { params, body: flag, query: { why: 'new checkout' } })
    clock.ms += 60_000
    await call(resources.flags.change, {
      ...one,
      body: { environments: { production: { on: false } } },
      query: { why: 'it broke' },
      ifMatch: '"1"',
    })
    const { body: diff } = await call(resources.flags.diff, { ...one, query: { from: 1, to: 2 } })
    expect(diff.differences).toEqual([{ path: '/environments/production/on', before: true, after: false }])
    await call(resources.flags.rollback, { ...one, body: { version: 1 }, query: { why: 'fixed' }, ifMatch: '"2"' })
    const { body } = await call(resources.flags.history, one)
    expect(body.items.map(({ action, version, why, by }) => ({ action, version, why, by }))).toEqual([
      { action: 'rollback', version: 3, why: 'fixed', by: 'test owner' },
      { action: 'update', version: 2, why: 'it broke', by: 'test owner' },
      { action: 'create', version: 1, why: 'new checkout', by: 'test owner' },
    ])
    expect(body.items[1]).toMatchObject({
      at: '2026-03-02T12:01:00.000Z',
      before: { environments: { production: { on: true } } },
      after: { environments: { production: { on: false } } },
    })
    expect((await call(resources.flags.read, one)).body.environments.production?.on).toBe(true)
    expect((await call(access.audit, { params })).body.items.map(({ noun }) => noun)).toContain('flags')
  })

  it('an archived definition leaves the list and a rollback brings it back', async () => {
    const { call } = await openShop()
    await call(resources.layers.create, { params, body: layer })
    await call(resources.layers.archive, { ...one, ifMatch: '"1"' })
    expect((await call(resources.layers.list, { params })).body.items).toEqual([])
    expect((await call(resources.layers.list, { params, query: { status: 'archived' } })).body.items).toHaveLength(1)
    await call(resources.layers.rollback, { ...one, body: { version: 1 }, ifMatch: '"2"' })
    expect((await call(resources.layers.list, { params })).body.items).toHaveLength(1)
  })

  it('what is used may not be archived', async () => {
    const { call } = await openShop()
    await call(resources.audiences.create, {
      params,
      body: { key: 'above-65', name: 'Above 65', condition: { attribute: 'age', op: '>', value: 65 } },
    })
    const rules = [{ id: 'r', condition: { audience: 'above-65' }, serve: { variant: 'simple' } }]
    await call(resources.flags.create, {
      params,
      body: { ...flag, environments: { production: { on: true, fallthrough: 'standard', rules } } },
    })
    const refused = await problemOf(
      call(resources.audiences.archive, { params: { project: 'shop', key: 'above-65' }, ifMatch: '"1"' }),
    )
    expect(refused).toMatchObject({
      status: 409,
      errors: [{ message: expect.stringContaining('flag checkout uses it') }],
    })
  })
})

describe('lists', () => {
  it('are paged by an opaque cursor without gaps or repeats', async () => {
    const { call } = await openShop()
    const keys = Array.from({ length: 25 }, (_, index) => `layer-${String(index).padStart(2, '0')}`)
    for (const key of keys) await call(resources.layers.create, { params, body: { key, name: key } })
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const { body }: { body: { items: { key: string }[]; nextCursor?: string | undefined } } = await call(
        resources.layers.list,
        { params, query: { limit: 10, ...(cursor && { cursor }) } },
      )
      expect(body.items.length).toBeLessThanOrEqual(10)
      seen.push(...body.items.map(({ key }) => key))
      cursor = body.nextCursor
    } while (cursor)
    expect(seen).toEqual(keys)
  })

  it('refuse a cursor that is not theirs', async () => {
    const { call } = await openShop()
    expect(await problemOf(call(resources.layers.list, { params, query: { cursor: 'xxxx' } }))).toMatchObject({
      type: '/problems/invalid-cursor',
    })
    expect(await problemOf(call(resources.layers.history, { params: { project: 'shop', key: 'none' } }))).toMatchObject(
      { status: 404 },
    )
  })
})

describe('bad definitions', () => {
  const create = async (body: unknown) => {
    const { call } = await openShop()
    return problemOf(call(resources.flags.create, { params, body: body as never }))
  }
  const withRule = (rule: unknown) => ({
    ...flag,
    environments: { production: { on: true, fallthrough: 'standard', rules: [rule] } },
  })

  it('malformed JSON', async () => {
    const { request } = await openShop()
    const response = await request('/api/v1/projects/shop/flags', {
      method: 'POST',
      body: '{"key": ',
      headers: { 'content-type': 'application/json' },
    })
    expect(response.status).toBe(400)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(await response.json()).toMatchObject({ type: '/problems/malformed-body' })
  })

  it('a body of 10 MB', async () => {
    const { request } = await openShop()
    const body = JSON.stringify({ ...flag, description: 'x'.repeat(10_000_000) })
    expect(
      (
        await request('/api/v1/projects/shop/flags', {
          method: 'POST',
          body,
          headers: { 'content-type': 'application/json', 'content-length': String(body.length) },
        })
      ).status,
    ).toBe(413)
  })

  it('unknown fields and weights that do not add up name the field', async () => {
    expect(await create({ ...flag, colour: 'red' })).toMatchObject({
      status: 400,
      errors: [{ message: expect.stringContaining('colour') }],
    })
    const rollout = {
      variants: [
        { variant: 'simple', weight: 60 },
        { variant: 'standard', weight: 30 },
      ],
    }
    expect(await create(withRule({ id: 'r', serve: { rollout } }))).toMatchObject({
      errors: [
        { path: '/environments/production/rules/0/serve/rollout/variants', message: 'weights must add up to 100' },
      ],
    })
  })

  it('invalid semver, pattern and date', async () => {
    for (const condition of [
      { attribute: 'v', op: 'semver>', value: 'v1.x' },
      { attribute: 'v', op: 'matches', value: '(a)\\1' },
      { attribute: 'v', op: 'matches', value: '([' },
      { attribute: 'v', op: 'before', value: 'yesterday' },
    ]) {
      const refused = await create(withRule({ id: 'r', condition, serve: { variant: 'simple' } }))
      expect(refused, JSON.stringify(condition)).toMatchObject({
        status: 422,
        errors: [{ path: expect.stringContaining('/environments/production/rules/0/condition') }],
      })
    }
  })

  it('variants, audiences, experiments and environments that do not exist', async () => {
    expect(await create({ ...flag, off: 'gone' })).toMatchObject({
      status: 422,
      errors: [{ message: expect.stringContaining('gone') }],
    })
    expect(
      await create(withRule({ id: 'r', condition: { audience: 'gone' }, serve: { variant: 'simple' } })),
    ).toMatchObject({ status: 422 })
    expect(await create(withRule({ id: 'r', serve: { experiment: 'gone' } }))).toMatchObject({ status: 422 })
    expect(await create({ ...flag, environments: { nowhere: { on: true, fallthrough: 'standard' } } })).toMatchObject({
      status: 422,
    })
  })

  it('cyclic prerequisites', async () => {
    const { call } = await openShop()
    const named = (key: string, needs: string[]) => ({
      ...flag,
      key,
      prerequisites: needs.map(other => ({ flag: other, variants: ['simple'] })),
    })
    await call(resources.flags.create, { params, body: named('a', []) })
    await call(resources.flags.create, { params, body: named('b', ['a']) })
    await call(resources.flags.create, { params, body: named('c', ['b']) })
    const refused = await problemOf(
      call(resources.flags.replace, { params: { project: 'shop', key: 'a' }, body: named('a', ['c']), ifMatch: '"1"' }),
    )
    expect(refused).toMatchObject({ status: 422, errors: [{ path: expect.stringContaining('/prerequisites') }] })
  })

  it('a metric over an event or a property that does not exist', async () => {
    const { call } = await openShop()
    const metric = (event: string, property: string) => ({
      key: 'm',
      name: 'M',
      formula: { kind: 'mean' as const, total: { event, property } },
    })
    expect(
      await problemOf(call(resources.metrics.create, { params, body: metric('purchase', 'amount') })),
    ).toMatchObject({ status: 422, errors: [{ message: expect.stringContaining('no event definition purchase') }] })
    const event = {
      key: 'purchase',
      owner: 'o',
      purpose: 'p',
      properties: { amount: { type: 'number' as const }, code: { type: 'string' as const } },
    }
    await call(resources.events.create, { params, body: event })
    expect(
      await problemOf(call(resources.metrics.create, { params, body: metric('purchase', 'price') })),
    ).toMatchObject({ status: 422 })
    expect(await problemOf(call(resources.metrics.create, { params, body: metric('purchase', 'code') }))).toMatchObject(
      { errors: [{ message: expect.stringContaining('only numbers') }] },
    )
    await call(resources.metrics.create, { params, body: metric('purchase', 'amount') })
  })

  it('a breaking change of an event, while an added optional property is fine', async () => {
    const { call } = await openShop()
    const event = {
      key: 'purchase',
      owner: 'o',
      purpose: 'p',
      properties: { amount: { type: 'number' as const, required: true } },
    }
    await call(resources.events.create, { params, body: event })
    const at = { params: { project: 'shop', key: 'purchase' }, ifMatch: '"1"' }
    for (const properties of [
      {},
      { amount: { type: 'string' as const, required: true } },
      { ...event.properties, tax: { type: 'number' as const, required: true } },
    ]) {
      expect(await problemOf(call(resources.events.replace, { ...at, body: { ...event, properties } }))).toMatchObject({
        status: 422,
      })
    }
    await call(resources.events.replace, {
      ...at,
      body: { ...event, properties: { ...event.properties, tax: { type: 'number' } } },
    })
  })
})
