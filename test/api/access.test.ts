import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { signInLink, spendCode } from '../../src/access/links.ts'
import { welcomeOwner } from '../../src/access/owner.ts'
import { Role } from '../../src/contract/access.ts'
import { access, apps, everyRoute, resources } from '../../src/contract/routes.ts'
import { openShop, problemOf } from '../assay.ts'

const appKey = (kind: 'client' | 'server') => ({ kind, name: kind, project: 'shop', environment: 'production' })

describe('keys', () => {
  it('a secret is shown once and only its hash is kept', async () => {
    const assay = await openShop()
    const secret = await assay.key(appKey('server'))
    expect(secret).toMatch(/^assay_server_[\w-]{12}\.[\w-]{43}$/)
    expect(JSON.stringify((await assay.call(access.keys, { query: {} })).body)).not.toContain(secret.split('.')[1])
    await assay.close()
    for (const file of readdirSync(assay.dataDir).filter(name => name.startsWith('control.db'))) {
      expect(readFileSync(join(assay.dataDir, file)).includes(secret.split('.')[1] ?? '')).toBe(false)
    }
  })

  it('a revoked key stops working at once', async () => {
    const assay = await openShop()
    const { body } = await assay.call(access.createKey, { body: appKey('server') })
    expect((await assay.request(apps.configuration.path, { key: body.secret })).status).toBe(200)
    await assay.call(access.revokeKey, { params: { id: body.id } })
    expect((await assay.request(apps.configuration.path, { key: body.secret })).status).toBe(401)
  })

  it('no key, a wrong key and an altered key are refused alike', async () => {
    const assay = await openShop()
    const altered = `${assay.token.slice(0, -1)}${assay.token.endsWith('A') ? 'B' : 'A'}`
    for (const key of ['', 'nonsense', altered]) {
      const response = await assay.request('/api/v1/projects', { key })
      expect(response.status).toBe(401)
      expect(response.headers.get('www-authenticate')).toBe('Bearer')
    }
  })

  it('an app key can neither read definitions nor reports', async () => {
    const assay = await openShop()
    for (const kind of ['client', 'server'] as const) {
      const key = await assay.key(appKey(kind))
      for (const path of [
        '/api/v1/projects',
        '/api/v1/projects/shop/flags',
        '/api/v1/projects/shop/experiments/e/report',
        '/api/v1/keys',
      ]) {
        expect((await assay.request(path, { key })).status, `${kind} ${path}`).toBe(403)
      }
    }
  })

  it('a token can neither send events nor read an SDK configuration', async () => {
    const assay = await openShop()
    expect((await assay.request(apps.configuration.path)).status).toBe(403)
    expect((await assay.send(assay.token, [])).status).toBe(403)
  })
})

describe('roles', () => {
  it('every endpoint allows exactly the roles it names', async () => {
    const assay = await openShop()
    const includes: Record<Role, Role[]> = {
      viewer: ['viewer'],
      analyst: ['viewer', 'analyst'],
      editor: ['viewer', 'analyst', 'editor'],
      privacy: ['viewer', 'analyst', 'privacy'],
      admin: ['viewer', 'analyst', 'editor', 'privacy', 'admin'],
    }
    for (const role of Role.options) {
      const key = await assay.key({ kind: 'token', name: role, role })
      for (const route of everyRoute.filter(({ access: asked }) => asked !== 'public' && asked !== 'sdk')) {
        const path = route.path.replace('{project}', 'shop').replace('{key}', 'none').replace('{id}', 'none')
        const { status } = await assay.request(path, { key, method: route.method.toUpperCase() })
        expect(status === 403, `${role} ${route.method} ${path} -> ${status}`).toBe(
          !includes[role].includes(route.access as Role),
        )
      }
    }
  })

  it('a token of one project sees no other', async () => {
    const assay = await openShop()
    await assay.call(resources.projects.create, { params: {}, body: { key: 'other', name: 'Other' } })
    const call = assay.as(await assay.key({ kind: 'token', name: 'shop only', role: 'admin', project: 'shop' }))
    expect((await call(resources.flags.list, { params: { project: 'shop' } })).body.items).toEqual([])
    expect((await call(resources.projects.read, { params: { key: 'shop' } })).body.key).toBe('shop')
    expect(await problemOf(call(resources.flags.list, { params: { project: 'other' } }))).toMatchObject({ status: 403 })
    expect(await problemOf(call(resources.projects.read, { params: { key: 'other' } }))).toMatchObject({ status: 403 })
    expect(
      await problemOf(call(access.createKey, { body: { kind: 'token', name: 'x', role: 'admin' } })),
    ).toMatchObject({ status: 403 })
  })
})

describe('the owner', () => {
  it('is made once, and the link works once', async () => {
    const { platform } = await openShop()
    const welcome = welcomeOwner(platform)
    expect(welcome?.token).toMatch(/^assay_token_/)
    expect(welcomeOwner(platform)).toBeUndefined()
    const { code } = signInLink(platform, { url: 'http://test', member: welcome?.member.id ?? '' })
    expect(spendCode(platform, 'wrong')).toBeUndefined()
    expect(spendCode(platform, code)).toMatchObject({ name: 'Owner', role: 'admin' })
    expect(spendCode(platform, code)).toBeUndefined()
  })
})

describe('rate limits', () => {
  it('hold each key to its rate and say how long to wait', async () => {
    const assay = await openShop({ config: { requestsPerSecond: 1, requestsBurst: 5 } })
    assay.clock.ms += 10_000
    const statuses = []
    for (let call = 0; call < 7; call += 1) statuses.push((await assay.request('/api/v1/projects')).status)
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429])
    expect(Number((await assay.request('/api/v1/projects')).headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
    assay.clock.ms += 1000
    expect((await assay.request('/api/v1/projects')).status).toBe(200)
  })
})

describe('browsers', () => {
  it('may call the endpoints for apps from any page, and no other', async () => {
    const assay = await openShop()
    const preflight = {
      method: 'OPTIONS',
      key: '',
      headers: {
        origin: 'https://shop.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    }
    const apps = await assay.request('/v1/events', preflight)
    expect(apps.headers.get('access-control-allow-origin')).toBe('*')
    expect((await assay.request('/api/v1/projects', preflight)).headers.get('access-control-allow-origin')).toBeNull()
  })
})
