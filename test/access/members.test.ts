import { describe, expect, it } from 'vitest'
import { signInLink, spendCode } from '../../src/access/links.ts'
import { findOwner, welcomeOwner } from '../../src/access/owner.ts'
import { people, sessions } from '../../src/contract/session-routes.ts'
import { openShop, problemOf, type TestAssay } from '../assay.ts'
import { openBrowser, signedInAs } from './browser.ts'

const ada = { name: 'Ada', email: 'ada@shop.example', role: 'editor' } as const
const dayMs = 86_400_000

async function redeemed(assay: TestAssay, code: string) {
  const browser = openBrowser(assay)
  browser.hold(await browser.call(sessions.redeem, { body: { code } }))
  return browser
}

describe('members', () => {
  it('are invited, come in by the link once, and choose a password', async () => {
    const assay = await openShop()
    const { body } = await assay.call(people.create, { body: ada })
    expect(body.member).toMatchObject({ ...ada, status: 'invited', createdBy: 'test owner' })
    const link = new URL(body.invitation.link)
    expect([link.origin, link.pathname, link.searchParams.get('code')]).toEqual([
      'http://test',
      '/welcome',
      body.invitation.code,
    ])
    const browser = await redeemed(assay, body.invitation.code)
    const again = openBrowser(assay).call(sessions.redeem, { body: { code: body.invitation.code } })
    expect(await problemOf(again)).toMatchObject({ status: 403, type: '/problems/link-ended' })
    const password = 'a password of hers'
    browser.hold(await browser.call(sessions.password, { body: { password } }))
    await openBrowser(assay).call(sessions.begin, { body: { email: ada.email, password } })
    const { items } = (await assay.call(people.list, { query: {} })).body
    expect(items).toMatchObject([{ ...ada, status: 'active', seenAt: new Date(assay.clock.ms).toISOString() }])
  })

  it('come in by a link for a week, and only by the newest', async () => {
    const assay = await openShop()
    const { body } = await assay.call(people.create, { body: ada })
    const renewed = await assay.call(people.invite, { params: { id: body.member.id } })
    expect(spendCode(assay.platform, body.invitation.code)).toBeUndefined()
    assay.clock.ms += 7 * dayMs
    const late = openBrowser(assay).call(sessions.redeem, { body: { code: renewed.body.invitation.code } })
    expect(await problemOf(late)).toMatchObject({ type: '/problems/link-ended' })
    const fresh = await assay.call(people.invite, { params: { id: body.member.id } })
    assay.clock.ms += 7 * dayMs - 1
    await redeemed(assay, fresh.body.invitation.code)
  })

  it('make an invitation worthless by coming in another way', async () => {
    const assay = await openShop()
    const { body } = await assay.call(people.create, { body: ada })
    const { code } = signInLink(assay.platform, { url: 'http://test', member: body.member.id })
    await redeemed(assay, code)
    expect(spendCode(assay.platform, body.invitation.code)).toBeUndefined()
  })

  it('have one e-mail each, whatever its case', async () => {
    const assay = await openShop()
    await assay.call(people.create, { body: ada })
    const twice = assay.call(people.create, { body: { ...ada, name: 'Other', email: 'ADA@Shop.Example' } })
    expect(await problemOf(twice)).toMatchObject({ status: 409, type: '/problems/already-exists' })
    const { body } = await assay.call(people.create, { body: { ...ada, email: 'bob@shop.example' } })
    const taken = assay.call(people.change, { params: { id: body.member.id }, body: { email: ada.email } })
    expect(await problemOf(taken)).toMatchObject({ status: 409 })
    const nowhere = assay.call(people.create, { body: { ...ada, email: 'c@shop.example', project: 'none' } })
    expect(await problemOf(nowhere)).toMatchObject({ status: 404 })
  })

  it('lose what they are no longer allowed at once', async () => {
    const assay = await openShop()
    const { browser, member } = await signedInAs(assay, 'admin')
    const change = (body: object) => assay.call(people.change, { params: { id: member.id }, body })
    await signedInAs(assay, 'admin')
    expect((await browser.request('/api/v1/members')).status).toBe(200)
    await change({ role: 'viewer' })
    expect((await browser.request('/api/v1/members')).status).toBe(403)
    await change({ project: 'shop' })
    expect((await browser.request('/api/v1/projects')).status).toBe(403)
    expect((await change({ project: null, name: 'A. Lovelace' })).body).toMatchObject({ name: 'A. Lovelace' })
    expect((await browser.request('/api/v1/projects')).status).toBe(200)
    await assay.call(people.remove, { params: { id: member.id } })
    expect((await browser.request('/api/v1/session')).status).toBe(401)
    expect(await problemOf(change({}))).toMatchObject({ status: 404 })
  })

  it('are listed page by page', async () => {
    const assay = await openShop()
    for (const name of ['a', 'b', 'c'])
      await assay.call(people.create, { body: { name, email: `${name}@shop.example`, role: 'viewer' } })
    const first = (await assay.call(people.list, { query: { limit: 2 } })).body
    const second = (await assay.call(people.list, { query: { limit: 2, cursor: first.nextCursor ?? '' } })).body
    expect([...first.items, ...second.items].map(({ name }) => name)).toEqual(['a', 'b', 'c'])
    expect(second.nextCursor).toBeUndefined()
  })

  it('leave a record of everything done about them, without a secret in it', async () => {
    const assay = await openShop()
    const { browser, member } = await signedInAs(assay, 'admin')
    const { body } = await browser.call(people.create, { body: ada })
    await browser.call(people.change, { params: { id: body.member.id }, body: { role: 'viewer' } })
    await browser.call(people.invite, { params: { id: body.member.id } })
    await browser.call(people.remove, { params: { id: body.member.id } })
    const { items } = (await browser.call(people.audit, { query: {} })).body
    const ofAda = items.filter(({ key }) => key === body.member.id)
    expect(ofAda.map(({ action }) => action)).toEqual(['remove', 'invite', 'update', 'create'])
    expect(new Set(ofAda.map(({ by }) => by))).toEqual(new Set([`The admin <${member.email}>`]))
    expect(items.filter(({ action }) => action === 'sign-in').map(({ key }) => key)).toEqual([member.id])
    expect(JSON.stringify(items)).not.toContain(body.invitation.code)
  })
})

