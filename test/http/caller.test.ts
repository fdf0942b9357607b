import { Hono } from 'hono'
import { expect, it } from 'vitest'
import { Config } from '../../src/config.ts'
import { addressOf, originOf } from '../../src/http/caller.ts'

const connection = { incoming: { socket: { remoteAddress: '10.0.0.1' } } }

/** What a server with this configuration makes of a request. */
async function told(more: object, headers: Record<string, string> = {}): Promise<unknown> {
  const config = Config.parse(more)
  const app = new Hono().get('/', c => c.json([addressOf(c, config), originOf(c, config)]))
  return (await app.fetch(new Request('http://assay.local:4000/', { headers }), connection)).json()
}

it('a caller comes from the other end of the connection, whatever its headers say', async () => {
  expect(await told({}, { 'x-forwarded-for': '192.0.2.1' })).toEqual(['10.0.0.1', 'http://assay.local:4000'])
})

it('behind a proxy that is configured, from where the proxy says: the last address, since callers write the others', async () => {
  const behind = { addressHeader: 'x-forwarded-for', publicUrl: 'https://assay.example/' }
  const headers = { 'x-forwarded-for': '198.51.100.7, 192.0.2.1' }
  expect(await told(behind, headers)).toEqual(['192.0.2.1', 'https://assay.example'])
  expect(await told(behind)).toEqual(['10.0.0.1', 'https://assay.example'])
})
