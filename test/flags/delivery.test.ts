import { connect } from 'node:net'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { access, resources } from '../../src/contract/routes.ts'
import { embeddedBytesMax } from '../../src/http/configuration-event.ts'
import { openShop } from '../assay.ts'
import { listenTo } from './listener.ts'
import { startShopServer } from './shop-server.ts'

const production = { name: 'app', project: 'shop', environment: 'production' }
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` })

describe('the configuration', () => {
  it('has the same content in every encoding, and says what it varies by', async () => {
    const shop = await openShop()
    const key = await shop.key({ kind: 'client', ...production })
    const bodies = new Map<string, string>()
    for (const [asked, encoding, decode] of [
      ['br;q=0, identity', null, (bytes: Buffer) => bytes],
      ['gzip', 'gzip', gunzipSync],
      ['gzip, deflate, br', 'br', brotliDecompressSync],
    ] as const) {
      const response = await shop.request('/sdk/v1/config', { key, headers: { 'accept-encoding': asked } })
      expect(response.headers.get('content-encoding')).toBe(encoding)
      expect(response.headers.get('vary')).toContain('accept-encoding')
      bodies.set(asked, decode(Buffer.from(await response.arrayBuffer())).toString())
    }
    expect(new Set(bodies.values()).size).toBe(1)
    expect(JSON.parse([...bodies.values()][0] ?? '')).toMatchObject({ project: 'shop', environment: 'production' })
  })

  it('answers 304 until it changes, whatever encoding the tag came with', async () => {
    const shop = await openShop()
    const key = await shop.key({ kind: 'server', ...production })
    const first = await shop.request('/sdk/v1/config', { key, headers: { 'accept-encoding': 'gzip' } })
    const etag = first.headers.get('etag') ?? ''
    for (const tag of [etag, etag.replace('W/', ''), `"other", ${etag}`, '*']) {
      const again = await shop.request('/sdk/v1/config', { key, headers: { 'if-none-match': tag } })
      expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag])
    }
    await shop.call(resources.flags.create, {
      params: { project: 'shop' },
      body: {
        key: 'f',
        name: 'F',
        type: 'boolean',
        variants: [{ key: 'on', value: true }],
        off: 'on',
        environments: {},
      },
    })
    const changed = await shop.request('/sdk/v1/config', { key, headers: { 'if-none-match': etag } })
    expect(changed.status).toBe(200)
    expect(changed.headers.get('etag')).not.toBe(etag)
  })
})

describe('the stream', () => {
  it('starts with the configuration and brings every committed change', async () => {
    const shop = await startShopServer()
    const { secret } = await shop.key('server')
    const stream = await listenTo(`${shop.server.url}/sdk/v1/stream`, bearer(secret))
    expect(stream.response.headers.get('content-type')).toBe('text/event-stream')
    const first = await stream.next()
    expect(first).toMatchObject({ type: 'refetchEvaluation', configuration: { flags: { checkout: { off: 'a' } } } })
    expect(stream.retryMs()).toBeGreaterThanOrEqual(1000)
    for (const off of ['b', 'c']) {
      await shop.change(off)
      const message = await stream.next()
      expect(message?.configuration?.flags.checkout?.off).toBe(off)
      expect(message).toMatchObject({ id: message?.version })
    }
  })

  it('resumes: who has the newest gets nothing until it changes, who is behind gets the newest at once', async () => {
    const shop = await startShopServer()
    const { secret } = await shop.key('client')
    const url = `${shop.server.url}/sdk/v1/stream`
    const behind = (await (await listenTo(url, bearer(secret))).next())?.version ?? ''
    await shop.change('b')
    const late = await listenTo(url, { ...bearer(secret), 'last-event-id': behind })
    const newest = await late.next()
    expect(newest?.configuration?.flags.checkout?.off).toBe('b')
    const current = await listenTo(url, { ...bearer(secret), 'last-event-id': newest?.version ?? '' })
    await shop.change('c')
    expect((await current.next())?.configuration?.flags.checkout?.off).toBe('c')
  })

  it('says nothing when a change does not show in the configuration', async () => {
    const shop = await startShopServer()
    const stream = await listenTo(`${shop.server.url}/sdk/v1/stream`, bearer((await shop.key('server')).secret))
    await stream.next()
    await shop.call(resources.events.create, {
      params: { project: 'shop' },
      body: { key: 'other', owner: 'shop', purpose: 'test', priority: 'normal', source: 'any', properties: {} },
    })
    await shop.change('d')
    expect((await stream.next())?.configuration?.flags.checkout?.off).toBe('d')
  })

  it('takes a client key from the address, and no other kind', async () => {
    const shop = await startShopServer()
    const url = `${shop.server.url}/sdk/v1/stream?key=`
    const client = await listenTo(url + (await shop.key('client')).secret, {})
    expect((await client.next())?.configuration).toBeDefined()
    expect((await fetch(url + (await shop.key('server')).secret)).status).toBe(401)
    expect((await fetch(`${shop.server.url}/sdk/v1/stream`)).status).toBe(401)
    const configuration = await fetch(`${shop.server.url}/sdk/v1/config?key=${(await shop.key('client')).secret}`)
    expect(configuration.status).toBe(401)
  })

  it('ends when its key is revoked, and only then', async () => {
    const shop = await startShopServer()
    const [kept, revoked] = [await shop.key('client'), await shop.key('client')]
    const url = `${shop.server.url}/sdk/v1/stream`
    const streams = await Promise.all([kept, revoked].map(({ secret }) => listenTo(url, bearer(secret))))
    for (const stream of streams) await stream.next()
    await shop.call(access.revokeKey, { params: { id: revoked.id } })
    expect(await streams[1]?.next()).toBeUndefined()
    await shop.change('b')
    expect((await streams[0]?.next())?.configuration?.flags.checkout?.off).toBe('b')
    expect((await fetch(url, { headers: bearer(revoked.secret) })).status).toBe(401)
  })

  it('ends when the server stops, which does not wait for it', async () => {
    const shop = await startShopServer()
    const stream = await listenTo(`${shop.server.url}/sdk/v1/stream`, bearer((await shop.key('server')).secret))
    await stream.next()
    await shop.close()
    expect(await stream.next()).toBeUndefined()
  })

  it('announces a large configuration without sending it', async () => {
    const shop = await startShopServer()
    const { secret } = await shop.key('server')
    const stream = await listenTo(`${shop.server.url}/sdk/v1/stream`, bearer(secret))
    await stream.next()
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
    const message = await stream.next()
    expect(Object.keys(message ?? {}).sort()).toEqual(['id', 'type', 'version'])
    const configuration = await fetch(`${shop.server.url}/sdk/v1/config`, { headers: bearer(secret) })
    expect(configuration.headers.get('etag')).toBe(`W/"${message?.version}"`)
  })

  it('lets go of clients that leave', async () => {
    const shop = await startShopServer()
    const { secret } = await shop.key('server')
    const openStreams = async () =>
      /assay_streams_open (\d+)/.exec(await (await fetch(`${shop.server.url}/metrics`)).text())?.[1]
    const socket = connect(Number(new URL(shop.server.url).port), '127.0.0.1')
    socket.write(`GET /sdk/v1/stream HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${secret}\r\n\r\n`)
    await new Promise(resolve => socket.once('data', resolve))
    expect(await openStreams()).toBe('1')
    socket.destroy()
    await expect.poll(openStreams, { timeout: 30_000 }).toBe('0')
  })
})
