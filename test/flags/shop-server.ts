import { onTestFinished } from 'vitest'
import { addOwnerToken } from '../../src/access/owner.ts'
import { Config } from '../../src/config.ts'
import { access, resources } from '../../src/contract/routes.ts'
import { type ApiClient, apiClient } from '../../src/http/client.ts'
import { type RunningServer, startServer } from '../../src/main.ts'
import { tempFolder } from '../assay.ts'

export type ShopServer = {
  server: RunningServer
  call: ApiClient
  key(kind: 'client' | 'server'): Promise<{ id: string; secret: string }>
  /** Commits a change that every configuration shows. */
  change(off: string): Promise<void>
  close(): Promise<void>
}

const params = { project: 'shop' }

function flag(off: string) {
  return {
    key: 'checkout',
    name: 'Checkout',
    type: 'string' as const,
    variants: ['a', 'b', 'c', 'd'].map(key => ({ key, value: key })),
    off,
    environments: {},
  }
}

/** A listening Assay with the project `shop`, one flag, and an event `cart`. */
export async function startShopServer(options: { dataDir?: string; port?: number } = {}): Promise<ShopServer> {
  const { dataDir = tempFolder(), port = 0 } = options
  const config = Config.parse({ dataDir, port, logLevel: 'silent', loadIntervalMs: 60_000, requestsBurst: 100_000 })
  const server = await startServer(config, { now: Date.now })
  const call = apiClient({ url: server.url, token: addOwnerToken(server.platform, `test ${port}`) })
  let open = true
  const close = async () => {
    if (!open) return
    open = false
    await server.close()
  }
  onTestFinished(close)
  if (!server.platform.control.snapshot('shop').projects.has('shop')) {
    await call(resources.projects.create, { params: {}, body: { key: 'shop', name: 'Shop' } })
    await call(resources.flags.create, { params, body: flag('a') })
    const properties = { n: { type: 'integer' as const, required: true } }
    await call(resources.events.create, {
      params,
      body: { key: 'cart', owner: 'shop', purpose: 'test', priority: 'normal', source: 'any', properties },
    })
  }
  return {
    server,
    call,
    close,
    async key(kind) {
      const body = { kind, name: kind, project: 'shop', environment: 'production' }
      return (await call(access.createKey, { body })).body
    },
    async change(off) {
      const one = { params: { ...params, key: 'checkout' } }
      const { etag = '' } = await call(resources.flags.read, one)
      await call(resources.flags.replace, { ...one, body: flag(off), ifMatch: etag })
    },
  }
}
