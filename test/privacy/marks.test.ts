import { mkdirSync, readdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, onTestFinished, test } from 'vitest'
import { startEdge } from '../../src/cli/edge/start.ts'
import { Config } from '../../src/config.ts'
import { backups, privacy } from '../../src/contract/privacy-routes.ts'
import { apps, everyRoute } from '../../src/contract/routes.ts'
import { ofrep, otlp, segment } from '../../src/contract/standard-routes.ts'
import { quarantine } from '../../src/contract/telemetry-routes.ts'
import { sleep } from '../../src/edge/patience.ts'
import { rebuildAssay } from '../../src/main.ts'
import { type TestAssay, tempFolder } from '../assay.ts'
import { columnsWith, decide, filesWith, openPrivateShop, project, serverKey } from './fixture.ts'
import { logsAsProtobuf } from './logs-protobuf.ts'

const mark = 'MARK-7f3a9c'
/** Every one of these is a place where a value may be that nobody decided to keep. */
const marked = { email: `${mark}-email`, phone: `${mark}-phone`, address: `${mark} street 1`, secret: `${mark}-secret` }
const undeclared = { undeclared: `${mark}-undeclared`, nested: { deep: [`${mark}-deep`] }, [`${mark}@x.y`]: 1 }
const at = Date.parse('2026-03-02T11:59:00Z')

async function post(shop: TestAssay, key: string, path: string, body: unknown, headers: Record<string, string> = {}) {
  const text = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body)
  const response = await shop.request(path, {
    method: 'POST',
    key,
    body: text as never,
    headers: { 'content-type': 'application/json', ...headers },
  })
  return { status: response.status, text: await response.text() }
}

const event = (id: string, more: object = {}) => ({
  id,
  event: 'signup',
  time: at,
  user_id: 'u1',
  properties: { plan: 'free', ...marked, ...undeclared },
  ...more,
})

/** The same values in every position of an event, well-formed and not. */
const positions = (prefix: string): unknown[] => [
  event(`${prefix}-1`),
  event(`${prefix}-2`, { event: 'nobody_defined_this' }),
  event(`${prefix}-3`, { properties: { ...marked, plan: { mark } } }),
  event(`${prefix}-4`, { properties: { ...marked, plan: [mark] } }),
  event(`${prefix}-5`, { time: mark }),
  event(`${prefix}-6`, { sent_at: mark }),
  event(`${prefix}-7`, { properties: mark }),
  event(`${prefix}-8`, { properties: [mark] }),
  event(`${prefix}-9`, { context: mark }),
  event(`${prefix}-10`, { context: { platform: 'web', [`${mark}+1`]: mark, ip: mark } }),
  event(`${prefix}-11`, { user_id: { mark }, extra: mark }),
  event(`${prefix}-12`, { user_id: undefined, extra: { mark } }),
  event(`${prefix}-13`, { sequence: mark }),
  event(`${prefix}-14`, { id: { mark } }),
  event(`${prefix}-15`, { event: { mark } }),
  event(`${prefix}-16`, { event: `${mark}@example.com` }),
  event(`${prefix}-17`, { event: 'letter', properties: { body: mark } }),
  event(`${prefix}-18`, { consent: [mark] }),
  event(`${prefix}-19`, { sequence: 1, sequence_id: `${mark}-sequence`, dropped: mark }),
  event(`${prefix}-20`, { sequence: 1, sequence_id: `${mark}-sequence`, event: 'nobody_defined_this' }),
  event(`${prefix}-21`, { sequence: 2, sequence_id: { mark }, session_id: { mark } }),
  mark,
  [mark],
]

