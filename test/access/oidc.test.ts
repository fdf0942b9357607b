import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Config } from '../../src/config.ts'
import { readConfig } from '../../src/config.ts'
import { people, sessions } from '../../src/contract/session-routes.ts'
import { openShop, type TestAssay } from '../assay.ts'
import { type Browser, openBrowser } from './browser.ts'
import { type IdentityProvider, startIdentityProvider } from './identity-provider.ts'

const ada = { email: 'ada@shop.example', email_verified: true, name: 'Ada Lovelace' }

let quiet: IdentityProvider
let talkative: IdentityProvider

beforeAll(async () => {
  quiet = await startIdentityProvider()
  talkative = await startIdentityProvider({ claimsInToken: true })
})

afterAll(() => {
  for (const provider of [quiet, talkative]) provider.close()
})

async function openWithProvider(more: Partial<Config> = {}, options: { claimsInToken?: boolean } = {}) {
  const provider = options.claimsInToken ? talkative : quiet
  const assay = await openShop({
    config: { oidcIssuer: provider.issuer, oidcClientId: 'assay', oidcClientSecret: 'a secret of theirs', ...more },
  })
  return { provider, assay }
}

/** Where Assay sends a browser to sign in. */
async function start(browser: Browser, next?: string): Promise<string> {
  const query = next === undefined ? '' : `?next=${encodeURIComponent(next)}`
  return (await browser.request(`/sign-in/oidc${query}`)).headers.get('location') ?? ''
}

/** Where Assay sends a browser that comes back from the provider. */
async function comeBack(browser: Browser, address: string): Promise<string | null> {
  const { pathname, search } = new URL(address)
  return (await browser.request(`${pathname}${search}`)).headers.get('location')
}

async function roundTrip(assay: TestAssay, provider: IdentityProvider, account: string, next?: string) {
  const browser = openBrowser(assay)
  const to = await comeBack(browser, await provider.signIn(await start(browser, next), account))
  return { browser, to }
}

const invite = (assay: TestAssay, email = ada.email) =>
  assay.call(people.create, { body: { name: 'Ada', email, role: 'editor' } })

describe('signing in through an identity provider', () => {
  it('lets an invited e-mail in, as the member it was invited as', async () => {
    const { provider, assay } = await openWithProvider({ oidcLabel: 'Shop account' })
    provider.accounts.ada = { ...ada, email: 'Ada@Shop.Example' }
    await invite(assay)
    const { body: ways } = await openBrowser(assay).call(sessions.ways, {})
    expect(ways).toEqual({ password: true, oidc: { label: 'Shop account', path: '/sign-in/oidc' } })
    const { browser, to } = await roundTrip(assay, provider, 'ada', '/p/shop/flags?state=on')
    expect(to).toBe('/p/shop/flags?state=on')
    const { body } = await browser.call(sessions.read, {})
    expect(body).toMatchObject({ member: { name: 'Ada', email: ada.email, role: 'editor' }, password: 'none' })
    expect([...browser.cookies.keys()]).toEqual(['assay_session'])
  })

  it('asks with code, PKCE, state and nonce', async () => {
    const { assay } = await openWithProvider()
    const browser = openBrowser(assay)
    const asked = new URL(await start(browser)).searchParams
    expect(Object.fromEntries(asked)).toMatchObject({
      response_type: 'code',
      client_id: 'assay',
      redirect_uri: 'http://test/sign-in/oidc/callback',
      code_challenge_method: 'S256',
      scope: 'openid email profile',
    })
    for (const name of ['code_challenge', 'state', 'nonce']) expect(asked.get(name)).toMatch(/^[\w-]{43}$/)
    expect(browser.lastCookies()).toEqual([
      expect.stringMatching(/^assay_sign_in=[\w-]+; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/),
    ])
    const again = new URL(await start(openBrowser(assay))).searchParams
    for (const name of ['code_challenge', 'state', 'nonce']) expect(again.get(name)).not.toBe(asked.get(name))
  })

  it('lets others in only where a role for them is set', async () => {
    const { provider, assay } = await openWithProvider()
    provider.accounts.ada = ada
    expect((await roundTrip(assay, provider, 'ada')).to).toBe('/sign-in?problem=not-invited')
    const open = await openWithProvider({ oidcRole: 'analyst' }, { claimsInToken: true })
    open.provider.accounts.ada = ada
    const { browser, to } = await roundTrip(open.assay, open.provider, 'ada')
    expect(to).toBe('/')
    const { member } = (await browser.call(sessions.read, {})).body
    expect(member).toMatchObject({ name: 'Ada Lovelace', email: ada.email, role: 'analyst' })
    const { browser: later } = await roundTrip(open.assay, open.provider, 'ada')
    expect((await later.call(sessions.read, {})).body.member.id).toBe(member.id)
  })

  it('takes verified e-mails only', async () => {
    const { provider, assay } = await openWithProvider({ oidcRole: 'admin' })
    await invite(assay)
    provider.accounts.false = { ...ada, email_verified: false }
    provider.accounts.silent = { email: ada.email }
    provider.accounts.without = { email_verified: true }
    for (const account of ['false', 'silent', 'without']) {
      const { browser, to } = await roundTrip(assay, provider, account)
      expect(to, account).toBe('/sign-in?problem=unverified')
      expect(browser.cookies.size).toBe(0)
    }
  })

  it('knows somebody by the provider, not by an e-mail that somebody else has now', async () => {
    const { provider, assay } = await openWithProvider()
    const { body } = await invite(assay)
    provider.accounts.ada = ada
    await roundTrip(assay, provider, 'ada')
    provider.accounts.successor = { ...ada, name: 'Somebody else' }
    expect((await roundTrip(assay, provider, 'successor')).to).toBe('/sign-in?problem=other-identity')
    provider.accounts.ada = { ...ada, email: 'ada.lovelace@shop.example' }
    const { browser } = await roundTrip(assay, provider, 'ada')
    expect((await browser.call(sessions.read, {})).body.member.id).toBe(body.member.id)
    await assay.call(people.change, { params: { id: body.member.id }, body: { email: 'new@shop.example' } })
    expect((await roundTrip(assay, provider, 'ada')).to).toBe('/sign-in?problem=not-invited')
  })
})

