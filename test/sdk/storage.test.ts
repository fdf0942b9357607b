import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Client, createClient } from '../../sdk/src/index.ts'
import type { ClientOptions } from '../../sdk/src/options.ts'
import { checkoutConfiguration } from './fixture.ts'
import { forbiddenStorage, memoryStorage } from './memory-storage.ts'
import { startServer, type TestServer } from './server.ts'
import { manualTimers } from './timers.ts'

let server: TestServer
let clients: Client[]

beforeEach(async () => {
  server = await startServer()
  server.serve(checkoutConfiguration)
  clients = []
})

afterEach(async () => {
  for (const client of clients) await client.close(0)
  await server.close()
})

function connect(options: Partial<ClientOptions> = {}): Client {
  const client = createClient({ url: server.url, key: 'k', stream: false, backoffMs: 2, backoffMsMax: 10, ...options })
  clients.push(client)
  return client
}

const offline = { fetch: () => Promise.reject(new Error('no network')), pollIntervalMs: 0 } as const

function track(client: Client, from: number, to: number): void {
  for (let n = from; n < to; n++) client.track('e', { user_id: `u${n}` }, { n })
}

function arrived(): number[] {
  return Array.from(server.events.values(), event => Number(event.properties?.n)).toSorted((a, b) => a - b)
}

function numbers(to: number): number[] {
  return Array.from({ length: to }, (_, n) => n)
}

test('the last known configuration serves while the server is away, and is not asked for twice', async () => {
  const storage = memoryStorage()
  await connect({ storage }).ready(5000)
  const away = connect({ storage, fetch: offline.fetch })
  expect(away.string('title', 'x')).toBe('Hello')
  expect(away.stats().configurationVersion).toBe('v1')
  connect({ storage })
  await vi.waitFor(() => expect(server.requests).toHaveLength(2))
  expect(server.requests[1]?.headers['if-none-match']).toBe('"v1"')
  expect(connect({ storage, key: 'another', ...offline }).stats().configurationVersion).toBe(undefined)
})

test('what is kept and no configuration is ignored', () => {
  const storage = memoryStorage()
  const errors: string[] = []
  storage.setItem = () => undefined
  storage.getItem = () => '{"format":'
  const client = connect({ storage, ...offline, onError: ({ during }) => errors.push(during) })
  expect(client.string('title', 'x')).toBe('x')
  expect(errors).toEqual(['configuration'])
})

test('events that could not be delivered are delivered by the next client, once', async () => {
  const storage = memoryStorage()
  const before = connect({ storage, ...offline })
  track(before, 0, 250)
  await before.close(100)
  expect(before.stats()).toMatchObject({ kept: 250, waiting: 0, dropped: { closed: 0 } })
  const after = connect({ storage })
  await vi.waitFor(() => expect(server.events.size).toBe(250))
  expect(arrived()).toEqual(numbers(250))
  expect(await after.flush()).toBe(true)
  expect(server.attempts.flat()).toHaveLength(250)
  expect(Array.from(storage.entries.keys()).filter(name => /\.[lq]\./.test(name))).toEqual([])
})

test('events of a client that died are taken over when its lease has run out, and not before', async () => {
  const storage = memoryStorage()
  const timers = manualTimers()
  let nowMs = Date.parse('2026-11-23T10:00:00Z')
  const now = () => nowMs
  const dead = connect({ storage, ...offline, timers: manualTimers(), now })
  track(dead, 0, 3)
  expect(await dead.flush()).toBe(false)
  const living = connect({ storage, timers, now, pollIntervalMs: 0 })
  timers.fire(0)
  expect(living.stats().waiting).toBe(0)
  nowMs += 149_999
  timers.fire(30_000)
  expect(living.stats().waiting).toBe(0)
  nowMs += 2
  timers.fire(30_000)
  expect(living.stats().waiting).toBe(3)
  await living.flush()
  expect(arrived()).toEqual(numbers(3))
})

test('two clients share a storage: a living one keeps its events, and each event is sent once', async () => {
  const storage = memoryStorage()
  server.plan.push({ status: 503 }, { status: 503 }, 'reset', { status: 500 })
  const both = [connect({ storage, flushIntervalMs: 1 }), connect({ storage, flushIntervalMs: 1 })]
  for (const [at, client] of both.entries()) track(client, at * 100, at * 100 + 100)
  await vi.waitFor(() => expect(server.events.size).toBe(200), { timeout: 10_000 })
  expect(arrived()).toEqual(numbers(200))
  await vi.waitFor(() => expect(both.map(client => client.stats().waiting)).toEqual([0, 0]))
  expect(both.map(client => client.stats().delivered)).toEqual([100, 100])
})

