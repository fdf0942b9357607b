import { onTestFinished } from 'vitest'
import { Config } from '../../src/config.ts'
import { access, lifecycle, resources } from '../../src/contract/routes.ts'
import { type ApiClient, apiClient } from '../../src/http/client.ts'
import { type RunningServer, startServer } from '../../src/main.ts'
import { tempFolder } from '../assay.ts'

export type Shop = RunningServer & { call: ApiClient; clientKey: string; serverKey: string; dataDir: string }

const params = { project: 'shop' }
const targeting = (more: object) => ({ production: { on: true, fallthrough: 'standard', ...more } })
const variants = [
  { key: 'standard', value: 'standard' },
  { key: 'simple', value: 'simple' },
]

/**
 * A server on a free port with the project `shop`: flag `checkout` runs the experiment `checkout-test`, half and half;
 * `banner` is on for Germany; `price` is a number, `layout` an object, `old` is off; `vip` needs a list.
 */
export async function startShop(options: { dataDir?: string; experiment?: object } = {}): Promise<Shop> {
  const dataDir = options.dataDir ?? tempFolder()
  const config = Config.parse({ dataDir, port: 0, logLevel: 'silent', loadIntervalMs: 60_000 })
  const server = await startServer(config, { now: Date.now })
  let open = true
  const close = async () => {
    if (!open) return
    open = false
    await server.close()
  }
  onTestFinished(close)
  const call = apiClient({ url: server.url, token: server.welcome?.token ?? '' })
  if (server.welcome !== undefined) await define(call, options.experiment)
  const key = async (kind: 'client' | 'server') =>
    (await call(access.createKey, { body: { kind, name: kind, project: 'shop', environment: 'production' } })).body
      .secret
  const keys = server.welcome === undefined ? ['', ''] : [await key('client'), await key('server')]
  return { ...server, close, call, clientKey: keys[0] ?? '', serverKey: keys[1] ?? '', dataDir }
}

/** Every exposure in the event store, oldest first. */
export async function exposuresIn(shop: Shop): Promise<Record<string, unknown>[]> {
  await shop.settle()
  return shop.platform.events.query('SELECT * FROM "project_shop"."$exposure" ORDER BY _received, _id')
}

/** The variant and evaluation of a flag as OFREP answers it. */
export async function evaluate(shop: Shop, flag: string, context: object, init: { headers?: object } = {}) {
  return fetch(`${shop.url}/ofrep/v1/evaluate/flags/${flag}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${shop.serverKey}`, 'content-type': 'application/json', ...init.headers },
    body: JSON.stringify({ context }),
  })
}

async function define(call: ApiClient, experiment: object = {}): Promise<void> {
  await call(resources.projects.create, { params: {}, body: { key: 'shop', name: 'Shop' } })
  await call(resources.lists.create, { params, body: { key: 'vips', name: 'VIPs', values: ['ada'] } })
  const flag = (key: string, type: string, values: { key: string; value: unknown }[], environments: object) =>
    call(resources.flags.create, {
      params,
      body: { key, name: key, type, variants: values, off: 'standard', environments } as never,
    })
  const germany = { attribute: 'country', op: 'equals', value: 'DE' }
  const inList = { attribute: 'targetingKey', op: 'in-list', list: 'vips' }
  const rule = (condition: object) => targeting({ rules: [{ id: 'some', condition, serve: { variant: 'simple' } }] })
  await flag('checkout', 'string', variants, targeting({}))
  await flag(
    'banner',
    'boolean',
    [
      { key: 'standard', value: false },
      { key: 'simple', value: true },
    ],
    rule(germany),
  )
  await flag('price', 'number', [{ key: 'standard', value: 9.5 }], targeting({}))
  await flag('layout', 'json', [{ key: 'standard', value: { columns: 2 } }], targeting({}))
  await flag('old', 'string', variants, { production: { on: false, fallthrough: 'simple' } })
  await flag('vip', 'string', variants, rule(inList))
  await call(resources.experiments.create, {
    params,
    body: {
      key: 'checkout-test',
      name: 'Checkout',
      flag: 'checkout',
      environment: 'production',
      variants: [
        { variant: 'standard', weight: 50 },
        { variant: 'simple', weight: 50 },
      ],
      control: 'standard',
      ...experiment,
    },
  })
  await call(resources.flags.change, {
    params: { ...params, key: 'checkout' },
    ifMatch: '"1"',
    body: { environments: targeting({ rules: [{ id: 'try', serve: { experiment: 'checkout-test' } }] }) } as never,
  })
  await call(lifecycle.start, {
    params: { ...params, key: 'checkout-test' },
    ifMatch: '"1"',
    query: { why: 'exposures alone are looked at' },
  })
}