describe('what comes back', () => {
  const keep = (browser: Browser, changed: object) => {
    const kept = JSON.parse(Buffer.from(browser.cookies.get('assay_sign_in') ?? '', 'base64url').toString())
    browser.cookies.set('assay_sign_in', Buffer.from(JSON.stringify({ ...kept, ...changed })).toString('base64url'))
  }
  const wrong = 'A'.repeat(43)

  it.each([
    ['another state', { state: wrong }, 'expired'],
    ['another nonce', { nonce: wrong }, 'refused'],
    ['another verifier', { verifier: wrong }, 'refused'],
  ])('is refused with %s', async (_, changed, problem) => {
    const { provider, assay } = await openWithProvider({ oidcRole: 'admin' })
    provider.accounts.ada = ada
    const browser = openBrowser(assay)
    const back = await provider.signIn(await start(browser), 'ada')
    keep(browser, changed)
    expect(await comeBack(browser, back)).toBe(`/sign-in?problem=${problem}`)
    expect(browser.cookies.size).toBe(0)
    expect(assay.platform.control.members({ limit: 10 })).toEqual([])
  })

  it('is refused in another browser, without an attempt, and a second time', async () => {
    const { provider, assay } = await openWithProvider({ oidcRole: 'viewer' })
    provider.accounts.ada = ada
    const browser = openBrowser(assay)
    const to = await start(browser)
    const attempt = browser.cookies.get('assay_sign_in') ?? ''
    const back = await provider.signIn(to, 'ada')
    expect(await comeBack(openBrowser(assay), back)).toBe('/sign-in?problem=expired')
    const other = openBrowser(assay)
    await start(other)
    expect(await comeBack(other, back)).toBe('/sign-in?problem=expired')
    const odd = openBrowser(assay)
    odd.cookies.set('assay_sign_in', 'odd')
    expect(await comeBack(odd, back)).toBe('/sign-in?problem=expired')
    expect(await comeBack(browser, back)).toBe('/')
    browser.cookies.set('assay_sign_in', attempt)
    expect(await comeBack(browser, back)).toBe('/sign-in?problem=refused')
  })

  it('may be a no', async () => {
    const { provider, assay } = await openWithProvider({ oidcRole: 'viewer' })
    const browser = openBrowser(assay)
    expect(await comeBack(browser, await provider.abort(await start(browser)))).toBe('/sign-in?problem=refused')
  })

  it.each(['https://evil.example', '//evil.example', '/\\evil.example'])('never leads to %s', async next => {
    const { provider, assay } = await openWithProvider({ oidcRole: 'viewer' })
    provider.accounts.ada = ada
    expect((await roundTrip(assay, provider, 'ada', next)).to).toBe('/')
    const browser = openBrowser(assay)
    const back = await provider.signIn(await start(browser), 'ada')
    keep(browser, { next })
    expect(await comeBack(browser, back)).toBe('/')
  })
})

describe('a provider', () => {
  it('that cannot be reached is looked for again the next time', async () => {
    const assay = await openShop({ config: { oidcIssuer: 'http://127.0.0.1:9', oidcClientId: 'assay' } })
    expect(await start(openBrowser(assay))).toBe('/sign-in?problem=unreachable')
    expect(await start(openBrowser(assay))).toBe('/sign-in?problem=unreachable')
  })

  it('that is none is not found', async () => {
    const assay = await openShop()
    expect((await openBrowser(assay).request('/sign-in/oidc')).status).toBe(404)
    expect((await openBrowser(assay).call(sessions.ways, {})).body).toEqual({ password: true })
  })

  it('is spoken to by https, unless it is on this machine', () => {
    const read = (oidcIssuer: string) => readConfig({ ASSAY_OIDC_ISSUER: oidcIssuer, ASSAY_OIDC_CLIENT_ID: 'assay' })
    expect(read('http://id.example')).toEqual({ errors: ['ASSAY_OIDC_ISSUER: use https'] })
    expect('errors' in read('nonsense')).toBe(true)
    expect(read('https://id.example')).toMatchObject({ config: { oidcIssuer: 'https://id.example' } })
  })
})