test('a lease far in the future was given by a wrong clock and holds nothing', async () => {
  const storage = memoryStorage()
  const future = connect({ storage, ...offline, timers: manualTimers(), now: () => Date.parse('2999-01-01T00:00:00Z') })
  track(future, 0, 2)
  await future.flush()
  connect({ storage, flushIntervalMs: 1 })
  await vi.waitFor(() => expect(arrived()).toEqual(numbers(2)))
})

test.each([
  ['forbidden', () => forbiddenStorage],
  ['full', () => memoryStorage(100)],
  ['in the way of others', () => Object.assign(memoryStorage(), { getItem: () => '[{"json":"{","bytes":1}, 5]' })],
])('a storage that is %s changes nothing for the app', async (_, make) => {
  const errors: string[] = []
  const client = connect({ storage: make(), onError: ({ during }) => errors.push(during) })
  expect(await client.ready(5000)).toBe(true)
  track(client, 0, 50)
  expect(await client.flush()).toBe(true)
  expect(arrived()).toEqual(numbers(50))
  expect(client.string('title', 'x')).toBe('Hello')
  expect(errors.filter(during => during === 'storage').length).toBeLessThanOrEqual(1)
})

test('100,000 events in a dead network: memory and storage are bounded, the least important go first, drops are counted', async () => {
  const storage = memoryStorage()
  const client = connect({ storage, bootstrap: checkoutConfiguration, ...offline, timers: manualTimers() })
  for (let n = 0; n < 100_000; n++) {
    client.track('e', { user_id: `u${n}` }, { n }, n % 100 === 0 ? 'high' : 'low')
    if (n % 20_000 === 0) await client.flush()
  }
  for (let user = 0; user < 100; user++) client.boolean('simple-checkout', false, { targetingKey: `u${user}`, age: 70 })
  await client.flush()
  const stats = client.stats()
  expect(stats.waiting).toBe(10_000)
  expect(stats.dropped.overflow).toBe(90_100)
  const characters = Array.from(storage.entries.values()).reduce((sum, text) => sum + text.length, 0)
  expect(characters).toBeLessThan(1_100_000)

  const back = connect({ storage, bootstrap: checkoutConfiguration, pollIntervalMs: 0, queueEventsMax: 20_000 })
  await client.close(0)
  await vi.waitFor(() => expect(client.stats().waiting).toBe(0))
  const { kept, dropped } = client.stats()
  expect(kept + dropped.closed).toBe(10_000)
  expect(kept).toBeGreaterThan(2000)
  await back.close()
})

test('closed during a flush: whatever the server acknowledged it has once, and the next client brings the rest', async () => {
  const storage = memoryStorage()
  server.plan.push('take', 'black-hole', 'take-then-reset')
  const client = connect({ storage, batchEventsMax: 10, pollIntervalMs: 0, requestTimeoutMs: 200 })
  track(client, 0, 30)
  await vi.waitFor(() => expect(server.attempts).toHaveLength(2))
  await client.close(10)
  await vi.waitFor(() => expect(client.stats()).toMatchObject({ delivered: 10, kept: 20, waiting: 0 }))
  const next = connect({ storage, pollIntervalMs: 0, flushIntervalMs: 1, batchEventsMax: 10 })
  await vi.waitFor(() => expect(arrived()).toEqual(numbers(30)))
  await vi.waitFor(() => expect(next.stats().waiting).toBe(0))
  expect(new Set(server.attempts.flat().map(({ id }) => id)).size).toBe(30)
})

test('an anonymous browser is one device for as long as its storage lasts', async () => {
  vi.stubGlobal('document', { visibilityState: 'visible' })
  vi.stubGlobal('addEventListener', () => undefined)
  vi.stubGlobal('removeEventListener', () => undefined)
  try {
    const storage = memoryStorage()
    const first = connect({ storage, ...offline }).context()
    expect(first.device_id).toMatch(/^[0-9a-f-]{36}$/)
    expect(connect({ storage, ...offline }).context()).toEqual(first)
    expect(connect({ storage, ...offline, units: { device_id: 'd1' } }).context()).toEqual({ device_id: 'd1' })
    expect(connect({ storage: memoryStorage(), ...offline }).context()).not.toEqual(first)
    expect(connect({ storage: forbiddenStorage, ...offline }).context().device_id).toMatch(/^[0-9a-f-]{36}$/)
    for (const client of clients.splice(0)) await client.close(0)
  } finally {
    vi.unstubAllGlobals()
  }
})
