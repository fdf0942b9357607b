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
  server.streams.offered = true
  clients = []
})

afterEach(async () => {
  for (const client of clients) await client.close(0)
  await server.close()
})

function connect(options: Partial<ClientOptions> = {}): Client {
  const client = createClient({ url: server.url, key: 'secret', backoffMs: 2, backoffMsMax: 10, ...options })
  clients.push(client)
  return client
}

function version(to: string) {
  return { ...checkoutConfiguration, version: to }
}

function streamRequests() {
  return server.requests.filter(({ path }) => path === '/sdk/v1/stream')
}

test('changes arrive on the stream, in the message or fetched when they are only announced', async () => {
  server.serve(version('v1'))
  const client = connect()
  await client.ready(5000)
  await vi.waitFor(() => expect(server.streams.open.size).toBe(1))
  expect(streamRequests()[0]?.headers).toMatchObject({ authorization: 'Bearer secret', 'last-event-id': 'v1' })
  const asked = () => server.requests.filter(({ path }) => path === '/sdk/v1/config').length
  expect(asked()).toBe(1)
  server.serve(version('v2'))
  await vi.waitFor(() => expect(client.stats().configurationVersion).toBe('v2'))
  expect(asked()).toBe(1)
  server.streams.embedded = false
  server.serve(version('v3'))
  await vi.waitFor(() => expect(client.stats().configurationVersion).toBe('v3'))
  expect(asked()).toBe(2)
})

test('a stream that ends is resumed from what is known', async () => {
  server.serve(version('v1'))
  const client = connect()
  await client.ready(5000)
  await vi.waitFor(() => expect(server.streams.open.size).toBe(1))
  server.serve(version('v2'))
  await vi.waitFor(() => expect(client.stats().configurationVersion).toBe('v2'))
  server.endStreams()
  await vi.waitFor(() => expect(streamRequests()).toHaveLength(2))
  expect(streamRequests()[1]?.headers['last-event-id']).toBe('v2')
  for (const stream of server.streams.open) stream.destroy()
  await vi.waitFor(() => expect(streamRequests().length).toBeGreaterThan(2))
  server.serve(version('v3'))
  await vi.waitFor(() => expect(client.stats().configurationVersion).toBe('v3'))
})

test('reconnects wait as long as the server hints, and longer with every stream nothing comes from', async () => {
  const timers = manualTimers()
  server.serve(version('v1'))
  const client = connect({ timers, random: () => 0.5, backoffMs: 100, backoffMsMax: 500 })
  await vi.waitFor(() => expect(client.stats().configurationVersion).toBe('v1'))
  const delays: number[] = []
  for (let round = 1; round <= 4; round++) {
    await vi.waitFor(() => expect(timers.pending()).toEqual([62_500]))
    await vi.waitFor(() => expect(server.streams.open.size).toBe(1))
    server.endStreams()
    await vi.waitFor(() => expect(timers.pending()).not.toContain(62_500))
    await vi.waitFor(() => expect(timers.pending()).toHaveLength(1))
    const [delayMs = 0] = timers.pending()
    delays.push(delayMs)
    timers.fire(delayMs)
    await vi.waitFor(() => expect(streamRequests()).toHaveLength(round + 1))
  }
  expect(delays).toEqual([50, 100, 200, 250])
})

test('a silent connection is given up', async () => {
  const timers = manualTimers()
  server.serve(version('v1'))
  connect({ timers })
  await vi.waitFor(() => expect(server.streams.open.size).toBe(1))
  await vi.waitFor(() => expect(timers.pending()).toEqual([62_500]))
  timers.fire(62_500)
  await vi.waitFor(() => expect(server.streams.open.size).toBe(0))
})

test('without a stream changes are asked for', async () => {
  server.streams.offered = false
  server.serve(version('v1'))
  const client = connect({ pollIntervalMs: 10 })
  await client.ready(5000)
  server.serve(version('v2'))
  await vi.waitFor(() => expect(client.stats().configurationVersion).toBe('v2'))
})

test('a message that is none ends the stream and disturbs nobody', async () => {
  server.serve(version('v1'))
  const client = connect()
  await client.ready(5000)
  await vi.waitFor(() => expect(server.streams.open.size).toBe(1))
  for (const stream of server.streams.open) stream.write('data: {"configuration": {"format": 7}}\n\ndata: {{\n\n')
  await vi.waitFor(() => expect(streamRequests().length).toBeGreaterThan(1))
  expect(client.string('title', 'x')).toBe('Hello')
  server.serve(version('v2'))
  await vi.waitFor(() => expect(client.stats().configurationVersion).toBe('v2'))
})

test('closing ends the stream, and nothing is asked afterwards', async () => {
  server.serve(version('v1'))
  const client = connect()
  await vi.waitFor(() => expect(server.streams.open.size).toBe(1))
  await client.close()
  await vi.waitFor(() => expect(server.streams.open.size).toBe(0))
  const before = server.requests.length
  server.serve(version('v2'))
  await new Promise(resolve => setTimeout(resolve, 50))
  expect(server.requests).toHaveLength(before)
  expect(client.stats().configurationVersion).toBe('v1')
})

test('listeners hear of configurations and contexts until they stop listening', async () => {
  server.serve(version('v1'))
  const client = connect({ evaluationContext: { targetingKey: 'u1', age: 70 } })
  let heard = 0
  const stop = client.subscribe(() => heard++)
  client.subscribe(() => {
    throw new Error('no')
  })
  await client.ready(5000)
  expect(heard).toBe(1)
  expect(client.details('simple-checkout', false).reason).toBe('SPLIT')
  expect(await client.setContext({ targetingKey: 'u1', age: 40 })).toBe(true)
  expect(heard).toBe(2)
  expect(client.details('simple-checkout', false).reason).toBe('DEFAULT')
  expect(client.details('simple-checkout', false, { targetingKey: 'u1', age: 70 }).reason).toBe('SPLIT')
  stop()
  await client.setContext({})
  expect(heard).toBe(2)
})
