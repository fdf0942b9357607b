import { readdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type EdgeOptions, startEdge } from '../../src/cli/edge/start.ts'
import { Config } from '../../src/config.ts'
import { access, resources } from '../../src/contract/routes.ts'
import { sleep } from '../../src/edge/patience.ts'
import { embeddedBytesMax } from '../../src/http/configuration-event.ts'
import { tempFolder } from '../assay.ts'
import { listenTo } from '../flags/listener.ts'
import { type ShopServer, startShopServer } from '../flags/shop-server.ts'

type Wanted = Pick<EdgeOptions, 'upstream' | 'key'> & Partial<EdgeOptions> & { dataDir?: string }

/** An edge whose waits are recorded and cut short. */
async function openEdge({ dataDir = tempFolder(), clientKeys = [], now = Date.now, ...options }: Wanted) {
  const waitsMs: number[] = []
  const patience = {
    random: () => 0.5,
    sleep: (ms: number, signal: AbortSignal) => {
      waitsMs.push(ms)
      return sleep(Math.min(ms, 20), signal)
    },
  }
  const config = Config.parse({ dataDir, port: 0, logLevel: 'silent' })
  const edge = await startEdge(config, { clientKeys, now, patience, ...options })
  let open = true
  const close = async () => {
    if (!open) return
    open = false
    await edge.close()
  }
  onTestFinished(close)
  const get = (path: string, key?: string) =>
    fetch(edge.url + path, { headers: key === undefined ? {} : { authorization: `Bearer ${key}` } })
  return {
    ...edge,
    dataDir,
    waitsMs,
    close,
    get,
    status: async (path: string, key?: string) => (await get(path, key)).status,
    send: (key: string, events: unknown[]) =>
      fetch(`${edge.url}/v1/events`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify(events),
      }),
    ready: () => expect.poll(async () => (await get('/readyz')).status, { timeout: 30_000 }).toBe(200),
  }
}

const cart = (id: string, more: object = {}) => ({
  id,
  event: 'cart',
  time: '2026-03-02T12:00:00Z',
  user_id: 'u',
  properties: { n: 1 },
  ...more,
})

async function idsIn(shop: ShopServer): Promise<string[]> {
  await shop.server.settle()
  const loaded = await shop.server.platform.events.freshness('shop', 'production')
  if (!loaded.some(({ event }) => event === 'cart')) return []
  const rows = await shop.server.platform.events.query('SELECT _id AS id FROM project_shop.cart ORDER BY _id')
  return rows.map(({ id }) => String(id))
}

const arrived = (shop: ShopServer, ids: string[]) => expect.poll(() => idsIn(shop), { timeout: 30_000 }).toEqual(ids)

