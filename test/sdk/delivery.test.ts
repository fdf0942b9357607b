import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Client, createClient } from '../../sdk/src/index.ts'
import type { ClientOptions } from '../../sdk/src/options.ts'
import { checkoutConfiguration } from './fixture.ts'
import { type Behaviour, startServer, type TestServer } from './server.ts'
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
  const bootstrap = checkoutConfiguration
  const client = createClient({
    url: server.url,
    key: 'k',
    bootstrap,
    pollIntervalMs: 0,
    backoffMs: 2,
    backoffMsMax: 10,
    ...options,
  })
  clients.push(client)
  return client
}

function names(): string[] {
  return Array.from(server.events.values(), event => String(event.properties?.n))
}

test('an exposure on the wire says who met what where, and an event says what the app said', async () => {
  const client = connect({ now: () => 1_795_392_000_000, units: { session_id: 's1' }, context: { country: 'DE' } })
  client.boolean('simple-checkout', false, { targetingKey: 'u1', age: 70 })
  client.track('purchase_complete', { user_id: 'u1' }, { amount: 12.5 })
  expect(await client.flush()).toBe(true)
  const [exposure, purchase] = server.attempts[0] ?? []
  expect(exposure).toEqual({
    id: expect.stringMatching(
      /^01a2055fac00-?.*|^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    ),
    event: '$exposure',
    time: 1_795_392_000_000,
    sent_at: 1_795_392_000_000,
    sequence: 0,
    sequence_id: exposure?.id,
    session_id: 's1',
    user_id: 'u1',
    context: { sdk: 'assay-js', sdk_version: '0.1.0', platform: 'server', country: 'DE' },
    properties: {
      experiment: 'checkout',
      phase: 2,
      variant: expect.stringMatching(/^(on|off)$/),
      flag: 'simple-checkout',
      rule: 'seniors',
    },
  })
  expect(purchase).toMatchObject({
    event: 'purchase_complete',
    sequence: 1,
    session_id: 's1',
    user_id: 'u1',
    properties: { amount: 12.5 },
  })
  expect(client.stats()).toMatchObject({ delivered: 2, waiting: 0 })
})

test('a batch goes when it is full, or when its time has come', async () => {
  const timers = manualTimers()
  const client = connect({ timers })
  for (let n = 0; n < 250; n++) client.track('e', {}, { n })
  await vi.waitFor(() => expect(server.events.size).toBe(250))
  expect(server.attempts.every(batch => batch.length <= 100)).toBe(true)
  await vi.waitFor(() => expect(client.stats().waiting).toBe(0))
  client.track('e', {}, { n: 250 })
  expect(timers.pending()).toContain(1000)
  timers.fire(1000)
  await vi.waitFor(() => expect(server.events.size).toBe(251))
})

test('a batch stays below its size in bytes', async () => {
  const client = connect({ batchBytesMax: 10_000 })
  for (let n = 0; n < 50; n++) client.track('e', {}, { n, text: 'ü'.repeat(1000) })
  await client.flush()
  expect(server.events.size).toBe(50)
  for (const batch of server.attempts)
    expect(Buffer.byteLength(JSON.stringify(batch))).toBeLessThan(10_000 + 100 * batch.length)
})

test('chaos: every event arrives exactly once by its id, and an attempt keeps id, time and sequence', async () => {
  const chaos: Behaviour[] = [
    { status: 500 },
    'reset',
    'take-then-reset',
    'black-hole',
    { status: 503 },
    { status: 429, headers: { 'retry-after': '0' } },
    { status: 413 },
    'take-then-reset',
    { status: 502 },
    'take',
    { status: 413 },
    { status: 413 },
    'black-hole',
    'reset',
  ]
  server.plan.push(...chaos)
  const client = connect({ requestTimeoutMs: 100, flushIntervalMs: 1, batchEventsMax: 10 })
  for (let n = 0; n < 200; n++) {
    client.track('e', { user_id: `u${n}` }, { n })
    if (n % 40 === 0) await new Promise(resolve => setImmediate(resolve))
  }
  await vi.waitFor(() => expect(client.stats().waiting).toBe(0), { timeout: 20_000 })
  expect(server.plan).toEqual([])
  expect(names().toSorted()).toEqual(Array.from({ length: 200 }, (_, n) => String(n)).toSorted())
  expect(client.stats()).toMatchObject({ delivered: 200, dropped: { overflow: 0, rejected: 0, tooLarge: 0 } })
  const seen = new Map<string, string>()
  for (const { sent_at: _, ...event } of server.attempts.flat()) {
    const text = JSON.stringify(event)
    expect(seen.get(event.id) ?? text).toBe(text)
    seen.set(event.id, text)
  }
  expect(new Set(server.attempts.flat().map(event => event.sequence)).size).toBe(200)
})

