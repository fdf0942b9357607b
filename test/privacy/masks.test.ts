import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Role } from '../../src/contract/access.ts'
import { privacy } from '../../src/contract/privacy-routes.ts'
import { access, everyRoute, reports, resources } from '../../src/contract/routes.ts'
import { masked } from '../../src/core/privacy/mask.ts'
import type { TestAssay } from '../assay.ts'
import { decide, openPrivateShop, project, serverKey } from './fixture.ts'

const mark = 'MARK-7f3a9c'
const at = '2026-03-02T11:59:00.000Z'
const roles: Role[] = ['viewer', 'analyst', 'editor', 'privacy', 'admin']
const blind = (role: Role) => role !== 'privacy' && role !== 'admin'

/** A shop where personal values are stored in the open, with permission, and kept aside from before they were known to be personal. */
async function openMarked(): Promise<{ shop: TestAssay; tokens: Record<Role, string> }> {
  const shop = await openPrivateShop()
  const key = await serverKey(shop)
  for (const name of ['note', 'phone']) await decide(shop, 'signup', name)
  const params = { ...project, key: 'visit' }
  const visit = { key: 'visit', owner: 'o', purpose: 'p', properties: { nick: { type: 'string' as const } } }
  await shop.call(resources.events.create, { params: project, body: visit })
  await shop.send(key, [
    { id: 's1', event: 'signup', time: at, user_id: 'u1', properties: { note: mark, phone: mark, plan: 'free' } },
    { id: 'v1', event: 'visit', time: at, user_id: 'u1', properties: { nick: mark } },
    { id: 'v2', event: 'visit', time: at, properties: { nick: mark } },
  ])
  const personal = { nick: { privacy: { class: 'personal', treatment: 'keep', purpose: 'p' } } }
  await shop.call(resources.events.change, { params, body: { properties: personal } as never, ifMatch: '"1"' })
  await shop.settle()
  const tokens: Partial<Record<Role, string>> = {}
  for (const role of roles) tokens[role] = await shop.key({ kind: 'token', name: role, role })
  return { shop, tokens: tokens as Record<Role, string> }
}

