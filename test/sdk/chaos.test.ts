import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Client, createClient } from '../../sdk/src/index.ts'
import type { ClientOptions } from '../../sdk/src/options.ts'
import { checkoutConfiguration } from './fixture.ts'
import { memoryStorage } from './memory-storage.ts'
import { type Behaviour, startServer, type TestServer } from './server.ts'
import { type VirtualClock, virtualClock } from './virtual-clock.ts'

const startMs = Date.parse('2026-11-23T10:00:00Z')
// Different from every other delay, so that a request under way can be told by its timer.
const requestTimeoutMs = 9999

let server: TestServer
let clients: Client[]
let clock: VirtualClock
let drawn: number

beforeEach(async () => {
  server = await startServer()
  clients = []
  clock = virtualClock(startMs)
  drawn = 0
})

afterEach(async () => {
  for (const release of server.held) release()
  for (const client of clients) await closeNow(client)
  await server.close()
})

// Numbers that never repeat (multiples of the golden ratio), since ids are made of them.
function random(): number {
  return (++drawn * 0.618_033_988_749_895) % 1
}

async function closeNow(client: Client): Promise<void> {
  const closed = client.close(0)
  clock.advance(clock.now())
  await closed
}

function connect(options: Partial<ClientOptions> = {}): Client {
  const { now, timers } = clock
  const bootstrap = checkoutConfiguration
  const still = { bootstrap, pollIntervalMs: 0, requestTimeoutMs, random, now, timers } as const
  const client = createClient({ url: server.url, key: 'k', ...still, ...options })
  clients.push(client)
  return client
}

function track(client: Client, from: number, to: number): void {
  for (let n = from; n < to; n++) client.track('e', { user_id: `u${n}` }, { n })
}

// Every event the server has, by what the app gave it: one that came under two ids would be here twice.
function arrived(): number[] {
  return Array.from(server.events.values(), event => Number(event.properties?.n)).toSorted((a, b) => a - b)
}

function numbers(to: number): number[] {
  return Array.from({ length: to }, (_, n) => n)
}

// Time passes for the client while no request of it is under way.
async function pass(ms: number, before: () => void = () => undefined): Promise<void> {
  const endMs = clock.now() + ms
  while (clock.now() < endMs) {
    await vi.waitFor(() => expect(clock.pending()).not.toContain(requestTimeoutMs), { interval: 1, timeout: 5000 })
    before()
    clock.advance(endMs)
  }
}

test('500s for a minute: the app goes on, the attempts become few, and then every event arrives once', async () => {
  const client = connect()
  for (let second = 0; second < 60; second++) {
    track(client, second, second + 1)
    expect(client.string('title', 'x')).toBe('Hello')
    await pass(1000, () => {
      server.plan.splice(0, Number.POSITIVE_INFINITY, { status: 500 })
    })
  }
  expect(server.events.size).toBe(0)
  const { waiting, retries } = client.stats()
  expect({ waiting, attempts: server.attempts.length }).toEqual({ waiting: 60, attempts: retries })
  // The bounds of the pauses are 500, 1,000, 2,000 ms and so on up to 30 s.
  expect(retries).toBeGreaterThan(5)
  expect(retries).toBeLessThan(20)
  server.plan.length = 0
  await pass(30_000)
  expect(arrived()).toEqual(numbers(60))
  expect(client.stats()).toMatchObject({ delivered: 60, waiting: 0, dropped: { overflow: 0, rejected: 0, closed: 0 } })
})

test('answers that are slow: one request at a time, what happens meanwhile goes next, and nothing goes twice', async () => {
  const client = connect()
  for (let round = 0; round < 5; round++) {
    server.plan.push('take-and-hold')
    track(client, round * 10, round * 10 + 5)
    const flushed = client.flush()
    await vi.waitFor(() => expect(server.held).toHaveLength(1))
    track(client, round * 10 + 5, round * 10 + 10)
    clock.advance(clock.now() + requestTimeoutMs - 1)
    expect(server.attempts).toHaveLength(round * 2 + 1)
    server.held.pop()?.()
    expect(await flushed).toBe(true)
  }
  expect(arrived()).toEqual(numbers(50))
  expect(server.attempts.flat()).toHaveLength(50)
  expect(client.stats()).toMatchObject({ delivered: 50, retries: 0, waiting: 0 })
})