test('Retry-After is honoured, in seconds and as a date', async () => {
  const timers = manualTimers()
  const now = () => Date.parse('2026-11-23T10:00:00Z')
  server.plan.push(
    { status: 429, headers: { 'retry-after': '7' } },
    { status: 503, headers: { 'retry-after': 'Mon, 23 Nov 2026 10:01:00 GMT' } },
  )
  const client = connect({ timers, now })
  client.track('e')
  expect(await client.flush()).toBe(false)
  expect(timers.pending()).toEqual([7000])
  client.track('e')
  expect(timers.pending()).toEqual([7000])
  timers.fire(7000)
  await vi.waitFor(() => expect(timers.pending()).toEqual([60_000]))
  timers.fire(60_000)
  await vi.waitFor(() => expect(server.events.size).toBe(2))
})

test('backoff grows with every failure up to its bound, with full jitter', async () => {
  const timers = manualTimers()
  server.plan.push(...Array.from({ length: 5 }, () => ({ status: 500 })))
  const client = connect({ timers, random: () => 0.5, backoffMs: 100, backoffMsMax: 500 })
  client.track('e')
  const delays: number[] = []
  await client.flush()
  for (let attempt = 0; attempt < 4; attempt++) {
    await vi.waitFor(() => expect(timers.pending()).toHaveLength(1))
    const [delayMs = 0] = timers.pending()
    delays.push(delayMs)
    timers.fire(delayMs)
    await vi.waitFor(() => expect(server.attempts).toHaveLength(attempt + 2))
  }
  expect(delays).toEqual([50, 100, 200, 250])
})

test('what the server refuses is dropped and counted, an event too large alone as well', async () => {
  const errors: string[] = []
  server.plan.push({ status: 400 }, { status: 413 })
  const client = connect({ onError: error => errors.push(error.message) })
  client.track('refused')
  await client.flush()
  client.track('huge')
  await client.flush()
  client.track('fine')
  expect(await client.flush()).toBe(true)
  expect(client.stats()).toMatchObject({ delivered: 1, waiting: 0, dropped: { rejected: 1, tooLarge: 1 } })
  expect(errors).toHaveLength(2)
})

test('a full queue drops the oldest of the least important, exposures last', async () => {
  const client = connect({ queueEventsMax: 5, timers: manualTimers() })
  client.boolean('simple-checkout', false, { targetingKey: 'u1', age: 70 })
  client.track('low', {}, { n: 'l1' }, 'low')
  client.track('low', {}, { n: 'l2' }, 'low')
  for (const n of ['n1', 'n2', 'n3']) client.track('normal', {}, { n })
  client.track('high', {}, { n: 'h1' }, 'high')
  client.track('low', {}, { n: 'l3' }, 'low')
  expect(client.stats()).toMatchObject({ waiting: 5, dropped: { overflow: 3 } })
  await client.flush()
  expect(names()).toEqual(['undefined', 'h1', 'n1', 'n2', 'n3'])
})

test('close sends what waits, within its time; afterwards flags still answer and events are counted as dropped', async () => {
  const client = connect()
  client.track('e', {}, { n: 1 })
  await client.close()
  expect(server.events.size).toBe(1)
  client.track('late')
  expect(client.stats()).toMatchObject({ waiting: 0, dropped: { closed: 1 } })
  expect(client.string('title', 'x')).toBe('Hello')

  server.plan.push('black-hole')
  const stuck = connect()
  stuck.track('e')
  await stuck.close(20)
  await server.close()
  await vi.waitFor(() => expect(stuck.stats()).toMatchObject({ waiting: 0, dropped: { closed: 1 } }))
})

test('what the server puts aside is counted and reported', async () => {
  const errors: string[] = []
  const client = connect({
    onError: error => errors.push(error.message),
    fetch: async () => new Response('{"valid":0,"duplicate":0,"quarantined":1,"verdicts":[]}'),
  })
  client.track('unheard_of')
  await client.flush()
  expect(client.stats()).toMatchObject({ delivered: 1, quarantined: 1 })
  expect(errors).toEqual([expect.stringContaining('1 events were put aside')])
})