describe('the last admin', () => {
  it('can be neither removed nor demoted nor bound to a project', async () => {
    const assay = await openShop()
    const { browser, member } = await signedInAs(assay, 'admin')
    await signedInAs(assay, 'admin', 'shop')
    const params = { id: member.id }
    const refusals = [
      browser.call(people.remove, { params }),
      browser.call(people.change, { params, body: { role: 'editor' } }),
      browser.call(people.change, { params, body: { project: 'shop' } }),
    ]
    for (const refusal of refusals)
      expect(await problemOf(refusal)).toMatchObject({ status: 409, detail: 'The admin is the last admin' })
    await browser.call(people.change, { params, body: { name: 'Still here', role: 'admin' } })
    await signedInAs(assay, 'admin')
    await browser.call(people.remove, { params })
    expect((await browser.request('/api/v1/session')).status).toBe(401)
  })
})

describe('the owner', () => {
  it('has neither e-mail nor password at first, and gives both', async () => {
    const assay = await openShop()
    const welcome = welcomeOwner(assay.platform)
    const { code } = signInLink(assay.platform, { url: 'http://test', member: welcome?.member.id ?? '' })
    const browser = await redeemed(assay, code)
    const password = 'the owners password'
    expect(await problemOf(browser.call(sessions.password, { body: { password } }))).toMatchObject({
      status: 422,
      errors: [{ path: '/email' }],
    })
    await signedInAs(assay, 'viewer')
    const taken = browser.call(sessions.password, { body: { password, email: 'viewer1@shop.example' } })
    expect(await problemOf(taken)).toMatchObject({ status: 409 })
    browser.hold(await browser.call(sessions.password, { body: { password, email: 'owner@shop.example' } }))
    const other = openBrowser(assay)
    const { body } = await other.call(sessions.begin, { body: { email: 'owner@shop.example', password } })
    expect(body.member).toMatchObject({ name: 'Owner', role: 'admin' })
  })

  it('is found again, or somebody who can stand in for them', async () => {
    const assay = await openShop()
    const { platform } = assay
    const first = welcomeOwner(platform)?.member.id
    expect(findOwner(platform).id).toBe(first)
    const { member } = await signedInAs(assay, 'admin')
    platform.control.removeMember(first ?? '')
    expect(findOwner(platform).id).toBe(member.id)
    platform.control.removeMember(member.id)
    const made = findOwner(platform)
    expect(made).toMatchObject({ name: 'Owner', role: 'admin' })
    expect(findOwner(platform).id).toBe(made.id)
  })
})

describe('a link', () => {
  it('can lead to a place in the console, and nowhere else', async () => {
    const { platform } = await openShop()
    const member = findOwner(platform).id
    const { link } = signInLink(platform, { url: 'http://test/', member, next: '/p/shop/experiments/e/report?phase=1' })
    expect(link).toMatch(/^http:\/\/test\/welcome\?code=[\w-]{32}&next=%2Fp%2Fshop%2F/)
    for (const next of ['//evil.example', '/\\evil.example', 'https://evil.example', 'p/shop'])
      expect(() => signInLink(platform, { url: 'http://test', member, next })).toThrow('on this server only')
  })

  it('is worth nothing once its member is gone', async () => {
    const assay = await openShop()
    const { body } = await assay.call(people.create, { body: ada })
    await assay.call(people.remove, { params: { id: body.member.id } })
    expect(spendCode(assay.platform, body.invitation.code)).toBeUndefined()
  })
})
