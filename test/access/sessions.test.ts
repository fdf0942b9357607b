import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { access, apps, everyRoute, resources } from '../../src/contract/routes.ts'
import { people, sessions } from '../../src/contract/session-routes.ts'
import { forgetSignIns } from '../../src/http/session.ts'
import { openShop, openTestAssay, problemOf } from '../assay.ts'
import { openBrowser, signedInAs } from './browser.ts'

const dayMs = 86_400_000
const password = 'a long enough password'

describe('a session', () => {
  it('says who is signed in, and is nothing without its cookie', async () => {
    const assay = await openShop()
    const { browser, member } = await signedInAs(assay, 'editor')
    const { body } = await browser.call(sessions.read, {})
    expect(body).toMatchObject({
      member: { id: member.id, name: 'The editor', email: member.email, role: 'editor' },
      csrf: browser.csrf,
      password: 'none',
    })
    expect(await problemOf(openBrowser(assay).call(sessions.read, {}))).toMatchObject({ status: 401 })
    const tampered = openBrowser(assay)
    const [name = '', value = ''] = [...browser.cookies][0] ?? []
    tampered.cookies.set(name, `${value.slice(0, -1)}${value.endsWith('A') ? 'B' : 'A'}`)
    expect(await problemOf(tampered.call(sessions.read, {}))).toMatchObject({ status: 401 })
  })

  it('lives in a cookie scripts and other sites cannot use', async () => {
    const assay = await openShop()
    const { browser } = await signedInAs(assay, 'viewer')
    expect(browser.lastCookies()).toEqual([
      expect.stringMatching(/^assay_session=[\w-]{12}\.[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/),
    ])
    const secure = await openTestAssay({ config: { publicUrl: 'https://assay.example' } })
    const { browser: there } = await signedInAs(secure, 'viewer')
    expect(there.lastCookies()).toEqual([
      expect.stringMatching(/^__Host-assay_session=[^;]+; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
    ])
    there.cookies.set('assay_session', there.cookies.get('__Host-assay_session') ?? '')
    there.cookies.delete('__Host-assay_session')
    expect((await there.request('/api/v1/session')).status).toBe(401)
  })

  it('is kept as a hash only, as is its one-time code', async () => {
    const assay = await openShop()
    const { browser } = await signedInAs(assay, 'viewer')
    const { body } = await assay.call(people.create, {
      body: { name: 'Ada', email: 'ada@shop.example', role: 'viewer' },
    })
    await assay.close()
    const secret = browser.cookies.get('assay_session')?.split('.')[1] ?? ''
    for (const file of readdirSync(assay.dataDir).filter(name => name.startsWith('control.db'))) {
      const bytes = readFileSync(join(assay.dataDir, file))
      for (const hidden of [secret, browser.csrf, body.invitation.code]) {
        expect(hidden.length).toBeGreaterThan(20)
        expect(bytes.includes(hidden)).toBe(false)
      }
    }
  })

  it('ends a week after its last use, and a month after it began at the latest', async () => {
    const assay = await openShop()
    const { browser } = await signedInAs(assay, 'viewer')
    assay.clock.ms += 7 * dayMs
    expect((await browser.request('/api/v1/session')).status).toBe(401)
    const { browser: busy } = await signedInAs(assay, 'viewer')
    const beganMs = assay.clock.ms
    for (let day = 6; day <= 24; day += 6) {
      assay.clock.ms = beganMs + day * dayMs
      expect((await busy.request('/api/v1/session')).status, `day ${day}`).toBe(200)
    }
    const { body } = await busy.call(sessions.read, {})
    expect(Date.parse(body.expiresAt)).toBe(beganMs + 30 * dayMs)
    assay.clock.ms = beganMs + 30 * dayMs
    expect((await busy.request('/api/v1/session')).status).toBe(401)
  })

  it('ends with signing out', async () => {
    const assay = await openShop()
    const { browser } = await signedInAs(assay, 'viewer')
    const kept = new Map(browser.cookies)
    await browser.call(sessions.end, {})
    expect(browser.cookies.size).toBe(0)
    expect(browser.lastCookies()).toEqual(['assay_session=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax'])
    for (const [name, value] of kept) browser.cookies.set(name, value)
    expect((await browser.request('/api/v1/session')).status).toBe(401)
  })

  it('is new with every sign-in, and the one before in the same browser ends', async () => {
    const assay = await openShop()
    const { browser, member } = await signedInAs(assay, 'viewer')
    await browser.call(sessions.password, { body: { password } }).then(browser.hold)
    const before = browser.cookies.get('assay_session') ?? ''
    await browser.call(sessions.begin, { body: { email: member.email, password } }).then(browser.hold)
    expect(browser.cookies.get('assay_session')).not.toBe(before)
    browser.cookies.set('assay_session', before)
    expect((await browser.request('/api/v1/session')).status).toBe(401)
  })
})

describe('a member', () => {
  it('may do what the role says, and is named in the history', async () => {
    const assay = await openShop()
    const { browser: editor, member } = await signedInAs(assay, 'editor')
    const flag = { key: 'f', name: 'F', type: 'boolean' as const, variants: [], off: 'off', environments: {} }
    const variants = [
      { key: 'on', value: true },
      { key: 'off', value: false },
    ]
    await editor.call(resources.flags.create, { params: { project: 'shop' }, body: { ...flag, variants } })
    const { body } = await editor.call(access.audit, { params: { project: 'shop' } })
    expect(body.items[0]).toMatchObject({ key: 'f', by: `The editor <${member.email}>` })
    const { browser: viewer } = await signedInAs(assay, 'viewer')
    const refused = viewer.call(resources.flags.create, { params: { project: 'shop' }, body: { ...flag, variants } })
    expect(await problemOf(refused)).toMatchObject({
      status: 403,
      detail: expect.stringContaining('you have the role'),
    })
  })

  it('of one project sees no other', async () => {
    const assay = await openShop()
    await assay.call(resources.projects.create, { params: {}, body: { key: 'other', name: 'Other' } })
    const { browser } = await signedInAs(assay, 'admin', 'shop')
    expect((await browser.request('/api/v1/projects/shop/flags')).status).toBe(200)
    expect((await browser.request('/api/v1/projects/other/flags')).status).toBe(403)
    expect((await browser.request('/api/v1/members')).status).toBe(403)
    expect((await browser.request('/api/v1/session')).status).toBe(200)
  })

  it('is held to a rate of their own', async () => {
    const assay = await openShop({ config: { requestsPerSecond: 1, requestsBurst: 5 } })
    const { browser } = await signedInAs(assay, 'viewer')
    const { browser: other } = await signedInAs(assay, 'viewer')
    const statuses = []
    for (let call = 0; call < 6; call += 1) statuses.push((await browser.request('/api/v1/session')).status)
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429])
    expect((await other.request('/api/v1/session')).status).toBe(200)
  })

  it('is nobody on the endpoints for apps: cookies do not count there', async () => {
    const assay = await openShop()
    const { browser } = await signedInAs(assay, 'admin')
    const forApps = everyRoute.filter(({ access: asked }) => asked === 'sdk')
    expect(forApps.length).toBeGreaterThan(5)
    for (const { method, path } of forApps) {
      const { status, headers } = await browser.request(path, { method: method.toUpperCase() })
      expect(status, path).toBe(401)
      expect(headers.get('access-control-allow-credentials'), path).toBeNull()
    }
    expect(forApps.map(({ path }) => path)).toContain(apps.events.path)
    const forPeople = everyRoute.filter(({ access: asked }) => asked !== 'sdk' && asked !== 'public')
    expect(forPeople.filter(({ path }) => !path.startsWith('/api/')).map(({ path }) => path)).toEqual([])
  })

  it('gets answers no cache on the way may keep for others', async () => {
    const assay = await openShop()
    const { browser } = await signedInAs(assay, 'viewer')
    const { headers } = await browser.request('/api/v1/projects')
    expect(headers.get('cache-control')).toBe('private, no-cache')
  })
})

it('what ended by itself is forgotten', async () => {
  const assay = await openShop()
  const { platform } = assay
  const { browser } = await signedInAs(assay, 'viewer')
  const id = browser.cookies.get('assay_session')?.split('.')[0] ?? ''
  forgetSignIns(platform)
  expect(platform.control.sessionById(id)).toBeDefined()
  assay.clock.ms += 7 * dayMs + 1
  forgetSignIns(platform)
  expect(platform.control.sessionById(id)).toBeUndefined()
})
