import { expect, it, onTestFinished } from 'vitest'
import { addOwnerToken } from '../../src/access/owner.ts'
import type { TailMessage } from '../../src/contract/live.ts'
import { access } from '../../src/contract/routes.ts'
import { eventReader } from '../../src/edge/event-reader.ts'
import { apiClient } from '../../src/http/client.ts'
import { startShopServer } from '../flags/shop-server.ts'

/** Reads the stream of a server as far as it is asked to. */
async function watch(url: string, token: string, query: Record<string, string> = {}) {
  const abort = new AbortController()
  onTestFinished(() => abort.abort())
  const address = `${url}/api/v1/projects/shop/stream?${new URLSearchParams(query)}`
  const response = await fetch(address, { headers: { authorization: `Bearer ${token}` }, signal: abort.signal })
  const reader = response.body?.getReader()
  const read = eventReader(1_000_000)
  const messages: TailMessage[] = []
  return {
    status: response.status,
    async next(): Promise<TailMessage | undefined> {
      while (messages.length === 0) {
        const chunk = await reader?.read()
        if (chunk === undefined || chunk.done) return undefined
        for (const item of read(chunk.value))
          if (typeof item === 'object' && 'data' in item) messages.push(JSON.parse(item.data))
      }
      return messages.shift()
    },
  }
}

it('shows every event with its verdict as soon as it is on disk, and only those asked for', async () => {
  const { server, key } = await startShopServer()
  const token = addOwnerToken(server.platform, 'watcher')
  const { secret } = await key('server')
  const all = await watch(server.url, token)
  const mine = await watch(server.url, token, { unit: 'u2', verdict: 'valid', platform: 'ios' })
  const event = (id: string, more: object = {}) => ({
    id,
    event: 'cart',
    time: Date.now(),
    user_id: 'u1',
    properties: { n: 1 },
    ...more,
  })
  const body = JSON.stringify([
    event('a'),
    event('b', { event: 'card' }),
    event('a'),
    event('c', { user_id: 'u2', context: { platform: 'ios' } }),
    event('d', { properties: { n: 'many' } }),
  ])
  const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' }
  await fetch(`${server.url}/v1/events`, { method: 'POST', body, headers })
  const seen: unknown[] = []
  for (let index = 0; index < 5; index += 1) seen.push(await all.next())
  expect(seen).toMatchObject([
    { verdict: 'valid', id: 'a', properties: { n: 1 }, units: { user_id: 'u1' } },
    { verdict: 'quarantined', id: 'b', event: 'card', reason: 'unknown-event' },
    { verdict: 'duplicate', id: 'a' },
    { verdict: 'valid', id: 'c' },
    { verdict: 'quarantined', id: 'd', reason: 'mistyped-property' },
  ])
  expect(await mine.next()).toMatchObject({ id: 'c', context: { platform: 'ios' } })
})

it('is for analysts, and ends when the key is revoked', async () => {
  const { server, call } = await startShopServer()
  const tokenOf = async (role: 'viewer' | 'analyst') =>
    (await call(access.createKey, { body: { kind: 'token', name: role, role } })).body
  const [viewer, analyst] = [await tokenOf('viewer'), await tokenOf('analyst')]
  expect((await watch(server.url, viewer.secret)).status).toBe(403)
  expect((await watch(server.url, analyst.secret, { verdict: 'odd' })).status).toBe(400)
  const stream = await watch(server.url, analyst.secret)
  expect(stream.status).toBe(200)
  await apiClient({ url: server.url, token: addOwnerToken(server.platform, 'other') })(access.revokeKey, {
    params: { id: analyst.id },
  })
  expect(await stream.next()).toBeUndefined()
})
