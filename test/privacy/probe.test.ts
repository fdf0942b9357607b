import { expect, onTestFinished, test } from 'vitest'
import type { Role } from '../../src/contract/access.ts'
import type { Route } from '../../src/contract/route.ts'
import { resources } from '../../src/contract/routes.ts'
import type { TestAssay } from '../assay.ts'
import { at, openMeasuredShop, params, startExperiment } from '../reports/running-shop.ts'
import { decide } from './fixture.ts'
import { addressOf, isOfNoun, misfit, nameOf, routes, type Sample, samplesOf, withTexts } from './probe-requests.ts'

const mark = 'MARK-51c0de'
const allowedBy: Record<Role, readonly Role[]> = {
  viewer: ['viewer'],
  analyst: ['viewer', 'analyst'],
  editor: ['viewer', 'analyst', 'editor'],
  privacy: ['viewer', 'analyst', 'privacy'],
  admin: ['viewer', 'analyst', 'editor', 'privacy', 'admin'],
}
const seesPersonal = (role: Role | undefined) => role === 'privacy' || role === 'admin'

type Caller = { name: string; key: string; kind: 'nobody' | 'app' | 'token'; role?: Role; elsewhere?: true }
type Probed = { shop: TestAssay & { key1: string }; callers: Caller[]; proposal: string }

/** A shop with marked personal values everywhere values are kept, and with something behind most endpoints. */
async function openProbed(): Promise<Probed> {
  const shop = await openMeasuredShop({ config: { requestsBurst: 1_000_000, requestsPerSecond: 1_000_000 } })
  const { call } = shop
  const personal = { type: 'string', privacy: { class: 'personal', treatment: 'keep', purpose: 'p' } } as const
  const encrypted = { type: 'string', privacy: { class: 'personal', treatment: 'encrypt', purpose: 'p' } } as const
  const signup = { key: 'signup', owner: 'o', purpose: 'p', properties: { note: personal, phone: encrypted } }
  await call(resources.events.create, { params, body: signup })
  for (const name of ['note', 'phone']) await decide(shop, 'signup', name)
  const change = async (properties: object) => {
    const { etag = '' } = await call(resources.events.read, at('visit'))
    await call(resources.events.change, { ...at('visit'), body: { properties } as never, ifMatch: etag })
  }
  await change({ nick: { type: 'string' } })
  await startExperiment(shop, 'checkout')
  const minuteMs = 60_000
  const events = Array.from({ length: 40 }, (_, index) => {
    const of = { user_id: `u${index}`, context: { country: 'DE' } }
    const variant = index % 2 === 0 ? 'standard' : 'simple'
    const exposed = { experiment: 'checkout', phase: 1, variant, flag: 'flag-checkout', rule: 'try' }
    return [
      { id: `v${index}`, event: 'visit', time: shop.clock.ms, ...of, properties: { nick: mark, plan: 'free' } },
      { id: `s${index}`, event: 'signup', time: shop.clock.ms, ...of, properties: { note: mark, phone: mark } },
      { id: `x${index}`, event: '$exposure', time: shop.clock.ms + 10, ...of, properties: exposed },
      { id: `b${index}`, event: 'buy', time: shop.clock.ms + 20, ...of, properties: { amount: 5 } },
      { id: `q${index}`, event: 'visit', time: shop.clock.ms, properties: { nick: mark } },
    ]
  }).flat()
  shop.clock.ms += minuteMs
  expect(await (await shop.send(shop.key1, events)).json()).toMatchObject({ valid: 160, quarantined: 40 })
  await change({ nick: personal })
  await decide(shop, 'visit', 'nick')
  await call(resources.webhooks.create, { params, body: { key: 'hook', url: 'https://shop.example/hook' } })
  await call(resources.projects.create, { params: {}, body: { key: 'other', name: 'Other' } })
  shop.clock.ms += minuteMs
  await shop.settle()

  const roles = Object.keys(allowedBy) as Role[]
  const tokens = await Promise.all(
    roles.map(
      async (role): Promise<Caller> => ({
        name: role,
        kind: 'token',
        role,
        key: await shop.key({ kind: 'token', name: role, role }),
      }),
    ),
  )
  const apps = await Promise.all(
    (['client', 'server'] as const).map(
      async (kind): Promise<Caller> => ({
        name: `${kind} key`,
        kind: 'app',
        key: await shop.key({ kind, name: kind, project: 'shop', environment: 'production' }),
      }),
    ),
  )
  const elsewhere = await shop.key({ kind: 'token', name: 'other', role: 'admin', project: 'other' })
  const callers: Caller[] = [
    { name: 'nobody', kind: 'nobody', key: '' },
    ...apps,
    ...tokens,
    { name: 'admin of another project', kind: 'token', role: 'admin', elsewhere: true, key: elsewhere },
  ]
  const proposals = '/api/v1/projects/shop/proposals'
  const made = await shop.request(proposals, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(samplesOf(routeNamed(`post ${proposals.replace('shop', '{project}')}`))?.[0]?.body),
  })
  return { shop, callers, proposal: String((await made.json()).key) }
}

