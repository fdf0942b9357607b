import { OFREPProvider } from '@openfeature/ofrep-provider'
import { OFREPWebProvider } from '@openfeature/ofrep-web-provider'
import { ErrorCode, OpenFeature } from '@openfeature/server-sdk'
import { type Provider, ProviderEvents, OpenFeature as WebOpenFeature } from '@openfeature/web-sdk'
import { describe, expect, it, onTestFinished } from 'vitest'
import { resources } from '../../src/contract/routes.ts'
import { exposuresIn, startShop } from './server.ts'

describe('the OpenFeature server SDK', () => {
  it('gets every type of flag, reasons, errors and metadata through its OFREP provider', async () => {
    const shop = await startShop()
    const headers: [string, string][] = [['X-API-Key', shop.serverKey]]
    await OpenFeature.setProviderAndWait('server', new OFREPProvider({ baseUrl: shop.url, headers }))
    onTestFinished(() => OpenFeature.close())
    const client = OpenFeature.getClient('server')
    const context = { targetingKey: 'ada', country: 'DE' }
    expect(await client.getBooleanValue('banner', false, context)).toBe(true)
    expect(await client.getBooleanValue('banner', false, { targetingKey: 'ada', country: 'FR' })).toBe(false)
    expect(await client.getNumberValue('price', 1)).toBe(9.5)
    expect(await client.getObjectValue('layout', {})).toEqual({ columns: 2 })
    expect(await client.getStringDetails('old', 'mine')).toMatchObject({ value: 'standard', reason: 'DISABLED' })
    expect(await client.getStringDetails('checkout', 'mine', context)).toMatchObject({
      reason: 'SPLIT',
      flagMetadata: { experiment: 'checkout-test', phase: 1, rule: 'try', flagSetId: 'shop/production' },
    })
    const failures = [
      [await client.getStringDetails('nothing', 'mine', context), ErrorCode.FLAG_NOT_FOUND],
      [await client.getStringDetails('a flag/with a slash', 'mine', context), ErrorCode.FLAG_NOT_FOUND],
      [await client.getStringDetails('checkout', 'mine'), ErrorCode.TARGETING_KEY_MISSING],
      [await client.getStringDetails('price', 'mine'), ErrorCode.TYPE_MISMATCH],
    ] as const
    for (const [details, errorCode] of failures) expect(details).toMatchObject({ value: 'mine', errorCode })
    expect(await exposuresIn(shop)).toMatchObject([{ user_id: 'ada', experiment: 'checkout-test' }])
  })
})

describe('the OpenFeature web SDK', () => {
  it('evaluates all flags at once, again for another context, and keeps them when nothing changed', async () => {
    const shop = await startShop()
    const statuses: number[] = []
    const provider = new OFREPWebProvider({
      baseUrl: shop.url,
      headers: [['Authorization', `Bearer ${shop.clientKey}`]],
      pollInterval: 50,
      cacheMode: 'disabled',
      changeDetection: 'polling',
      fetchImplementation: async (...request) => {
        const answer = await fetch(...request)
        statuses.push(answer.status)
        return answer
      },
    })
    onTestFinished(() => WebOpenFeature.close())
    await WebOpenFeature.setContext({ targetingKey: 'ada', country: 'FR' })
    await WebOpenFeature.setProviderAndWait(provider as Provider)
    const client = WebOpenFeature.getClient()
    expect(client.getBooleanValue('banner', true)).toBe(false)
    expect(client.getStringDetails('checkout', 'mine')).toMatchObject({ reason: 'SPLIT' })
    await WebOpenFeature.setContext({ targetingKey: 'ada', country: 'DE' })
    expect(client.getBooleanValue('banner', false)).toBe(true)
    await expect.poll(() => statuses.includes(304)).toBe(true)
    const changed = new Promise<void>(resolve =>
      client.addHandler(ProviderEvents.ConfigurationChanged, () => resolve()),
    )
    await shop.call(resources.flags.change, {
      params: { project: 'shop', key: 'price' },
      ifMatch: '"1"',
      body: { variants: [{ key: 'standard', value: 10 }] },
    })
    await changed
    expect(client.getNumberValue('price', 1)).toBe(10)
    expect(await exposuresIn(shop)).toMatchObject([{ user_id: 'ada', _country: 'FR' }])
  })
})
