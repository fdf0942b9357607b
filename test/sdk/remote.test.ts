import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createClient, type RemoteClient, type RemoteOptions } from '../../sdk/src/remote.ts'
import { memoryStorage } from './memory-storage.ts'
import { startServer, type TestServer } from './server.ts'

let server: TestServer
let clients: RemoteClient[]

beforeEach(async () => {
  server = await startServer()
  clients = []
  server.evaluate = ({ targetingKey = 'nobody' }) => ({
    flags: [
      {
        key: 'simple-checkout',
        value: targetingKey === 'u1',
        variant: targetingKey === 'u1' ? 'on' : 'off',
        reason: 'SPLIT',
        metadata: { rule: 'seniors', experiment: 'checkout', phase: 2 },
      },
      { key: 'title', value: `Hello ${targetingKey}`, variant: 'on', reason: 'STATIC' },
      { key: 'broken', errorCode: 'GENERAL', errorDetails: 'it cannot be evaluated' },
    ],
    metadata: { version: 'v1' },
  })
})

afterEach(async () => {
  for (const client of clients) await client.close(0)
  await server.close()
})

function connect(options: Partial<RemoteOptions> = {}): RemoteClient {
  const evaluationContext = { targetingKey: 'u1' }
  const client = createClient({ url: server.url, key: 'secret', evaluationContext, backoffMs: 2, ...options })
  clients.push(client)
  return client
}

test('the server evaluates for the context of the client, without recording exposures itself', async () => {
  const client = connect()
  expect(client.details('title', 'x')).toMatchObject({ value: 'x', errorCode: 'PROVIDER_NOT_READY' })
  expect(await client.ready(5000)).toBe(true)
  expect(server.requests[0]).toMatchObject({
    method: 'POST',
    path: '/ofrep/v1/evaluate/flags',
    headers: { authorization: 'Bearer secret', 'assay-exposures': 'none' },
  })
  expect(client.string('title', 'x')).toBe('Hello u1')
  expect(client.details('simple-checkout', false)).toEqual({
    value: true,
    variant: 'on',
    reason: 'SPLIT',
    rule: 'seniors',
  })
  expect(client.details('nothing', 1)).toMatchObject({ value: 1, errorCode: 'FLAG_NOT_FOUND' })
  expect(client.details('title', 1)).toMatchObject({ value: 1, errorCode: 'TYPE_MISMATCH' })
  expect(client.details('broken', 1)).toMatchObject({ value: 1, errorCode: 'GENERAL' })
})

test('an exposure is recorded once when the app evaluates, with the units of the context that was answered', async () => {
  const client = connect({ units: { device_id: 'd1' } })
  await client.ready(5000)
  client.peek('simple-checkout', false)
  expect(client.stats().waiting).toBe(0)
  for (let round = 0; round < 3; round++) client.boolean('simple-checkout', false)
  client.exposed('simple-checkout')
  await client.flush()
  expect(Array.from(server.events.values())).toMatchObject([
    {
      event: '$exposure',
      user_id: 'u1',
      device_id: 'd1',
      properties: { experiment: 'checkout', phase: 2, variant: 'on', flag: 'simple-checkout', rule: 'seniors' },
    },
  ])
})

test('another context gets its own answer, and an answer that comes too late is not taken for it', async () => {
  const client = connect()
  await client.ready(5000)
  let heard = 0
  client.subscribe(() => heard++)
  const [first, second] = [client.setContext({ targetingKey: 'u2' }), client.setContext({ targetingKey: 'u3' })]
  expect(await Promise.all([first, second])).toEqual([true, true])
  expect(client.string('title', 'x')).toBe('Hello u3')
  expect(heard).toBe(1)
  expect(client.boolean('simple-checkout', true)).toBe(false)
})

test('answers are asked for with their ETag, and kept for the same context only', async () => {
  const storage = memoryStorage()
  const client = connect({ storage, pollIntervalMs: 10 })
  await client.ready(5000)
  await vi.waitFor(() => expect(server.requests.length).toBeGreaterThan(2))
  expect(server.requests.at(-1)?.headers['if-none-match']).toMatch(/^"/)
  const away = { storage, fetch: () => Promise.reject(new Error('no network')), pollIntervalMs: 0 }
  expect(connect(away).string('title', 'x')).toBe('Hello u1')
  expect(connect({ ...away, evaluationContext: { targetingKey: 'u2' } }).string('title', 'x')).toBe('x')
})

test('an answer in the page serves at once', () => {
  const bootstrap = { flags: [{ key: 'title', value: 'from the page', variant: 'on', reason: 'STATIC' }] }
  expect(connect({ bootstrap, pollIntervalMs: 0 }).string('title', 'x')).toBe('from the page')
  expect(connect({ bootstrap: { flags: 7 } as never, pollIntervalMs: 0 }).string('title', 'x')).toBe('x')
})
