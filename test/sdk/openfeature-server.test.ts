import { ErrorCode, OpenFeature, ProviderEvents, ProviderStatus } from '@openfeature/server-sdk'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createClient } from '../../sdk/src/index.ts'
import { createProvider } from '../../sdk/src/openfeature-server.ts'
import { checkoutConfiguration } from './fixture.ts'
import { startServer, type TestServer } from './server.ts'

let server: TestServer

beforeEach(async () => {
  server = await startServer()
  server.serve(checkoutConfiguration)
})

afterEach(async () => {
  await OpenFeature.close()
  OpenFeature.clearHandlers()
  await server.close()
})

function provider(options: { pollIntervalMs?: number; readyTimeoutMs?: number; key?: string } = {}) {
  return createProvider(createClient, { url: server.url, key: 'secret', stream: false, backoffMs: 5, ...options })
}

const senior = { targetingKey: 'u1', age: 70 }

test('2.1.1, 2.4.1, 5.3.1: it has a name, and is ready once it has a configuration', async () => {
  const assay = provider()
  expect(assay.metadata.name).toBe('Assay')
  const ready = vi.fn()
  OpenFeature.addHandler(ProviderEvents.Ready, ready)
  await OpenFeature.setProviderAndWait(assay)
  const client = OpenFeature.getClient()
  expect(client.providerStatus).toBe(ProviderStatus.READY)
  await vi.waitFor(() => expect(ready).toHaveBeenCalled())
})

test('2.2.1, 2.2.3, 2.2.4, 2.2.5, 2.2.6, 2.2.9: every type resolves with value, variant, reason and metadata', async () => {
  await OpenFeature.setProviderAndWait(provider())
  const client = OpenFeature.getClient()
  const served = await client.getBooleanDetails('simple-checkout', false, senior)
  expect(served).toMatchObject({ reason: 'SPLIT', flagMetadata: { rule: 'seniors' } })
  expect(served.value).toBe(served.variant === 'on')
  expect(served.errorCode).toBeUndefined()
  expect(await client.getStringDetails('title', 'x')).toMatchObject({ value: 'Hello', variant: 'on', reason: 'STATIC' })
  expect(await client.getNumberDetails('limit', 1)).toMatchObject({ value: 7, variant: 'off', reason: 'STATIC' })
  expect(await client.getObjectDetails('layout', {})).toMatchObject({ value: { columns: 2 }, variant: 'off' })
})

test('2.2.7, 2.3.2: what goes wrong has an error code, a message and the default', async () => {
  await OpenFeature.setProviderAndWait(provider())
  const client = OpenFeature.getClient()
  const refused = { reason: 'ERROR', errorMessage: expect.stringMatching(/./) }
  expect(await client.getStringDetails('nothing', 'x')).toMatchObject({
    ...refused,
    value: 'x',
    errorCode: ErrorCode.FLAG_NOT_FOUND,
  })
  expect(await client.getNumberDetails('title', 5)).toMatchObject({
    ...refused,
    value: 5,
    errorCode: ErrorCode.TYPE_MISMATCH,
  })
  expect(await client.getObjectDetails('title', {})).toMatchObject({ ...refused, errorCode: ErrorCode.TYPE_MISMATCH })
  expect(await client.getBooleanDetails('simple-checkout', true, { age: 70 })).toMatchObject({
    ...refused,
    value: true,
    errorCode: ErrorCode.TARGETING_KEY_MISSING,
  })
})

test('2.4.2.1, 5.3.2, 5.3.5: without a configuration it ends in an error, and is ready when there is one', async () => {
  server.serve({ status: 503 })
  const assay = provider({ readyTimeoutMs: 20, pollIntervalMs: 20 })
  await expect(OpenFeature.setProviderAndWait(assay)).rejects.toThrow('no configuration')
  const client = OpenFeature.getClient()
  expect(client.providerStatus).toBe(ProviderStatus.ERROR)
  expect(await client.getStringValue('title', 'x')).toBe('x')
  server.serve(checkoutConfiguration)
  await vi.waitFor(() => expect(client.providerStatus).toBe(ProviderStatus.READY), 10_000)
  expect(await client.getStringValue('title', 'x')).toBe('Hello')
})

test('5.1.1, 5.3.5: another configuration is an event, and so is a server that stops answering', async () => {
  const changed = vi.fn()
  OpenFeature.addHandler(ProviderEvents.ConfigurationChanged, changed)
  await OpenFeature.setProviderAndWait(provider({ pollIntervalMs: 20 }))
  const client = OpenFeature.getClient()
  server.serve({ ...checkoutConfiguration, version: 'v2', flags: {} })
  await vi.waitFor(() => expect(changed).toHaveBeenCalledTimes(1), 10_000)
  expect(await client.getStringValue('title', 'x')).toBe('x')
  server.serve({ status: 500 })
  await vi.waitFor(() => expect(client.providerStatus).toBe(ProviderStatus.STALE), 10_000)
  server.serve({ ...checkoutConfiguration, version: 'v2', flags: {} })
  await vi.waitFor(() => expect(client.providerStatus).toBe(ProviderStatus.READY), 10_000)
  expect(changed).toHaveBeenCalledTimes(1)
})

test('2.5.1, 2.7.1: events are tracked with units and properties, and closing sends them with the exposures', async () => {
  await OpenFeature.setProviderAndWait(provider())
  const client = OpenFeature.getClient()
  await client.getBooleanValue('simple-checkout', false, senior)
  await client.getBooleanValue('simple-checkout', false, senior)
  client.track('purchase', { targetingKey: 'u1', device_id: 'd1', country: 'DE' }, { value: 59.9, currency: 'EUR' })
  await OpenFeature.close()
  const events = Array.from(server.events.values())
  expect(events.map(({ event }) => event).toSorted()).toEqual(['$exposure', 'purchase'])
  expect(events.find(({ event }) => event === 'purchase')).toMatchObject({
    user_id: 'u1',
    device_id: 'd1',
    properties: { value: 59.9, currency: 'EUR' },
  })
})

test('3.1.4: moments in a context are compared as dates', async () => {
  const flag = checkoutConfiguration.flags['simple-checkout']
  if (flag === undefined) throw new Error('the fixture has this flag')
  const rule = {
    id: 'young',
    condition: { attribute: 'born', op: 'after' as const, value: '2000-01-01' },
    serve: { variant: 'on' },
  }
  server.serve({ ...checkoutConfiguration, flags: { young: { ...flag, rules: [rule] } } })
  await OpenFeature.setProviderAndWait(provider())
  const client = OpenFeature.getClient()
  expect(await client.getBooleanValue('young', false, { born: new Date('2001-01-01') })).toBe(true)
  expect(await client.getBooleanValue('young', false, { born: new Date('1999-01-01') })).toBe(false)
})