function routeNamed(name: string): Route {
  const found = routes.find(route => nameOf(route) === name)
  if (found === undefined) throw new Error(`there is no ${name}`)
  return found
}

/** 401, 403, or that the caller is let in, by the access table alone. Sign-in has reasons of its own to turn people away. */
function dueTo({ access }: Route, caller: Caller): 401 | 403 | 'in' | 'any' {
  if (access === 'public') return 'any'
  if (caller.kind === 'nobody') return 401
  if (access === 'sdk') return caller.kind === 'app' ? 'in' : 403
  if (access === 'member' || caller.role === undefined || caller.elsewhere) return 403
  return allowedBy[caller.role].includes(access) ? 'in' : 403
}

/** Sends a sample and returns what came back, headers and all; of a stream only that it began. */
async function ask(probed: Probed, route: Route, sample: Sample, key: string, address?: string) {
  const { shop, proposal } = probed
  const body = route.method === 'get' ? {} : { body: JSON.stringify(sample.body ?? {}) }
  const response = await shop.request(address ?? addressOf(route, sample, proposal), {
    key,
    method: route.method.toUpperCase(),
    ...body,
    headers: { 'content-type': 'application/json', 'if-match': '"999999"' },
  })
  const isStream = response.headers.get('content-type')?.includes('event-stream') === true
  if (isStream) await response.body?.cancel()
  const text = isStream ? '' : await response.text()
  const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n')
  return { status: response.status, said: `${headers}\n${text}` }
}

/** What everybody may ask changes nothing, however it is asked. */
const isRead = ({ method, access }: Route) => method === 'get' || access === 'viewer'

test('somebody has said how to call every route, and as the contract wants it', () => {
  const missing = routes.filter(route => samplesOf(route) === undefined).map(nameOf)
  expect(missing, 'add a sample to probe-requests.ts for each').toEqual([])
  const wrong = routes.flatMap(route =>
    (samplesOf(route) ?? []).flatMap(sample => {
      const why = misfit(route, sample)
      return why === undefined ? [] : [`${nameOf(route)}: ${why}`]
    }),
  )
  expect(wrong).toEqual([])
})

test('every route lets in whom the access table says, and shows personal values to nobody else', async () => {
  const probed = await openProbed()
  const shown = new Set<string>()
  const wrong: string[] = []
  for (const route of routes) {
    for (const sample of samplesOf(route) ?? []) {
      for (const caller of probed.callers) {
        const due = dueTo(route, caller)
        // What changes something is sent without what it needs by those who could do all of it.
        const able = seesPersonal(caller.role) && !isRead(route)
        const { status, said } = await ask(probed, route, able ? { ...sample, body: {} } : sample, caller.key)
        const place = `${caller.name}: ${nameOf(route)} ${JSON.stringify(sample)} -> ${status}`
        const mayRefuse = sample.personal === true && !seesPersonal(caller.role)
        if (due !== 'in' && due !== 'any' && status !== due) wrong.push(`${place}, ${due} expected`)
        if (status >= 500 || (due === 'in' && (status === 401 || (status === 403 && !mayRefuse))))
          wrong.push(`${place}, to be let in`)
        const isAsked = route.method === 'get' && !isOfNoun(route) && sample.personal === undefined
        if (caller.name === 'admin' && isAsked && due === 'in' && status >= 300)
          wrong.push(`${place}: say in probe-requests.ts how it is called so that it answers`)
        if (!said.includes(mark)) continue
        if (due === 'in' && seesPersonal(caller.role)) shown.add(nameOf(route))
        else wrong.push(`${place} shows ${said.slice(0, 1000)}`)
      }
    }
  }
  expect(wrong).toEqual([])
  expect([...shown], 'the marks are found where they may be seen').toContain(
    'get /api/v1/projects/{project}/events/{key}/rows',
  )
  for (const path of ['/openapi.json', '/docs', '/metrics'])
    expect(await (await probed.shop.request(path)).text(), path).not.toContain(mark)
}, 120_000)

