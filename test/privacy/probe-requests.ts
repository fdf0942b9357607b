import type { Route } from '../../src/contract/route.ts'
import { everyRoute, resources } from '../../src/contract/routes.ts'

/** A request to a route: what stands in its path, its query and its body; `personal` ones ask for what not everybody may see. */
export type Sample = {
  params?: Record<string, string>
  query?: Record<string, string>
  body?: unknown
  personal?: true
}

const experiment = { key: 'checkout' }
const flag = { key: 'flag-checkout' }
const nobody = { ids: ['nobody'] }
const since = '2026-03-01T00:00:00Z'
const question = { project: 'shop', metric: 'buy-rate', from: since, population: { event: 'visit' } }
const context = { targetingKey: 'u1', plan: 'free' }

/** What stands in a path where a sample does not say otherwise. */
const names: Readonly<Record<string, string>> = {
  project: 'shop',
  key: 'none',
  id: 'none',
  event: 'visit',
  property: 'nick',
  name: 'power',
}

/**
 * How to call the routes that need more than a path. What changes something names things that are not there, or leaves out
 * what it must carry, so that nothing happens however often it is sent.
 */
const samples: Readonly<Record<string, readonly Sample[]>> = {
  'post /v1/events': [{ body: [{ id: 'probe', event: 'nobody_defined_this', time: since }] }],
  'post /ofrep/v1/evaluate/flags/{key}': [{ params: flag, body: { context } }],
  'post /ofrep/v1/evaluate/flags': [{ body: { context } }],
  'post /v1/logs': [{ body: { resourceLogs: [] } }],
  ...Object.fromEntries(
    ['track', 'identify', 'page', 'screen', 'group', 'alias'].map(name => [
      `post /v1/${name}`,
      [{ body: { messageId: `probe-${name}`, userId: 'u1', event: 'nobody_defined_this' } }],
    ]),
  ),
  'post /v1/batch': [{ body: { batch: [] } }],
  'post /api/v1/projects/{project}/experiments/{key}/decide': [{ body: { outcome: 'ship', reason: 'probe' } }],
  'post /api/v1/projects/{project}/experiments/{key}/phases': [
    { body: { variants: [{ variant: 'simple', weight: 100 }], reason: 'probe' } },
  ],
  'get /api/v1/projects/{project}/experiments/{key}/report': [{ params: experiment }],
  'get /api/v1/projects/{project}/experiments/{key}/looks': [{ params: experiment }],
  'get /api/v1/projects/{project}/experiments/{key}/report/series': [
    { params: experiment, query: { metric: 'buy-rate' } },
  ],
  'get /api/v1/projects/{project}/experiments/{key}/report/breakdown': [
    { params: experiment, query: { dimension: 'visit.plan' } },
    { params: experiment, query: { dimension: 'visit.nick' }, personal: true },
    { params: experiment, query: { dimension: 'country' } },
  ],
  'get /api/v1/projects/{project}/experiments/{key}/interactions': [{ params: experiment }],
  'get /api/v1/projects/{project}/experiments/{key}/impact': [{ params: experiment }],
  'post /api/v1/projects/{project}/experiments/{key}/plan-size': [
    { params: experiment, body: { metric: 'buy-rate', effect: { relative: 0.1 } } },
  ],
  'post /api/v1/query': [
    ...['visit.plan', 'country'].map(dimension => ({ body: { ...question, dimension } })),
    ...['visit.nick', 'signup.note'].map(dimension => ({ body: { ...question, dimension }, personal: true as const })),
  ],
  'get /api/v1/projects/{project}/quarantine': [{}, { query: { search: 'MARK' } }, { query: { limit: '500' } }],
  'get /api/v1/projects/{project}/quarantine/groups': [{}, { query: { search: 'MARK' } }],
  'post /api/v1/projects/{project}/quarantine/replay': [{ body: nobody }],
  'post /api/v1/projects/{project}/quarantine/discard': [{ body: { ...nobody, why: 'probe' } }],
  'get /api/v1/projects/{project}/webhooks/{key}/secret': [{ params: { key: 'hook' } }],
  'get /api/v1/projects/{project}/experiments/{key}/measurement-plan': [{ params: experiment }],
  'get /api/v1/projects/{project}/flags/{key}/measurement-plan': [{ params: flag }],
  'get /api/v1/projects/{project}/lineage': [
    {},
    { query: { event: 'visit' } },
    { query: { event: 'visit', property: 'nick' } },
  ],
  'post /api/v1/projects/{project}/flags/{key}/traffic': [
    { params: flag, body: { environment: 'production', targeting: { on: true, fallthrough: 'standard' } } },
  ],
  'post /api/v1/projects/{project}/audiences/traffic': [
    { body: { environment: 'production', condition: { attribute: 'nick', op: 'contains', value: 'MARK' } } },
  ],
  'post /api/v1/calculators/{name}': [{ body: { baseline: 0.1 } }],
  'post /api/v1/projects/{project}/flags/{key}/evaluate': [
    { params: flag, body: { environment: 'production', context } },
  ],
  'post /api/v1/keys': [{ body: { kind: 'server', name: 'probe', project: 'nowhere', environment: 'none' } }],
  'post /api/v1/session': [{ body: { email: 'nobody@shop.example', password: 'wrong' } }],
  'post /api/v1/session/code': [{ body: { code: 'wrong' } }],
  'post /api/v1/session/password': [{ body: { password: 'long enough to be one' } }],
  'post /api/v1/members': [
    { body: { name: 'Probe', email: 'probe@shop.example', role: 'viewer', project: 'nowhere' } },
  ],
  'patch /api/v1/members/{id}': [{ body: { name: 'Probe' } }],
  'post /api/v1/projects/{project}/model/plan': [{ body: {} }],
  'put /api/v1/projects/{project}/model': [{ body: {} }],
  'post /api/v1/projects/{project}/proposals': [
    { body: { title: 'probe', why: 'probe', events: { probe: { owner: 'probe', properties: { n: 'number' } } } } },
  ],
  'get /api/v1/projects/{project}/proposals/{key}': [{ params: { key: 'PROPOSAL' } }],
  'get /api/v1/projects/{project}/proposals/{key}/export': [{ params: { key: 'PROPOSAL' } }],
  'get /api/v1/projects/{project}/proposals/{key}/revisions': [{ params: { key: 'PROPOSAL' } }],
  'post /api/v1/projects/{project}/reviews/{event}/{property}': [{ body: { outcome: 'refuse', reason: 'probe' } }],
  'post /api/v1/projects/{project}/privacy-keys': [{ body: { why: 'probe' } }],
  'post /api/v1/projects/{project}/erasures': [{ body: { unit: 'nothing:nobody', why: 'probe' } }],
  'get /api/v1/projects/{project}/events/{key}/rows': [
    { params: { key: 'visit' }, query: { limit: '500' } },
    { params: { key: 'signup' }, query: { limit: '500' } },
  ],
  'post /api/v1/backups': [{ body: { folder: 'not-absolute' } }],
}