describe('personal columns', () => {
  test('are masked for every role but privacy and admin, wherever single events are shown', async () => {
    const { shop, tokens } = await openMarked()
    for (const role of roles.filter(each => each !== 'viewer')) {
      const call = shop.as(tokens[role])
      const rowsOf = async (key: string) =>
        (await call(privacy.rows, { params: { ...project, key } })).body.items.map(({ properties }) => properties)
      const value = blind(role) ? '***' : mark
      expect(await rowsOf('signup')).toEqual([{ plan: 'free', note: value, phone: value }])
      expect(await rowsOf('visit')).toEqual([{ nick: value }])
      const aside = (await call(reports.quarantine, { params: project })).body.items
      expect(aside).toMatchObject([{ id: 'v2', raw: { properties: { nick: value } } }])
      const found = await call(reports.quarantine, { params: project, query: { search: mark } })
      expect(found.body.items).toHaveLength(blind(role) ? 0 : 1)
    }
    expect((await shop.request('/api/v1/projects/shop/events/visit/rows', { key: tokens.viewer })).status).toBe(403)
  })

  test('leak through no endpoint, answer or error, whoever asks and however', async () => {
    const { shop, tokens } = await openMarked()
    const names: Record<string, string> = { project: 'shop', event: 'visit', property: 'nick' }
    const shown = new Set<string>()
    for (const route of everyRoute) {
      // Streams do not end; what they show is masked for everybody and tested with them.
      if (route.path.endsWith('/stream')) continue
      const keys = route.path.includes('{key}') ? ['visit', 'signup', 'shop'] : ['']
      for (const key of keys) {
        const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) =>
          name === 'key' ? key : (names[name] ?? 'x'),
        )
        const requests: [string, unknown][] = [
          [path, {}],
          [`${path}?search=${mark}&limit=x&cursor=${mark}&from=${at}&status=any`, { unit: 'user:nobody' }],
          [`${path}?limit=500&search=***&until=${at}`, []],
        ]
        for (const role of roles) {
          for (const [target, body] of requests) {
            const isRead = route.method === 'get'
            if (!isRead && !blind(role)) continue
            const response = await shop.request(target, {
              key: tokens[role],
              method: route.method.toUpperCase(),
              ...(isRead ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
            })
            const text = await response.text()
            if (!text.includes(mark)) continue
            if (blind(role)) expect.fail(`${route.method} ${target} shows a ${role} ${text.slice(0, 500)}`)
            shown.add(route.path)
          }
        }
      }
    }
    expect([...shown].sort(), 'the probe finds what may be seen').toContain(privacy.rows.path)
    expect(await (await shop.request('/openapi.json')).text()).not.toContain(mark)
  })

  test('that were read are in the audit: who, what, when and how many rows', async () => {
    const { shop, tokens } = await openMarked()
    const read = async (role: Role) =>
      shop.as(tokens[role])(privacy.rows, { params: { ...project, key: 'signup' }, query: { limit: 10 } })
    const reads = async () =>
      (await shop.call(access.audit, { params: project, query: { limit: 500 } })).body.items.filter(
        ({ noun }) => noun === 'reads',
      )
    await read('analyst')
    expect(await reads()).toEqual([])
    await read('privacy')
    await shop.as(tokens.admin)(reports.quarantine, { params: project })
    expect(await reads()).toMatchObject([
      { by: 'admin', after: { what: 'quarantine', events: ['visit'], rows: 1, role: 'admin' } },
      { by: 'privacy', at: expect.any(String), after: { what: 'rows', events: ['signup'], rows: 1, role: 'privacy' } },
    ])
    expect(JSON.stringify(await reads())).not.toContain(mark)
  })

  test('rows come in pages, in order, between two moments', async () => {
    const { shop, tokens } = await openMarked()
    const key = await serverKey(shop)
    const startMs = Date.parse(at)
    const ids = Array.from({ length: 7 }, (_, index) => `p${index}`)
    const paged = ids.map((id, index) => ({
      id,
      event: 'visit',
      time: startMs + Math.floor(index / 3),
      user_id: 'u2',
    }))
    await shop.send(key, paged)
    await shop.settle()
    const call = shop.as(tokens.analyst)
    const found: string[] = []
    let cursor: string | undefined
    do {
      const query: { limit: number; from: string; cursor?: string } = { limit: 2, from: at }
      if (cursor !== undefined) query.cursor = cursor
      const { body } = await call(privacy.rows, { params: { ...project, key: 'visit' }, query })
      found.push(...body.items.map(({ id }) => id))
      cursor = body.nextCursor
    } while (cursor !== undefined)
    expect(found).toEqual(['p0', 'p1', 'p2', 'v1', 'p3', 'p4', 'p5', 'p6'])
    const until = new Date(startMs + 1).toISOString()
    const { body } = await call(privacy.rows, { params: { ...project, key: 'visit' }, query: { until } })
    expect(body.items.map(({ id }) => id)).toEqual(['p0', 'p1', 'p2', 'v1'])
  })
})

test('masking changes personal values and nothing else, and shows nothing of events it does not know', () => {
  const value = fc.oneof(fc.string(), fc.double({ noNaN: true }), fc.boolean(), fc.constant(null))
  const properties = fc.dictionary(fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor'), value)
  fc.assert(
    fc.property(properties, fc.subarray(['a', 'b', 'constructor']), (given, personal) => {
      const treated = { class: 'personal', treatment: 'keep', purpose: 'p' } as const
      const definition = {
        key: 'e',
        owner: 'o',
        purpose: 'p',
        priority: 'normal',
        source: 'any',
        properties: Object.fromEntries(
          personal.map(name => [name, { type: 'string', required: false, privacy: treated }] as const),
        ),
      } as const
      for (const [name, seen] of Object.entries(masked(definition, given))) {
        expect(seen).toBe(personal.includes(name) && given[name] !== null ? '***' : given[name])
      }
      for (const seen of Object.values(masked(undefined, given))) expect(['***', null]).toContain(seen)
    }),
  )
})
