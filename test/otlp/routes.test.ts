import { gzipSync } from 'node:zlib'
import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire'
import { describe, expect, it } from 'vitest'
import { resources } from '../../src/contract/routes.ts'
import { openShop, type TestAssay } from '../assay.ts'

type Init = { contentType?: string; encoding?: string; key: string }

async function post(assay: TestAssay, body: string | Uint8Array<ArrayBuffer>, { contentType, encoding, key }: Init) {
  return assay.request('/v1/logs', {
    method: 'POST',
    key,
    body,
    headers: {
      'content-type': contentType ?? 'application/json',
      ...(encoding === undefined ? {} : { 'content-encoding': encoding }),
    },
  })
}

async function openWithKey() {
  const assay = await openShop()
  await assay.call(resources.events.create, {
    params: { project: 'shop' },
    body: { key: 'app_open', owner: 'app', purpose: 'usage' },
  })
  const key = await assay.key({ kind: 'server', name: 'otel', project: 'shop', environment: 'production' })
  return { assay, key }
}

const requestOf = (logRecords: unknown[], attributes: unknown[] = []) =>
  JSON.stringify({ resourceLogs: [{ resource: { attributes }, scopeLogs: [{ logRecords }] }] })
const text = (key: string, stringValue: string) => ({ key, value: { stringValue } })
const open = (user: string, more: object = {}) => ({
  timeUnixNano: '1772452800000000000',
  eventName: 'app_open',
  attributes: [text('user.id', user)],
  ...more,
})

async function usersOf(assay: TestAssay): Promise<unknown[]> {
  await assay.settle()
  const rows = await assay.platform.events.query('SELECT user_id FROM "project_shop"."app_open" ORDER BY user_id')
  return rows.map(({ user_id }) => user_id)
}

describe('OTLP/HTTP', () => {
  it('answers an empty object when everything was taken, and says what was not', async () => {
    const { assay, key } = await openWithKey()
    const good = await post(assay, requestOf([open('ada')]), { key })
    expect(good.status).toBe(200)
    expect(good.headers.get('content-type')).toBe('application/json')
    expect(await good.json()).toEqual({})
    const mixed = await post(assay, requestOf([{ body: { stringValue: 'a log' } }, open('bob'), open('', {})]), { key })
    expect(await mixed.json()).toEqual({
      partialSuccess: { rejectedLogRecords: '1', errorMessage: expect.stringContaining('no event name') },
    })
    const aside = (await (await post(assay, requestOf([open('ada', { eventName: 'unknown' })]), { key })).json()) as {
      partialSuccess: object
    }
    expect(aside.partialSuccess).toEqual({ errorMessage: expect.stringContaining('unknown-event') })
    expect(await usersOf(assay)).toEqual(['ada', 'bob'])
  })

  it('answers protobuf in protobuf', async () => {
    const { assay, key } = await openWithKey()
    const record = new BinaryWriter().tag(5, WireType.LengthDelimited).fork().tag(1, WireType.LengthDelimited)
    const log = record.string('a log').join().finish()
    const request = new BinaryWriter()
      .tag(1, WireType.LengthDelimited)
      .fork()
      .tag(2, WireType.LengthDelimited)
      .fork()
      .tag(2, WireType.LengthDelimited)
      .bytes(log)
      .join()
      .join()
      .finish()
    const contentType = 'application/x-protobuf'
    const answer = await post(assay, request, { key, contentType })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe(contentType)
    const reader = new BinaryReader(new Uint8Array(await answer.arrayBuffer()))
    expect(reader.tag()[0]).toBe(1)
    const partial = new BinaryReader(reader.bytes())
    expect([partial.tag()[0], Number(partial.int64())]).toEqual([1, 1])
    expect([partial.tag()[0], partial.string()]).toEqual([2, expect.stringContaining('no event name')])
    expect((await (await post(assay, new Uint8Array(), { key, contentType })).arrayBuffer()).byteLength).toBe(0)
    const broken = await post(assay, request.slice(0, -3), { key, contentType })
    expect([broken.status, broken.headers.get('content-type')]).toEqual([400, contentType])
  })

  it('counts a record that is sent again once, and equal records of one request each', async () => {
    const { assay, key } = await openWithKey()
    const batch = requestOf([open('ada'), open('ada'), open('bob')])
    await post(assay, batch, { key })
    await post(assay, batch, { key })
    await post(assay, requestOf([open('bob')]), { key })
    expect(await usersOf(assay)).toEqual(['ada', 'ada', 'bob'])
  })

  it('takes the record’s own id for one, when it has one', async () => {
    const { assay, key } = await openWithKey()
    const withUid = (user: string) =>
      open(user, { attributes: [text('user.id', user), text('log.record.uid', '01ARZ3NDEKTSV4RRFFQ69G5FAV')] })
    await post(assay, requestOf([withUid('ada')]), { key })
    await post(assay, requestOf([withUid('bob')]), { key })
    expect(await usersOf(assay)).toEqual(['ada'])
  })

  it('finds units in the resource, properties in a body, and ids however numbers are written', async () => {
    const { assay, key } = await openWithKey()
    const records = [
      { timeUnixNano: 0, observedTimeUnixNano: 1772452800000000000, eventName: 'app_open' },
      open('', { attributes: [{ key: 'user_id', value: { intValue: '42' } }] }),
      open('', { attributes: [], body: { kvlistValue: { values: [text('from', 'push')] } } }),
    ]
    await post(assay, requestOf(records, [text('enduser.id', 'of-resource')]), { key })
    expect(await usersOf(assay)).toEqual(['42', 'of-resource', 'of-resource'])
  })

  it('refuses what is too large, malformed or in no encoding it knows, and takes nothing of it', async () => {
    const { assay, key } = await openWithKey()
    const many = requestOf(Array.from({ length: 1001 }, (_, index) => open(`u${index}`)))
    const tooMany = await post(assay, many, { key })
    expect([tooMany.status, await tooMany.json()]).toEqual([413, { message: expect.stringContaining('1001') }])
    const bomb = gzipSync(requestOf([open('a'.repeat(2_000_000))]))
    expect((await post(assay, new Uint8Array(bomb), { key, encoding: 'gzip' })).status).toBe(413)
    expect((await post(assay, requestOf([open('a')]), { key, encoding: 'br' })).status).toBe(415)
    expect((await post(assay, requestOf([open('a')]), { key, contentType: 'text/csv' })).status).toBe(415)
    let deep = '{"stringValue":"x"}'
    for (let level = 0; level < 5000; level += 1) deep = `{"arrayValue":{"values":[${deep}]}}`
    for (const body of ['', '[]', 'x', '{"resourceLogs":{}}', '{"resourceLogs":[{"scopeLogs":[{"logRecords":[3]}]}]}'])
      expect((await post(assay, body, { key })).status, body).toBe(400)
    const nested = requestOf([{ eventName: 'app_open', attributes: [{ key: 'a', value: 'DEEP' }] }])
    expect((await post(assay, nested.replace('"DEEP"', deep), { key })).status).toBe(400)
    expect((await post(assay, requestOf([open('a')]), { key: '' })).status).toBe(401)
    expect(await usersOf(assay).catch(() => [])).toEqual([])
  })
})
