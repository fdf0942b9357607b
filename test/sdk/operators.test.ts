import { expect, test, vi } from 'vitest'
import { createClient } from '../../sdk/src/index.ts'
import { createLocalClient } from '../../sdk/src/local.ts'
import { createClient as createNodeClient } from '../../sdk/src/node.ts'
import type { ClientOptions } from '../../sdk/src/options.ts'
import type { Configuration } from '../../src/contract/configuration.ts'
import { booleanFlag, configurationWith } from './fixture.ts'
import { startServer } from './server.ts'

const flags = {
  staff: booleanFlag([
    {
      id: 'staff',
      condition: { attribute: 'email', op: 'matches', value: '@shop\\.example$' },
      serve: { variant: 'on' },
    },
  ]),
  recent: booleanFlag([
    { id: 'recent', condition: { attribute: 'app', op: 'semver>=', value: '2.10.0' }, serve: { variant: 'on' } },
  ]),
  title: { ...booleanFlag([]), type: 'string', variants: { on: 'Hello', off: 'Bye' }, fallthrough: 'on' },
} as const satisfies Configuration['flags']
const configuration = configurationWith(flags)
const options: ClientOptions = { url: 'http://127.0.0.1:9', key: 'k', pollIntervalMs: 0, bootstrap: configuration }
const context = { email: 'a@shop.example', app: '2.11.0' }

test('patterns and versions are there as soon as the client is ready', async () => {
  const client = createClient(options)
  expect(client.details('title', 'x')).toMatchObject({ value: 'x', errorCode: 'PROVIDER_NOT_READY' })
  expect(await client.ready(10_000)).toBe(true)
  expect(client.boolean('staff', false, context)).toBe(true)
  expect(client.boolean('staff', true, { email: 'a@elsewhere.example' })).toBe(false)
  expect(client.boolean('recent', false, context)).toBe(true)
  expect(client.boolean('recent', true, { app: '2.9.0' })).toBe(false)
})

test('a configuration without them, and every configuration in a service, is there at once', () => {
  const without = createClient({ ...options, bootstrap: configurationWith({ title: flags.title }) })
  expect(without.string('title', 'x')).toBe('Hello')
  expect(createNodeClient(options).boolean('staff', false, context)).toBe(true)
})

test('a configuration from the server takes effect with its operators', async () => {
  const server = await startServer()
  server.serve(configuration)
  const client = createClient({ url: server.url, key: 'k', stream: false })
  expect(await client.ready(10_000)).toBe(true)
  expect(client.boolean('recent', false, context)).toBe(true)
  await client.close(0)
  await server.close()
})

test('without its operators a flag answers the default, and the others go on', async () => {
  const errors: string[] = []
  const loadRare = () => Promise.reject(new Error('no network'))
  const client = createLocalClient({ ...options, onError: ({ message }) => errors.push(message) }, { loadRare })
  expect(await client.ready(10_000)).toBe(true)
  expect(client.string('title', 'x')).toBe('Hello')
  expect(client.details('staff', true, context)).toMatchObject({ value: true, errorCode: 'GENERAL' })
  expect(errors).toEqual(['no operators'])
})

test('a configuration that comes while operators are loaded is not replaced by the older one', async () => {
  const server = await startServer()
  server.serve({ ...configurationWith({ title: { ...flags.title, fallthrough: 'off' } }), version: 'v2' })
  const { promise: loaded, resolve: arrive } = Promise.withResolvers<undefined>()
  const client = createLocalClient(
    { ...options, url: server.url, pollIntervalMs: 30_000, stream: false },
    { loadRare: () => loaded },
  )
  await vi.waitFor(() => expect(client.stats().configurationVersion).toBe('v2'))
  arrive(undefined)
  await loaded
  await new Promise(resolve => setImmediate(resolve))
  expect(client.string('title', 'x')).toBe('Bye')
  await client.close(0)
  await server.close()
})
