import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Client, createClient } from '../../sdk/src/index.ts'
import type { ClientOptions } from '../../sdk/src/options.ts'
import { checkoutConfiguration } from './fixture.ts'
import { startServer, type TestServer } from './server.ts'
import { manualTimers } from './timers.ts'

let server: TestServer
let clients: Client[]

beforeEach(async () => {
  server = await startServer()
  clients = []
})

afterEach(async () => {
  for (const client of clients) await client.close(0)
  await server.close()
})

function connect(options: Partial<ClientOptions> = {}): Client {
  const client = createClient({ url: server.url, key: 'secret', random: () => 0.5, stream: false, ...options })
  clients.push(client)
  return client
}

test('a configuration is fetched with the key, kept by its ETag and replaced when it changes', async () => {
  const timers = manualTimers()
  const versions: string[] = []
  server.serve(checkoutConfiguration)
  const client = connect({ timers, onChange: version => versions.push(version) })
  expect(await client.ready(5000)).toBe(true)
  expect(client.string('title', 'x')).toBe('Hello')
  expect(server.requests[0]).toMatchObject({
    method: 'GET',
    path: '/sdk/v1/config',
    headers: { authorization: 'Bearer secret' },
  })

  await vi.waitFor(() => expect(timers.pending()).toContain(30_000))
  timers.fire(30_000)
  await vi.waitFor(() => expect(server.requests).toHaveLength(2))
  expect(server.requests[1]?.headers['if-none-match']).toBe('"v1"')
  await vi.waitFor(() => expect(timers.pending()).toContain(30_000))

  server.serve({ ...checkoutConfiguration, version: 'v2', flags: {} })
  timers.fire(30_000)
  await vi.waitFor(() => expect(versions).toEqual(['v1', 'v2']))
  expect(client.string('title', 'x')).toBe('x')
})

test('ready never waits longer than it is told and never rejects', async () => {
  server.serve('black-hole')
  expect(await connect().ready(20)).toBe(false)
  server.serve({ status: 500 })
  expect(await connect().ready(20)).toBe(false)
  expect(await connect({ url: 'http://127.0.0.1:1' }).ready(20)).toBe(false)
  expect(await connect({ url: 'not an address' }).ready(20)).toBe(false)
  expect(await connect({ bootstrap: checkoutConfiguration, pollIntervalMs: 0 }).ready(0)).toBe(true)
})

test('ready goes on waiting when the context changes meanwhile', async () => {
  server.serve({ status: 503 })
  const client = connect({ backoffMs: 5 })
  const ready = client.ready(10_000)
  expect(await client.setContext({ targetingKey: 'u1' })).toBe(false)
  await vi.waitFor(() => expect(server.requests.length).toBeGreaterThan(1))
  server.serve(checkoutConfiguration)
  expect(await ready).toBe(true)
})

test('a client that finds the server down gets its configuration when the server is back', async () => {
  server.serve({ status: 503 })
  const client = connect({ backoffMs: 5 })
  await vi.waitFor(() => expect(server.requests.length).toBeGreaterThan(2))
  server.serve(checkoutConfiguration)
  expect(await client.ready(10_000)).toBe(true)
})

test('what is not a configuration is reported and the last one stays', async () => {
  const timers = manualTimers()
  const errors: string[] = []
  server.serve(checkoutConfiguration)
  const client = connect({ timers, onError: error => errors.push(error.message) })
  await client.ready(5000)
  for (const broken of [{ hello: 1 }, null, { ...checkoutConfiguration, format: 9, version: 'v3' }]) {
    server.serve({ version: 'x', ...(broken as object) } as never)
    await vi.waitFor(() => expect(timers.pending()).toHaveLength(1))
    const before = errors.length
    timers.fire(timers.pending()[0] ?? 0)
    await vi.waitFor(() => expect(errors.length).toBeGreaterThan(before))
  }
  expect(client.string('title', 'x')).toBe('Hello')
})
