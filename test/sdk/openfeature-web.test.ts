import { ErrorCode, OpenFeature, ProviderEvents, ProviderStatus } from '@openfeature/web-sdk'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createClient } from '../../sdk/src/index.ts'
import { createProvider } from '../../sdk/src/openfeature-web.ts'
import { checkoutConfiguration } from './fixture.ts'
import { startServer, type TestServer } from './server.ts'

let server: TestServer

beforeEach(async () => {
  server = await startServer()
  server.serve(checkoutConfiguration)
})

afterEach(async () => {
  await OpenFeature.close()
  await OpenFeature.clearContexts()
  OpenFeature.clearHandlers()
  await server.close()
})

function provider(options: { pollIntervalMs?: number; readyTimeoutMs?: number } = {}) {
  return createProvider(createClient, { url: server.url, key: 'client', stream: false, backoffMs: 5, ...options })
}

const senior = { targetingKey: 'u1', age: 70 }

test('2.1.1, 2.2.1 to 2.2.9: every type resolves at once for the context that was set', async () => {
  await OpenFeature.setContext(senior)
  await OpenFeature.setProviderAndWait(provider())
  const client = OpenFeature.getClient()
  expect(client.metadata.providerMetadata.name).toBe('Assay')
  const served = client.getBooleanDetails('simple-checkout', false)
  expect(served).toMatchObject({ reason: 'SPLIT', flagMetadata: { rule: 'seniors' } })
  expect(served.value).toBe(served.variant === 'on')
  expect(served.errorCode).toBeUndefined()
  expect(client.getStringDetails('title', 'x')).toMatchObject({ value: 'Hello', variant: 'on', reason: 'STATIC' })
  expect(client.getNumberDetails('limit', 1)).toMatchObject({ value: 7, variant: 'off' })
  expect(client.getObjectDetails('layout', {})).toMatchObject({ value: { columns: 2 }, variant: 'off' })
  expect(client.getStringDetails('nothing', 'x')).toMatchObject({ value: 'x', errorCode: ErrorCode.FLAG_NOT_FOUND })
  expect(client.getNumberDetails('title', 5)).toMatchObject({ value: 5, errorCode: ErrorCode.TYPE_MISMATCH })
})

test('2.6.1, 3.2.4.1: another context gives other answers, and no event of another configuration', async () => {
  const changed = vi.fn()
  const contextChanged = vi.fn()
  OpenFeature.addHandler(ProviderEvents.ConfigurationChanged, changed)
  OpenFeature.addHandler(ProviderEvents.ContextChanged, contextChanged)
  await OpenFeature.setProviderAndWait(provider())
  const client = OpenFeature.getClient()
  expect(client.getBooleanDetails('simple-checkout', true)).toMatchObject({ value: false, reason: 'DEFAULT' })
  await OpenFeature.setContext(senior)
  expect(client.getBooleanDetails('simple-checkout', true)).toMatchObject({ reason: 'SPLIT' })
  await OpenFeature.setContext({ targetingKey: 'u1', age: 30 })
  expect(client.getBooleanDetails('simple-checkout', true)).toMatchObject({ value: false, reason: 'DEFAULT' })
  await vi.waitFor(() => expect(contextChanged).toHaveBeenCalledTimes(2))
  expect(changed).not.toHaveBeenCalled()
})

test('2.4.2.1, 5.1.1, 5.3.2, 5.3.5: events follow what happens to the configuration', async () => {
  const changed = vi.fn()
  OpenFeature.addHandler(ProviderEvents.ConfigurationChanged, changed)
  server.serve({ status: 503 })
  const assay = provider({ readyTimeoutMs: 20, pollIntervalMs: 20 })
  await expect(OpenFeature.setProviderAndWait(assay)).rejects.toThrow('no configuration')
  const client = OpenFeature.getClient()
  expect(client.providerStatus).toBe(ProviderStatus.ERROR)
  server.serve(checkoutConfiguration)
  await vi.waitFor(() => expect(client.providerStatus).toBe(ProviderStatus.READY), 10_000)
  server.serve({ ...checkoutConfiguration, version: 'v2', flags: {} })
  await vi.waitFor(() => expect(changed).toHaveBeenCalledTimes(1), 10_000)
  server.serve({ status: 500 })
  await vi.waitFor(() => expect(client.providerStatus).toBe(ProviderStatus.STALE), 10_000)
})

test('2.5.1, 2.7.1: events are tracked for the context that was set, and closing sends them with the exposures', async () => {
  await OpenFeature.setContext(senior)
  await OpenFeature.setProviderAndWait(provider())
  const client = OpenFeature.getClient()
  client.getBooleanValue('simple-checkout', false)
  client.track('purchase', { value: 59.9 })
  await OpenFeature.close()
  const events = Array.from(server.events.values())
  expect(events.map(({ event }) => event).toSorted()).toEqual(['$exposure', 'purchase'])
  expect(events.find(({ event }) => event === 'purchase')).toMatchObject({
    user_id: 'u1',
    properties: { value: 59.9 },
  })
})
