import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Client, createClient } from '../../sdk/src/index.ts'
import type { ClientOptions } from '../../sdk/src/options.ts'
import { checkoutConfiguration } from './fixture.ts'
import { memoryStorage } from './memory-storage.ts'
import { startServer, type TestServer } from './server.ts'

const minuteMs = 60_000
let server: TestServer
let clients: Client[]
let nowMs: number

beforeEach(async () => {
  server = await startServer()
  clients = []
  nowMs = 1_795_392_000_000
})

afterEach(async () => {
  for (const client of clients) await client.close(0)
  vi.unstubAllGlobals()
  await server.close()
})

function connect(options: Partial<ClientOptions> = {}): Client {
  const client = createClient({
    url: server.url,
    key: 'k',
    bootstrap: checkoutConfiguration,
    pollIntervalMs: 0,
    now: () => nowMs,
    ...options,
  })
  clients.push(client)
  return client
}

/** What arrived, in the order it was captured. */
async function arrived(client: Client) {
  await client.flush()
  return server.attempts.flat()
}

function openPage(): void {
  vi.stubGlobal('document', { visibilityState: 'visible' })
  vi.stubGlobal('addEventListener', () => undefined)
  vi.stubGlobal('removeEventListener', () => undefined)
}

test('a server numbers its events without making its own life a session', async () => {
  const client = connect()
  for (let n = 0; n < 3; n += 1) client.track('e', { user_id: 'u' }, { n })
  const events = await arrived(client)
  expect(events.map(({ sequence }) => sequence)).toEqual([0, 1, 2])
  expect(new Set(events.map(({ sequence_id }) => sequence_id))).toEqual(new Set([events[0]?.id]))
  expect(events.some(event => 'session_id' in event)).toBe(false)
})

test('half an hour in which nothing happens ends a session, and numbers begin again', async () => {
  const client = connect()
  client.track('e')
  nowMs += 29 * minuteMs
  client.track('e')
  nowMs += 29 * minuteMs
  client.track('e')
  nowMs += 30 * minuteMs
  client.track('e')
  const events = await arrived(client)
  expect(events.map(({ sequence }) => sequence)).toEqual([0, 1, 2, 0])
  expect(events.map(({ sequence_id }) => sequence_id)).toEqual([0, 0, 0, 3].map(at => events[at]?.id))
})

test('pages that share a storage share the session', async () => {
  openPage()
  const storage = memoryStorage()
  const first = connect({ storage })
  first.track('e')
  first.track('e')
  const second = connect({ storage })
  second.track('e')
  first.track('e')
  await arrived(first)
  const events = await arrived(second)
  expect(events.map(({ sequence }) => sequence).sort()).toEqual([0, 1, 2, 3])
  expect(new Set(events.map(({ session_id }) => session_id)).size).toBe(1)
  expect(events.some(event => 'sequence_id' in event)).toBe(false)
})

test('a session of the app is the session, and the numbers say what they count within', async () => {
  openPage()
  const client = connect({ storage: false })
  client.track('e', { session_id: 'mine' })
  const [event] = await arrived(client)
  expect(event).toMatchObject({ session_id: 'mine', sequence: 0, sequence_id: event?.id })
})

test('a storage that takes nothing, or holds nonsense, does not stop the numbers', async () => {
  openPage()
  const full = memoryStorage()
  full.setItem = () => {
    throw new Error('full')
  }
  const client = connect({ storage: full })
  for (let n = 0; n < 3; n += 1) client.track('e')
  expect((await arrived(client)).map(({ sequence }) => sequence)).toEqual([0, 1, 2])
  server.attempts.length = 0
  const odd = memoryStorage()
  connect({ storage: odd }).track('e')
  for (const name of Array.from({ length: odd.length }, (_, at) => `${odd.key(at)}`))
    if (name.endsWith('.s')) odd.setItem(name, 'nonsense')
  const other = connect({ storage: odd })
  other.track('e')
  expect((await arrived(other)).map(({ sequence }) => sequence)).toEqual([0])
})

test('what cannot be captured uses up no number', async () => {
  const client = connect()
  client.track('e')
  client.track('e', {}, { big: 1n as never })
  client.track('e')
  expect((await arrived(client)).map(({ sequence }) => sequence)).toEqual([0, 1])
})

test('an event says how many of its session were given up before it', async () => {
  const client = connect({ queueEventsMax: 3, flushIntervalMs: 1_000_000 })
  for (let n = 0; n < 8; n += 1) client.track('e')
  expect(client.stats().dropped.overflow).toBe(5)
  const before = await arrived(client)
  expect(before.map(({ sequence }) => sequence)).toEqual([5, 6, 7])
  expect(before.map(({ dropped }) => dropped)).toEqual([2, 3, 4])
  client.track('e')
  const [last] = (await arrived(client)).slice(-1)
  expect(last).toMatchObject({ sequence: 8, dropped: 5 })
  nowMs += 31 * minuteMs
  client.track('e')
  const [next] = (await arrived(client)).slice(-1)
  expect(next).toMatchObject({ sequence: 0 })
  expect(next).not.toHaveProperty('dropped')
})