const ofNouns = new Set<Route>(Object.values(resources).flatMap(routes => Object.values(routes) as Route[]))

/** Whether a route is one of those that every noun has. */
export function isOfNoun(route: Route): boolean {
  return ofNouns.has(route)
}

/** Every route there is. */
export const routes: readonly Route[] = everyRoute

/** The name a route goes by here. */
export function nameOf({ method, path }: Route): string {
  return `${method} ${path}`
}

/** How to call a route; `undefined` when nobody has said so yet. Those of nouns are called with keys of what there is. */
export function samplesOf(route: Route): readonly Sample[] | undefined {
  const said = samples[nameOf(route)]
  if (said !== undefined) return said
  const unknown = [...route.path.matchAll(/\{(\w+)\}/g)].some(([, name = '']) => names[name] === undefined)
  if (unknown) return undefined
  if (isOfNoun(route)) {
    const keys = /^\/api\/v1\/projects\/\{key\}/.test(route.path)
      ? ['shop']
      : ['visit', 'signup', 'checkout', 'flag-checkout', 'buy-rate', 'production']
    return keys.map(key => ({ params: { key }, ...(route.body === undefined ? {} : { body: { key: 'probe' } }) }))
  }
  const needs = route.body !== undefined || route.query?.safeParse({}).success === false
  return needs ? undefined : [{}]
}

/** What is wrong with a sample by the contract; samples of nouns are sent whether they fit or not. */
export function misfit(route: Route, { query = {}, body }: Sample): string | undefined {
  if (isOfNoun(route)) return undefined
  const asked = route.query?.safeParse(query)
  if (asked?.success === false) return `query: ${asked.error.message}`
  const given = route.body?.safeParse(body)
  return given?.success === false ? `body: ${given.error.message}` : undefined
}

/** The path and query of a sample, with `changed` in the place of some values. */
export function addressOf({ path }: Route, { params = {}, query = {} }: Sample, proposal: string): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name] ?? names[name] ?? ''
    return encodeURIComponent(value === 'PROPOSAL' ? proposal : value)
  })
  const asked = new URLSearchParams(query)
  return asked.size === 0 ? filled : `${filled}?${asked}`
}

/** A value with every text in it replaced. */
export function withTexts(value: unknown, text: string): unknown {
  if (typeof value === 'string') return text
  if (Array.isArray(value)) return value.map(each => withTexts(each, text))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withTexts(each, text)]))
}