const sqlTexts = [
  `' OR '1'='1`,
  `visit.nick') UNION SELECT note FROM project_shop.signup --`,
  `"; DROP TABLE project_shop.signup; --`,
]

test('texts that look like SQL are texts, in every path, filter and body', async () => {
  const probed = await openProbed()
  const { shop } = probed
  const counted = () =>
    shop.platform.events.query(
      'SELECT (SELECT count(*) FROM project_shop.signup) AS signups, (SELECT count(*) FROM quarantine) AS aside',
    )
  const before = await counted()
  const wrong: string[] = []
  const blind = probed.callers.filter(({ role }) => role === 'analyst' || role === 'editor')
  const nounsSeen = new Set<string>()
  for (const route of routes) {
    // The routes of one noun are those of all.
    const kind = isOfNoun(route) ? `${route.method} ${route.path.replace(/^.*\{key\}/, '{key}')}` : nameOf(route)
    if (isOfNoun(route) && nounsSeen.has(kind)) continue
    nounsSeen.add(kind)
    const caller =
      route.access === 'sdk' ? probed.callers.find(({ kind }) => kind === 'app') : blind[isRead(route) ? 0 : 1]
    const [sample = {}] = samplesOf(route) ?? []
    for (const text of sqlTexts) {
      const fields = Object.keys(route.query?.shape ?? {})
      const attempts: Sample[] = [
        ...fields.map(field => ({ ...sample, query: { ...sample.query, [field]: text } })),
        ...(route.path.includes('{')
          ? [{ ...sample, params: { ...sample.params, key: text, event: text, id: text } }]
          : []),
        ...(sample.body === undefined ? [] : [{ ...sample, body: withTexts(sample.body, text) }]),
      ]
      for (const attempt of attempts) {
        const { status, said } = await ask(probed, route, attempt, caller?.key ?? '')
        const place = `${nameOf(route)} ${JSON.stringify(attempt)} -> ${status}`
        if (status >= 500) wrong.push(place)
        if (said.includes(mark)) wrong.push(`${place} shows ${said.slice(0, 500)}`)
      }
    }
  }
  expect(wrong).toEqual([])
  expect(await counted()).toEqual(before)
}, 120_000)

test('no line of a live stream shows a personal value to anybody', async () => {
  const { shop, callers } = await openProbed()
  for (const { key, role } of callers.filter(
    ({ role, elsewhere }) => role !== undefined && role !== 'viewer' && !elsewhere,
  )) {
    const abort = new AbortController()
    onTestFinished(() => abort.abort())
    const response = await shop.request('/api/v1/projects/shop/stream', { key, signal: abort.signal })
    expect(response.status).toBe(200)
    const reader = response.body?.getReader()
    const id = `live-${role}`
    const properties = { note: mark, phone: mark }
    await shop.send(shop.key1, [
      { id: `${id}-odd`, event: 'visit', time: mark, user_id: 'u', properties: { nick: mark, plan: mark } },
      { id, event: 'signup', time: shop.clock.ms, user_id: 'u', properties },
    ])
    let said = ''
    while (!said.includes(`"${id}"`)) {
      const chunk = await reader?.read()
      if (chunk === undefined || chunk.done) break
      said += new TextDecoder().decode(chunk.value)
    }
    await reader?.cancel()
    expect(said).toContain(`"${id}"`)
    expect(said, `${role}`).not.toContain(mark)
  }
})
