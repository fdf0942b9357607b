import { spawn } from 'node:child_process'
import { appendFileSync, chmodSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createClient, fileAssignments, fileStorage } from '../../sdk/src/node.ts'
import { tempFolder } from '../assay.ts'
import { checkoutConfiguration } from './fixture.ts'
import { startServer, type TestServer } from './server.ts'

let server: TestServer

beforeEach(async () => {
  server = await startServer()
  server.serve(checkoutConfiguration)
})

afterEach(() => server.close())

test('a folder is a storage', () => {
  const storage = fileStorage(join(tempFolder(), 'new', 'folder'))
  expect([storage.length, storage.getItem('a'), storage.key(0)]).toEqual([0, null, null])
  storage.setItem('assay.1.q/../x', 'text')
  storage.setItem('assay.1.q/../x', 'other')
  expect([storage.length, storage.key(0), storage.getItem('assay.1.q/../x')]).toEqual([1, 'assay.1.q/../x', 'other'])
  storage.removeItem('assay.1.q/../x')
  storage.removeItem('never there')
  expect(storage.length).toBe(0)
})

test('the last known configuration serves a process that starts without the server', async () => {
  const directory = tempFolder()
  const first = createClient({ url: server.url, key: 'k', directory })
  await first.ready(5000)
  await first.close()
  const second = createClient({ url: server.url, key: 'k', directory, fetch: () => Promise.reject(new Error('away')) })
  expect(second.string('title', 'x')).toBe('Hello')
  await second.close()
})

test('kill -9 while the server takes and drops: every event arrives, each under one id', async () => {
  const directory = tempFolder()
  server.plan.push('take', 'take-then-reset', ...Array.from({ length: 200 }, () => 'reset' as const))
  const module = JSON.stringify(new URL('../../sdk/src/node.ts', import.meta.url).href)
  const script = `
    const { createClient } = await import(${module})
    const client = createClient({ url: ${JSON.stringify(server.url)}, key: 'k', directory: ${JSON.stringify(directory)},
      pollIntervalMs: 0, batchEventsMax: 20, flushIntervalMs: 5, backoffMs: 5, backoffMsMax: 20 })
    for (let n = 0; n < 100; n++) client.track('e', {}, { n })
    setTimeout(() => console.log('kept'), 300)
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise(resolve => child.stdout.once('data', resolve))
  child.kill('SIGKILL')
  await new Promise(resolve => child.once('exit', resolve))
  server.plan.length = 0
  // The lease of the dead ran out: the clock of the next one is later.
  const now = () => Date.now() + 200_000
  const next = createClient({ url: server.url, key: 'k', directory, pollIntervalMs: 0, flushIntervalMs: 1, now })
  await vi.waitFor(() => expect(server.events.size).toBe(100), { timeout: 10_000 })
  await vi.waitFor(() => expect(next.stats().waiting).toBe(0))
  const numbers = Array.from(server.events.values(), event => Number(event.properties?.n))
  expect(new Set(numbers).size).toBe(100)
  await next.close()
  expect(readdirSync(directory).filter(name => /\.[lq]\./.test(name))).toEqual([])
})

test('a folder that cannot be written changes nothing for the app', async () => {
  const directory = join(tempFolder(), 'file')
  appendFileSync(directory, 'not a folder')
  chmodSync(directory, 0o400)
  const errors: string[] = []
  const client = createClient({ url: server.url, key: 'k', directory, onError: ({ during }) => errors.push(during) })
  expect(await client.ready(5000)).toBe(true)
  client.track('e')
  expect(await client.flush()).toBe(true)
  expect(errors).toEqual(['storage'])
  await client.close()
})

test('first variants survive in a file, whatever a crash left at its end', () => {
  const path = join(tempFolder(), 'assignments.ndjson')
  const first = fileAssignments(path)
  first.set('["checkout",2,"u1"]', 'on')
  first.set('["checkout",2,"u2"]', 'off')
  first.set('["checkout",2,"u1"]', 'off')
  appendFileSync(path, '["half a li\n["cut')
  const second = fileAssignments(path)
  expect(second.get('["checkout",2,"u1"]')).toBe('off')
  expect(second.get('["checkout",2,"u3"]')).toBe(undefined)
  expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(3)
})