/** Sends the marked values to every endpoint that takes anything from apps. */
async function sendEverywhere(shop: TestAssay, key: string, prefix: string): Promise<void> {
  const taken = await post(shop, key, apps.events.path, positions(prefix))
  expect(taken.status).toBe(200)
  expect(JSON.parse(taken.text)).toMatchObject({ valid: expect.any(Number) })
  const lines = positions(`${prefix}-lines`)
    .map(each => JSON.stringify(each))
    .join('\n')
  const ndjson = { 'content-type': 'application/x-ndjson' }
  const gzip = { 'content-encoding': 'gzip' }
  await post(shop, key, apps.events.path, lines, ndjson)
  await post(shop, key, apps.events.path, gzipSync(lines), { ...ndjson, ...gzip })
  await post(shop, key, apps.events.path, gzipSync(JSON.stringify(positions(`${prefix}-gzip`))), gzip)
  await post(shop, key, apps.events.path, `{"${mark}": `)
  await post(shop, key, apps.events.path, [], { 'assay-sent-at': mark })
  for (const [name, route] of Object.entries(segment)) {
    const call = (id: string) => ({
      messageId: `${prefix}-${name}-${id}`,
      type: name === 'batch' ? 'track' : name,
      event: 'signup',
      userId: 'u1',
      timestamp: new Date(at).toISOString(),
      properties: { plan: 'free', ...marked, ...undeclared },
      traits: { ...marked, ...undeclared },
      context: { ip: mark, traits: marked, userAgent: mark },
      name: mark,
      category: mark,
    })
    const body = name === 'batch' ? { batch: [call('1'), { ...call('2'), type: 'identify' }, mark] } : call('1')
    await post(shop, key, route.path, body)
    await post(shop, key, route.path, `"${mark}`)
  }
  const attributes = Object.entries({ ...marked, other: mark }).map(([name, stringValue]) => ({
    key: name,
    value: { stringValue },
  }))
  const record = (eventName: string) => ({
    timeUnixNano: `${at}000000`,
    eventName,
    body: { kvlistValue: { values: attributes } },
    attributes: [...attributes, { key: 'user.id', value: { stringValue: 'u1' } }],
  })
  const logRecords = [record('signup'), record('unknown'), record(''), record('feature_flag.evaluation')]
  const scoped = { scope: { name: mark, version: mark }, logRecords }
  await post(shop, key, otlp.logs.path, { resourceLogs: [{ resource: { attributes }, scopeLogs: [scoped] }] })
  await post(shop, key, otlp.logs.path, `{"resourceLogs": "${mark}"}`)
  const protobuf = { 'content-type': 'application/x-protobuf' }
  const exported = logsAsProtobuf({ at, names: ['signup', 'unknown', ''], attributes: { ...marked, 'user.id': 'u1' } })
  const takenToo = await post(shop, key, otlp.logs.path, exported, protobuf)
  expect(takenToo.status).toBe(200)
  await post(shop, key, otlp.logs.path, gzipSync(exported), { ...protobuf, ...gzip })
  await post(shop, key, otlp.logs.path, new TextEncoder().encode(mark), protobuf)
  const context = { targetingKey: 'u1', ...marked, note: mark }
  await post(shop, key, ofrep.evaluateAll.path, { context })
  await post(shop, key, ofrep.evaluate.path.replace('{key}', 'some-flag'), { context })
}

/** The endpoints apps send bodies to; a new one has to be added to sendEverywhere. */
const known = [apps.events, otlp.logs, ofrep.evaluate, ofrep.evaluateAll, ...Object.values(segment)].map(
  ({ path }) => path as string,
)

