import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { addOwnerToken } from '../src/access/owner.ts'
import { Config } from '../src/config.ts'
import type { NewAccessKey } from '../src/contract/access.ts'
import type { WireEvent } from '../src/contract/event.ts'
import type { ProblemDetails } from '../src/contract/problem.ts'
import { access, resources } from '../src/contract/routes.ts'
import { type ApiClient, apiClient, isApiFailure } from '../src/http/client.ts'
import { type Assay, openAssay } from '../src/main.ts'

/** A folder that is gone when the test is. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'assay-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export type TestAssay = Assay & {
  call: ApiClient
  token: string
  dataDir: string
  /** The time all of it goes by; move it by hand. */
  clock: { ms: number }
  request(path: string, init?: RequestInit & { key?: string }): Promise<Response>
  key(wanted: NewAccessKey): Promise<string>
  send(key: string, events: (Partial<WireEvent> | unknown)[]): Promise<Response>
  as(token: string): ApiClient
}

/** A whole Assay on a folder of its own, with real stores and a clock that stands still until moved. */
export async function openTestAssay(options: { dataDir?: string; config?: Partial<Config> } = {}): Promise<TestAssay> {
  const dataDir = options.dataDir ?? tempFolder()
  const clock = { ms: Date.parse('2026-03-02T12:00:00Z') }
  const config = Config.parse({ dataDir, logLevel: 'silent', loadIntervalMs: 60_000, ...options.config })
  const assay = await openAssay(config, { now: () => clock.ms })
  let open = true
  const close = async () => {
    if (!open) return
    open = false
    await assay.close()
  }
  onTestFinished(close)
  const token = addOwnerToken(assay.platform, 'test owner')
  const as = (secret: string) =>
    apiClient({ url: 'http://test', token: secret, fetch: request => assay.fetch(request) })
  const call = as(token)
  const request: TestAssay['request'] = async (path, { key = token, ...init } = {}) => {
    const headers = new Headers(init.headers)
    if (key !== '') headers.set('authorization', `Bearer ${key}`)
    return assay.fetch(new Request(`http://test${path}`, { ...init, headers }))
  }
  return {
    ...assay,
    close,
    call,
    token,
    dataDir,
    clock,
    request,
    as,
    key: async wanted => (await call(access.createKey, { body: wanted })).body.secret,
    send: (key, events) =>
      request('/v1/events', {
        method: 'POST',
        key,
        body: JSON.stringify(events),
        headers: { 'content-type': 'application/json' },
      }),
  }
}

/** An Assay with one project named `shop`. */
export async function openShop(options: Parameters<typeof openTestAssay>[0] = {}): Promise<TestAssay> {
  const assay = await openTestAssay(options)
  await assay.call(resources.projects.create, { params: {}, body: { key: 'shop', name: 'Shop' } })
  return assay
}

/** The problem a call ends in; fails when it succeeds. */
export async function problemOf(call: Promise<unknown>): Promise<ProblemDetails> {
  try {
    await call
  } catch (error) {
    if (isApiFailure(error)) return error.details
    throw error
  }
  throw new Error('the call succeeded')
}
