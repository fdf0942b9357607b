import { createHmac } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Incident } from '../../src/contract/health.ts'
import { resources } from '../../src/contract/routes.ts'
import { webhooks } from '../../src/contract/telemetry-routes.ts'
import { isPublicAddress } from '../../src/health/public-address.ts'
import { createPost } from '../../src/health/webhook-post.ts'
import { deliverWebhooks, keepDeliveries } from '../../src/jobs/deliver-webhooks.ts'
import { openShop, openTestAssay, problemOf, type TestAssay } from '../assay.ts'

const params = { project: 'shop' }
const incident: Incident = {
  id: 'i1',
  environment: 'production',
  event: 'cart',
  check: 'volume',
  status: 'open',
  start: '2026-03-02T11:00:00.000Z',
  openedAt: '2026-03-02T12:00:00.000Z',
  observed: 0,
  expected: 20,
  windowHours: 1,
  detail: 'nothing arrives',
}

type Received = { headers: IncomingMessage['headers']; body: string }

/** Something that listens on this machine and answers what it is told to. */
async function receiver(answers: number[], location?: string): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() })
    response.writeHead(answers[received.length - 1] ?? 200, location === undefined ? {} : { location }).end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, received }
}

function deliver(assay: TestAssay, privateAddresses = true): Promise<void> {
  return deliverWebhooks({ ...assay.platform, post: createPost({ privateAddresses }) })
}

const keep = (assay: TestAssay) =>
  keepDeliveries(assay.platform.control, 'shop', 'incident.opened', incident, assay.clock.ms)

async function withWebhook(url: string, more: object = {}): Promise<TestAssay> {
  const assay = await openShop()
  await assay.call(resources.webhooks.create, { params, body: { key: 'pager', url, ...more } })
  return assay
}

describe('a webhook', () => {
  it('is told once, signed so that the receiver can check who says it and when', async () => {
    const { url, received } = await receiver([])
    const assay = await withWebhook(url)
    keep(assay)
    await deliver(assay)
    await deliver(assay)
    expect(received).toHaveLength(1)
    const [{ headers, body } = { headers: {}, body: '' }] = received
    expect(JSON.parse(body)).toEqual({
      type: 'incident.opened',
      project: 'shop',
      at: '2026-03-02T12:00:00.000Z',
      incident,
    })
    const { secret } = (await assay.call(webhooks.secret, { params: { ...params, key: 'pager' } })).body
    const seconds = assay.clock.ms / 1000
    const expected = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')
    expect(headers['assay-signature']).toBe(`t=${seconds},v1=${expected}`)
  })

  it('is told again, later each time, also by a server that was started again', async () => {
    const { url, received } = await receiver([500, 503])
    const assay = await withWebhook(url)
    keep(assay)
    await deliver(assay)
    await deliver(assay)
    expect(received).toHaveLength(1)
    await assay.close()
    const again = await openTestAssay({ dataDir: assay.dataDir })
    again.clock.ms += 10_000
    await deliver(again)
    again.clock.ms += 19_000
    await deliver(again)
    expect(received).toHaveLength(2)
    again.clock.ms += 1_000
    await deliver(again)
    expect(received).toHaveLength(3)
    expect(again.platform.control.dueDeliveries(Number.MAX_SAFE_INTEGER, 10)).toEqual([])
  })

  it('is not told what it did not ask for, nor anything after it was archived', async () => {
    const { url, received } = await receiver([])
    const assay = await withWebhook(url, { events: ['incident.closed'] })
    keep(assay)
    expect(assay.platform.control.dueDeliveries(Number.MAX_SAFE_INTEGER, 10)).toEqual([])
    keepDeliveries(assay.platform.control, 'shop', 'incident.closed', incident, assay.clock.ms)
    await assay.call(resources.webhooks.archive, { params: { ...params, key: 'pager' }, ifMatch: '"1"' })
    await deliver(assay)
    expect(received).toEqual([])
  })

  it('may not be a private address, by number or by name, and may not redirect', async () => {
    const { url, received } = await receiver([])
    const post = createPost({ privateAddresses: false })
    expect(await post(url, {}, '{}')).toEqual({ problem: '127.0.0.1 is a private address' })
    expect(await post(url.replace('127.0.0.1', 'localhost'), {}, '{}')).toMatchObject({
      problem: expect.stringMatching(/^localhost is the private address (127\.0\.0\.1|::1)$/),
    })
    expect(await post(url.replace('127.0.0.1', '[::ffff:127.0.0.1]'), {}, '{}')).toHaveProperty('problem')
    expect(await post(url.replace('127.0.0.1', '0x7f.1'), {}, '{}')).toHaveProperty('problem')
    expect(received).toEqual([])
    const redirecting = await receiver([302], url)
    const open = createPost({ privateAddresses: true })
    expect(await open(redirecting.url, {}, '{}')).toEqual({ problem: 'it redirects (302)' })
    expect(received).toEqual([])
  })

  it('has a secret that only admins see, that no definition holds, and that changes with its number', async () => {
    const assay = await withWebhook('https://example.com/hook')
    const one = { params: { ...params, key: 'pager' } }
    const { secret } = (await assay.call(webhooks.secret, one)).body
    const read = await assay.call(resources.webhooks.read, one)
    expect(JSON.stringify(read.body)).not.toContain(secret)
    const editor = assay.as(await assay.key({ kind: 'token', name: 'e', role: 'editor' }))
    expect(await problemOf(editor(webhooks.secret, one))).toMatchObject({ status: 403 })
    expect(
      await problemOf(editor(resources.webhooks.create, { params, body: { key: 'x', url: 'https://example.com' } })),
    ).toMatchObject({ status: 403 })
    await assay.call(resources.webhooks.change, { ...one, body: { secretNumber: 2 }, ifMatch: '"1"' })
    expect((await assay.call(webhooks.secret, one)).body.secret).not.toBe(secret)
  })

  it('takes no address with a password or of another kind', async () => {
    for (const url of ['ftp://example.com', 'https://user:word@example.com', 'nonsense'])
      expect(await problemOf(withWebhook(url)), url).toMatchObject({ status: 400 })
  })
})

it.each([
  ['93.184.216.34', true],
  ['10.1.2.3', false],
  ['172.31.0.1', false],
  ['172.32.0.1', true],
  ['169.254.169.254', false],
  ['100.64.0.1', false],
  ['0.0.0.0', false],
  ['255.255.255.255', false],
  ['::1', false],
  ['fe80::1', false],
  ['fd00::1', false],
  ['::ffff:8.8.8.8', false],
  ['64:ff9b::a00:1', false],
  ['2002:7f00:1::', false],
  ['2606:4700::1111', true],
  ['example.com', false],
])('%s is public: %s', (address, expected) => {
  expect(isPublicAddress(address)).toBe(expected)
})