describe('values nobody decided to keep', () => {
  test('are sent to every endpoint there is for apps', () => {
    const paths = everyRoute
      .filter(({ access, method }) => access === 'sdk' && method !== 'get')
      .map(({ path }) => path)
    expect(paths.sort()).toEqual(known.sort())
  })

  test.each([
    ['unapproved', false],
    ['approved and treated', true],
  ])('%s: no file of the data folder ever holds them', async (_name, approved) => {
    const dataDir = join(tempFolder(), 'data')
    mkdirSync(dataDir)
    const shop = await openPrivateShop({ dataDir })
    if (approved) for (const property of Object.keys(marked)) await decide(shop, 'signup', property)
    const key = await serverKey(shop)
    await sendEverywhere(shop, key, 'a')
    expect(filesWith(dataDir, 'signup').length, 'the search finds what is there').toBeGreaterThan(0)
    expect(filesWith(dataDir, mark), 'journalled').toEqual([])
    await shop.settle()
    expect(filesWith(dataDir, mark), 'loaded').toEqual([])
    await shop.call(quarantine.replay, { params: project, body: { environment: 'production', incomplete: true } })
    await shop.call(quarantine.discard, { params: project, body: { event: 'nobody_defined_this', why: 'nobody did' } })
    await shop.settle()
    expect(filesWith(dataDir, mark), 'replayed').toEqual([])
    expect(await columnsWith(shop, 'signup')).not.toEqual([])
    expect(await columnsWith(shop, mark)).toEqual([])

    const folder = join(tempFolder(), 'backup')
    await shop.call(backups.create, { body: { folder } })
    expect(filesWith(folder, 'signup').length).toBeGreaterThan(0)
    expect(filesWith(folder, mark), 'in a backup').toEqual([])

    await shop.call(privacy.erase, { params: project, body: { unit: 'user:somebody', why: 'asked' } })
    expect(filesWith(dataDir, mark), 'archived and compacted').toEqual([])
    await shop.call(privacy.erase, { params: project, body: { unit: 'user:u1', why: 'asked' } })
    await sendEverywhere(shop, key, 'b')
    await shop.retain()
    await shop.settle()
    expect(filesWith(dataDir, mark), 'after an erasure').toEqual([])

    await shop.close()
    expect(filesWith(dataDir, mark), 'closed').toEqual([])
    await rebuildAssay(shop.platform.config, () => undefined)
    expect(filesWith(dataDir, mark), 'rebuilt').toEqual([])
  })
})

describe('an edge', () => {
  test('holds nothing on its disk that anybody could read, while the upstream is away, refuses, or takes it', async () => {
    const problem = { type: '/problems/forbidden', title: 'no', status: 403, hint: 'no', instance: '1' }
    let answer: { status: number; body: unknown } | undefined
    const took: string[] = []
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk)
      if (request.url !== '/v1/events' || answer === undefined) return response.writeHead(503).end()
      const text = gunzipSync(Buffer.concat(chunks)).toString()
      if (answer.status === 200) took.push(text)
      const taken = { valid: JSON.parse(text).length, duplicate: 0, quarantined: 0, verdicts: [] }
      return response.writeHead(answer.status).end(JSON.stringify(answer.body ?? taken))
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const upstream = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const key = `assay_server_${'a'.repeat(12)}.${'b'.repeat(43)}`
    const dataDir = tempFolder()
    const config = Config.parse({ dataDir, port: 0, logLevel: 'silent', loadIntervalMs: 50 })
    const patience = { random: () => 0, sleep: (_ms: number, signal: AbortSignal) => sleep(10, signal) }
    const open = () => startEdge(config, { upstream, key, clientKeys: [], now: Date.now, patience })
    const sizeOf = (folder: string) => readdirSync(join(dataDir, folder)).length

    const edge = await open()
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    const sent = await fetch(`${edge.url}/v1/events`, { method: 'POST', headers, body: JSON.stringify(positions('e')) })
    expect(sent.status).toBe(200)
    expect(sizeOf('edge-journal')).toBeGreaterThan(0)
    expect(filesWith(dataDir, mark), 'waiting').toEqual([])
    answer = { status: 403, body: problem }
    await expect.poll(() => sizeOf('refused'), { timeout: 20_000 }).toBe(1)
    expect(filesWith(dataDir, mark), 'refused').toEqual([])
    expect(filesWith(dataDir, 'signup'), 'not even the names of events').toEqual([])
    await edge.close()
    answer = { status: 200, body: undefined }
    const again = await open()
    await expect.poll(() => took.join().includes(`${mark}-email`), { timeout: 20_000 }).toBe(true)
    await expect.poll(() => sizeOf('refused'), { timeout: 20_000 }).toBe(0)
    await again.close()
    expect(filesWith(dataDir, mark), 'forwarded').toEqual([])
  })
})