test('an answer slower than the client waits: the events are sent again under their ids and counted once', async () => {
  server.plan.push('take-and-hold')
  const client = connect()
  track(client, 0, 10)
  const flushed = client.flush()
  await vi.waitFor(() => expect(server.held).toHaveLength(1))
  clock.advance(clock.now() + requestTimeoutMs)
  expect(await flushed).toBe(false)
  server.held.pop()?.()
  await pass(1000)
  expect(server.attempts.map(batch => batch.length)).toEqual([10, 10])
  expect(arrived()).toEqual(numbers(10))
  expect(client.stats()).toMatchObject({ delivered: 10, retries: 1, waiting: 0 })
})

test('closed while a request is under way: its answer and what came after it are waited for, once each', async () => {
  const storage = memoryStorage()
  server.plan.push('take-and-hold')
  const client = connect({ storage })
  track(client, 0, 10)
  void client.flush()
  await vi.waitFor(() => expect(server.held).toHaveLength(1))
  track(client, 10, 20)
  const closed = client.close()
  server.held.pop()?.()
  await closed
  expect(arrived()).toEqual(numbers(20))
  expect(server.attempts.flat()).toHaveLength(20)
  expect(client.stats()).toMatchObject({ delivered: 20, kept: 0, waiting: 0, dropped: { closed: 0 } })
  expect(Array.from(storage.entries.keys()).filter(name => /\.[lq]\./.test(name))).toEqual([])
})

test('a page that goes away for good during a flush: the next page brings what the first could not say', async () => {
  const watchers: ((event: { type: string }) => void)[] = []
  vi.stubGlobal('document', { visibilityState: 'visible' })
  vi.stubGlobal('addEventListener', (_: string, watch: (event: { type: string }) => void) => watchers.push(watch))
  vi.stubGlobal('removeEventListener', () => undefined)
  try {
    const storage = memoryStorage()
    server.plan.push('take-and-hold')
    // Nothing of a page that is gone runs any more, so its timers are its own and never go off.
    const gone = connect({ storage, timers: virtualClock(startMs).timers, units: { device_id: 'd1' } })
    track(gone, 0, 10)
    void gone.flush()
    await vi.waitFor(() => expect(server.held).toHaveLength(1))
    track(gone, 10, 20)
    for (const watch of watchers) watch({ type: 'pagehide' })
    clients.pop()
    server.held.length = 0
    const next = connect({ storage, units: { device_id: 'd1' } })
    await pass(200_000)
    expect(arrived()).toEqual(numbers(20))
    expect(next.stats()).toMatchObject({ delivered: 20, waiting: 0 })
    for (const client of clients.splice(0)) await closeNow(client)
  } finally {
    vi.unstubAllGlobals()
  }
})

test('two clients on one storage, a bad network, and one of them closed in the middle: every event once', async () => {
  const chaos: Behaviour[] = ['take-then-reset', { status: 503 }, 'reset', 'take', { status: 500 }, 'take-then-reset']
  server.plan.push(...chaos, 'reset', 'reset', ...chaos)
  const storage = memoryStorage()
  const [first, second] = [connect({ storage, batchEventsMax: 10 }), connect({ storage, batchEventsMax: 10 })]
  track(first, 0, 100)
  track(second, 100, 200)
  await pass(1000)
  await closeNow(first)
  await pass(300_000)
  expect(server.plan).toEqual([])
  expect(arrived()).toEqual(numbers(200))
  expect([first, second].map(client => client.stats().waiting)).toEqual([0, 0])
  expect(Array.from(storage.entries.keys()).filter(name => /\.q\./.test(name))).toEqual([])
})