/** A port that is free now; what listens there comes later. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  return port
}

describe('an edge', () => {
  it('serves to each key what the upstream serves to it, byte for byte', async () => {
    const shop = await startShopServer()
    const [server, client] = [(await shop.key('server')).secret, (await shop.key('client')).secret]
    const edge = await openEdge({ upstream: shop.server.url, key: server, clientKeys: [client] })
    await edge.ready()
    for (const key of [server, client]) {
      const upstream = await fetch(`${shop.server.url}/sdk/v1/config`, { headers: { authorization: `Bearer ${key}` } })
      const here = await edge.get('/sdk/v1/config', key)
      expect([await here.text(), here.headers.get('etag')]).toEqual([
        await upstream.text(),
        upstream.headers.get('etag'),
      ])
    }
    expect(await edge.status('/healthz')).toBe(200)
    expect(await (await edge.get('/metrics')).text()).toContain('assay_edge_backlog_bytes 0')
  })

  it('takes no other key', async () => {
    const shop = await startShopServer()
    const [server, client] = [(await shop.key('server')).secret, (await shop.key('client')).secret]
    const edge = await openEdge({ upstream: shop.server.url, key: server })
    await edge.ready()
    for (const key of [undefined, client]) {
      expect(await edge.status('/sdk/v1/config', key)).toBe(401)
      expect(await edge.status('/sdk/v1/stream', key)).toBe(401)
    }
    expect(await edge.status(`/sdk/v1/stream?key=${server}`)).toBe(401)
    expect((await edge.send(client, [cart('1')])).status).toBe(401)
  })

  it('passes changes on to its own streams, large ones too', async () => {
    const shop = await startShopServer()
    const { secret } = await shop.key('server')
    const edge = await openEdge({ upstream: shop.server.url, key: secret })
    await edge.ready()
    const stream = await listenTo(`${edge.url}/sdk/v1/stream`, { authorization: `Bearer ${secret}` })
    expect((await stream.next())?.configuration?.flags.checkout?.off).toBe('a')
    await shop.change('b')
    expect((await stream.next())?.configuration?.flags.checkout?.off).toBe('b')
    await shop.call(resources.flags.create, {
      params: { project: 'shop' },
      body: {
        key: 'large',
        name: 'Large',
        type: 'string',
        variants: [{ key: 'on', value: 'x'.repeat(embeddedBytesMax) }],
        off: 'on',
        environments: {},
      },
    })
    const announced = await stream.next()
    expect(announced?.configuration).toBeUndefined()
    expect((await edge.get('/sdk/v1/config', secret)).headers.get('etag')).toBe(`W/"${announced?.version}"`)
  })

  it('starts without its upstream, takes events, and delivers them when the upstream comes', async () => {
    const [dataDir, port] = [tempFolder(), await freePort()]
    const before = await startShopServer({ dataDir, port })
    const { secret } = await before.key('server')
    await before.close()
    const edge = await openEdge({ upstream: before.server.url, key: secret })
    expect([await edge.status('/readyz'), await edge.status('/sdk/v1/config', secret)]).toEqual([503, 404])
    expect(await (await edge.send(secret, [cart('1'), cart('2')])).json()).toEqual({
      valid: 2,
      duplicate: 0,
      quarantined: 0,
      verdicts: [],
    })
    const shop = await startShopServer({ dataDir, port })
    await edge.ready()
    await arrived(shop, ['1', '2'])
  })

  it('serves what it kept when it starts without its upstream', async () => {
    const shop = await startShopServer()
    const { secret } = await shop.key('server')
    const first = await openEdge({ upstream: shop.server.url, key: secret })
    await first.ready()
    const known = await (await first.get('/sdk/v1/config', secret)).text()
    await first.close()
    await shop.close()
    const edge = await openEdge({ upstream: shop.server.url, key: secret, dataDir: first.dataDir })
    expect(await edge.status('/readyz')).toBe(200)
    expect(await (await edge.get('/sdk/v1/config', secret)).text()).toBe(known)
    const stream = await listenTo(`${edge.url}/sdk/v1/stream`, { authorization: `Bearer ${secret}` })
    expect((await stream.next())?.version).toBe(JSON.parse(known).version)
  })

  it('closes to a key that is revoked upstream, and forgets what it kept for it', async () => {
    const shop = await startShopServer()
    const [server, client] = [await shop.key('server'), await shop.key('client')]
    const edge = await openEdge({ upstream: shop.server.url, key: server.secret, clientKeys: [client.secret] })
    await edge.ready()
    const stream = await listenTo(`${edge.url}/sdk/v1/stream?key=${client.secret}`, {})
    await stream.next()
    await shop.call(access.revokeKey, { params: { id: client.id } })
    expect(await stream.next()).toBeUndefined()
    await expect.poll(() => edge.status('/sdk/v1/config', client.secret)).toBe(401)
    expect((await edge.send(client.secret, [cart('1')])).status).toBe(401)
    expect(await edge.status('/sdk/v1/config', server.secret)).toBe(200)
    await expect.poll(() => readdirSync(join(edge.dataDir, 'configurations'))).toEqual([`${server.id}.json`])
    expect(await edge.status('/readyz')).toBe(200)
    await shop.call(access.revokeKey, { params: { id: server.id } })
    await expect.poll(() => edge.status('/readyz'), { timeout: 30_000 }).toBe(503)
  })
})

describe('forwarding', () => {
  it('keeps the kind of the key and corrects clocks as if the edge were not there', async () => {
    const [dataDir, port] = [tempFolder(), await freePort()]
    const before = await startShopServer({ dataDir, port })
    const [server, client] = [(await before.key('server')).secret, (await before.key('client')).secret]
    const properties = {}
    const bill = { key: 'bill', owner: 'shop', purpose: 'test', priority: 'normal' as const, properties }
    await before.call(resources.events.create, { params: { project: 'shop' }, body: { ...bill, source: 'server' } })
    await before.close()
    // The edge lives two hours in the past until the upstream comes back; its sender is a day behind that.
    const hourMs = 3_600_000
    let lagMs = 2 * hourMs
    const edge = await openEdge({
      upstream: before.server.url,
      key: server,
      clientKeys: [client],
      now: () => Date.now() - lagMs,
    })
    const sentMs = Date.now() - lagMs - 24 * hourMs
    await edge.send(server, [cart('skewed', { time: sentMs, sent_at: sentMs }), { ...cart('bill-1'), event: 'bill' }])
    await edge.send(client, [cart('plain', { time: sentMs }), { ...cart('bill-2'), event: 'bill' }])
    lagMs = 0
    const shop = await startShopServer({ dataDir, port })
    await arrived(shop, ['plain', 'skewed'])
    const events = shop.server.platform.events
    const rows = await events.query(
      'SELECT _id AS id, _clock AS clock, epoch_ms(_received) - epoch_ms(_time) AS age FROM project_shop.cart ORDER BY _id',
    )
    const [plain, skewed] = rows.map(({ id, clock, age }) => ({ id, clock, hours: Math.round(Number(age) / hourMs) }))
    expect(plain).toEqual({ id: 'plain', clock: 'ok', hours: 26 })
    expect(skewed).toEqual({ id: 'skewed', clock: 'skewed', hours: 2 })
    expect(await events.quarantined('shop', Date.now() + hourMs, 10)).toMatchObject([
      { id: 'bill-2', reason: 'wrong-source' },
    ])
  })

  it('keeps events of a key the edge was started without, and delivers them once it has the key again', async () => {
    const shop = await startShopServer()
    const [server, client] = [(await shop.key('server')).secret, (await shop.key('client')).secret]
    const upstream = shop.server.url
    const away = await openEdge({ upstream: 'http://127.0.0.1:1', key: server, clientKeys: [client] })
    await away.send(client, [cart('1'), cart('2')])
    await away.close()
    const without = await openEdge({ upstream, key: server, dataDir: away.dataDir })
    const refusedHere = () => readdirSync(join(away.dataDir, 'refused')).length
    await expect.poll(refusedHere, { timeout: 30_000 }).toBe(1)
    await without.close()
    expect(await idsIn(shop)).toEqual([])
    const again = await openEdge({ upstream, key: server, clientKeys: [client], dataDir: away.dataDir })
    await arrived(shop, ['1', '2'])
    expect(refusedHere()).toBe(0)
    await again.close()
    await expect.poll(() => readdirSync(join(away.dataDir, 'edge-journal'))).toEqual([])
  })

  it('waits as long as the upstream asks, splits what is too large, and takes nobody else at their word', async () => {
    const key = `assay_server_${'a'.repeat(12)}.${'b'.repeat(43)}`
    const problem = (status: number) =>
      JSON.stringify({ type: '/problems/too-large', title: 'no', status, hint: 'no', instance: '1' })
    const answers: { status: number; body: string; headers?: Record<string, string> }[] = [
      { status: 429, body: problem(429), headers: { 'retry-after': '7' } },
      { status: 200, body: '<html>Sign in to the network</html>' },
      { status: 403, body: 'a firewall' },
      { status: 413, body: problem(413) },
    ]
    const taken: number[] = []
    const server = createServer((request, response) => {
      if (request.url !== '/v1/events') return response.writeHead(502).end()
      request.resume().on('end', () => {
        const { status, body, headers } = answers.shift() ?? { status: 200, body: '' }
        if (body === '') taken.push(1)
        response.writeHead(status, headers).end(body || '{"valid":1,"duplicate":0,"quarantined":0,"verdicts":[]}')
      })
      return undefined
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const upstream = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const edge = await openEdge({ upstream, key })
    await edge.send(key, [cart('1'), cart('2')])
    await expect.poll(() => taken.length, { timeout: 30_000 }).toBe(2)
    expect(edge.waitsMs).toContain(7000)
    await expect.poll(() => readdirSync(join(edge.dataDir, 'edge-journal')), { timeout: 30_000 }).toEqual([])
    expect(readdirSync(join(edge.dataDir, 'refused'))).toEqual([])
  })
})
