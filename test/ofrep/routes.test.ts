import { describe, expect, it } from 'vitest'
import { lifecycle, resources } from '../../src/contract/routes.ts'
import { evaluate, exposuresIn, type Shop, startShop } from './server.ts'

async function evaluateAll(shop: Shop, context: unknown, headers: Record<string, string> = {}) {
  return fetch(`${shop.url}/ofrep/v1/evaluate/flags`, {
    method: 'POST',
    headers: { authorization: `Bearer ${shop.serverKey}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ context }),
  })
}

const flagSetId = 'shop/production'

describe('OFREP, one flag', () => {
  it('answers key, value, reason, variant and metadata, and nothing else', async () => {
    const shop = await startShop()
    const banner = await evaluate(shop, 'banner', { targetingKey: 'ada', country: 'DE' })
    expect(banner.status).toBe(200)
    expect(banner.headers.get('content-type')).toContain('application/json')
    expect(await banner.json()).toEqual({
      key: 'banner',
      value: true,
      reason: 'TARGETING_MATCH',
      variant: 'simple',
      metadata: { flagSetId, rule: 'some' },
    })
    expect(await (await evaluate(shop, 'old', {})).json()).toEqual({
      key: 'old',
      value: 'standard',
      reason: 'DISABLED',
      variant: 'standard',
      metadata: { flagSetId },
    })
    expect(await (await evaluate(shop, 'layout', {})).json()).toMatchObject({ value: { columns: 2 }, reason: 'STATIC' })
    expect(await (await evaluate(shop, 'checkout', { targetingKey: 'ada' })).json()).toMatchObject({
      reason: 'SPLIT',
      metadata: { flagSetId, rule: 'try', experiment: 'checkout-test', phase: 1 },
    })
  })

  it('says what stands in the way in the words of the specification', async () => {
    const shop = await startShop()
    const failed = async (flag: string, context: unknown) => {
      const answer = await evaluate(shop, flag, context as object)
      return { status: answer.status, body: await answer.json() }
    }
    expect(await failed('nothing', {})).toMatchObject({
      status: 404,
      body: { key: 'nothing', errorCode: 'FLAG_NOT_FOUND', errorDetails: expect.any(String) },
    })
    for (const strange of ['a/b', 'a%2Fb', 'two words', 'two%20words', 'caf%C3%A9', '%E0%A4%A'])
      expect((await failed(strange, {})).status, strange).toBe(404)
    expect((await failed('a%2Fb c', {})).body).toMatchObject({ key: 'a/b c' })
    expect(await failed('checkout', {})).toMatchObject({
      status: 400,
      body: { key: 'checkout', errorCode: 'TARGETING_KEY_MISSING' },
    })
    for (const context of ['text', 7, [], true, { targetingKey: 7 }, { targetingKey: {} }])
      expect(await failed('price', context)).toMatchObject({ status: 400, body: { errorCode: 'INVALID_CONTEXT' } })
    const broken = await fetch(`${shop.url}/ofrep/v1/evaluate/flags/price`, {
      method: 'POST',
      headers: { authorization: `Bearer ${shop.serverKey}` },
      body: '{"context":',
    })
    expect(broken.status).toBe(400)
    expect(await broken.json()).toMatchObject({ key: 'price', errorCode: 'PARSE_ERROR' })
  })

  it('evaluates what it can without a targeting key, and without any context', async () => {
    const shop = await startShop()
    expect(await (await evaluate(shop, 'banner', { country: 'DE' })).json()).toMatchObject({ value: true })
    expect(await (await evaluate(shop, 'banner', { country: 'DE', targetingKey: null })).json()).toMatchObject({
      value: true,
    })
    for (const body of ['', '{}', '{"context":null}']) {
      const answer = await fetch(`${shop.url}/ofrep/v1/evaluate/flags/price`, {
        method: 'POST',
        headers: { authorization: `Bearer ${shop.serverKey}` },
        body,
      })
      expect(await answer.json()).toMatchObject({ value: 9.5 })
    }
  })

  it('takes client and server keys, as bearer and as X-API-Key, and no other', async () => {
    const shop = await startShop()
    for (const key of [shop.clientKey, shop.serverKey]) {
      expect((await evaluate(shop, 'price', {}, { headers: { authorization: `Bearer ${key}` } })).status).toBe(200)
      const byHeader = await evaluate(shop, 'price', {}, { headers: { authorization: '', 'x-api-key': key } })
      expect(byHeader.status).toBe(200)
    }
    expect((await evaluate(shop, 'price', {}, { headers: { authorization: '' } })).status).toBe(401)
    const token = shop.welcome?.token ?? ''
    expect((await evaluate(shop, 'price', {}, { headers: { authorization: `Bearer ${token}` } })).status).toBe(403)
  })

  it('evaluates on the server what a client may not see, for client keys as well', async () => {
    const shop = await startShop()
    const asClient = { headers: { authorization: `Bearer ${shop.clientKey}` } }
    expect(await (await evaluate(shop, 'vip', { targetingKey: 'ada' }, asClient)).json()).toMatchObject({
      variant: 'simple',
    })
  })

  it('may be called by any page', async () => {
    const shop = await startShop()
    const preflight = await fetch(`${shop.url}/ofrep/v1/evaluate/flags`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://shop.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type,if-none-match',
      },
    })
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*')
    expect(preflight.headers.get('access-control-allow-headers')).toContain('if-none-match')
    const answer = await evaluateAll(shop, {}, { origin: 'https://shop.example' })
    const exposed = answer.headers.get('access-control-expose-headers')?.toLowerCase()
    expect(exposed).toContain('etag')
    expect(exposed).toContain('retry-after')
  })
})

describe('OFREP, every flag', () => {
  it('lists successes and failures side by side, with what the flag set is and its version', async () => {
    const shop = await startShop()
    const answer = (await (await evaluateAll(shop, { country: 'DE' })).json()) as {
      flags: { key: string }[]
      metadata: object
      eventStreams?: unknown
    }
    expect(Object.fromEntries(answer.flags.map(({ key, ...flag }) => [key, flag]))).toMatchObject({
      banner: { value: true },
      price: { value: 9.5 },
      checkout: { errorCode: 'TARGETING_KEY_MISSING' },
    })
    expect(answer.metadata).toEqual({ flagSetId, version: expect.stringMatching(/^[0-9a-f]{16}$/) })
    expect(answer.eventStreams, 'a server key is never put into an address').toBeUndefined()
  })

  it('answers 304 while neither the configuration nor the context changed', async () => {
    const shop = await startShop()
    const context = { targetingKey: 'ada', country: 'DE' }
    const etag = (await evaluateAll(shop, context)).headers.get('etag') ?? ''
    const again = await evaluateAll(shop, context, { 'if-none-match': `"other", W/${etag}` })
    expect(again.status).toBe(304)
    expect(await again.text()).toBe('')
    expect((await evaluateAll(shop, { ...context, country: 'FR' }, { 'if-none-match': etag })).status).toBe(200)
    await shop.call(resources.flags.change, {
      params: { project: 'shop', key: 'price' },
      ifMatch: '"1"',
      body: { variants: [{ key: 'standard', value: 10 }] },
    })
    const changed = await evaluateAll(shop, context, { 'if-none-match': etag })
    expect(changed.status).toBe(200)
    expect(changed.headers.get('etag')).not.toBe(etag)
  })

  it('refuses a context that is none', async () => {
    const shop = await startShop()
    const answer = await evaluateAll(shop, 'text')
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ errorCode: 'INVALID_CONTEXT' })
  })
})

describe('exposures through OFREP', () => {
  it('are written once for each unit, however often and in whatever way it asks', async () => {
    const shop = await startShop()
    const context = { targetingKey: 'ada', country: 'DE', app_version: '1.2' }
    const { variant } = (await (await evaluate(shop, 'checkout', context)).json()) as { variant: string }
    await Promise.all([1, 2, 3].map(() => evaluate(shop, 'checkout', context)))
    await evaluateAll(shop, context)
    await evaluate(shop, 'checkout', { targetingKey: 'bob' })
    const rows = await exposuresIn(shop)
    expect(rows).toHaveLength(2)
    expect(rows.find(row => row.user_id === 'ada')).toMatchObject({
      experiment: 'checkout-test',
      phase: 1,
      variant,
      flag: 'checkout',
      rule: 'try',
      _country: 'DE',
      _app_version: '1.2',
      _sdk: 'ofrep',
      _environment: 'production',
    })
  })

  it('are not doubled by a restart', async () => {
    const shop = await startShop()
    await evaluate(shop, 'checkout', { targetingKey: 'ada' })
    await shop.close()
    const restarted = { ...(await startShop({ dataDir: shop.dataDir })), serverKey: shop.serverKey }
    expect((await evaluate(restarted, 'checkout', { targetingKey: 'ada' })).status).toBe(200)
    await evaluate(restarted, 'checkout', { targetingKey: 'bob' })
    expect((await exposuresIn(restarted)).map(({ user_id }) => user_id)).toEqual(['ada', 'bob'])
  })

  it('are left to the caller who says so, and are none when nothing is served by an experiment', async () => {
    const shop = await startShop()
    await evaluate(shop, 'checkout', { targetingKey: 'ada' }, { headers: { 'assay-exposures': 'none' } })
    await evaluate(shop, 'banner', { targetingKey: 'ada', country: 'DE' })
    await evaluate(shop, 'checkout', { targetingKey: 'bob' })
    await shop.call(lifecycle.stop, { params: { project: 'shop', key: 'checkout-test' }, ifMatch: '"2"' })
    await evaluate(shop, 'checkout', { targetingKey: 'ada' })
    expect((await exposuresIn(shop)).map(({ user_id }) => user_id)).toEqual(['bob'])
  })
})
