import { randomBytes, scryptSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createPasswords } from '../../src/access/passwords.ts'
import { sessions } from '../../src/contract/session-routes.ts'
import { openShop, type openTestAssay, problemOf } from '../assay.ts'
import { openBrowser, signedInAs } from './browser.ts'

const password = 'correct horse battery'

/** A member who has a password, and is signed in nowhere. */
async function memberWithPassword(assay: Awaited<ReturnType<typeof openTestAssay>>) {
  const { browser, member } = await signedInAs(assay, 'viewer')
  browser.hold(await browser.call(sessions.password, { body: { password } }))
  await browser.call(sessions.end, {})
  return member
}

describe('a password', () => {
  it('is kept as scrypt with N 2^17, r 8, p 1 and a salt of its own', async () => {
    const passwords = createPasswords(randomBytes)
    const [first, second] = [await passwords.hash(password), await passwords.hash(password)]
    expect(first).not.toBe(second)
    const [, N, r, p, salt = '', hash] = first.split('$')
    expect([N, r, p]).toEqual(['131072', '8', '1'])
    const options = { N: 2 ** 17, r: 8, p: 1, maxmem: 2 ** 28 }
    expect(scryptSync(password, Buffer.from(salt, 'base64url'), 32, options).toString('base64url')).toBe(hash)
    expect(Buffer.from(salt, 'base64url')).toHaveLength(16)
  })

  it('fits in whatever way its characters were typed, and no other does', async () => {
    const passwords = createPasswords(randomBytes)
    const kept = await passwords.hash('Pässwörter sind lang')
    expect(await passwords.fits('Pa\u0308sswo\u0308rter sind lang', kept)).toBe(true)
    expect(await passwords.fits('passworter sind lang', kept)).toBe(false)
    expect(await passwords.fits('whatever', undefined)).toBe(false)
  })

  it('is computed one at a time, off the main thread, and only so many wait', async () => {
    const passwords = createPasswords(randomBytes)
    let turns = 0
    const counting = setInterval(() => {
      turns += 1
    }, 1)
    const many = Array.from({ length: 22 }, () => passwords.fits(password, 'scrypt$2$1$1$c2FsdA$aGFzaA'))
    const one = passwords.fits(password, undefined)
    expect(await one).toBe('busy')
    const answers = await Promise.all(many)
    expect(answers.filter(answer => answer === 'busy')).toHaveLength(2)
    await passwords.hash(password)
    clearInterval(counting)
    expect(turns).toBeGreaterThan(3)
  })
})

describe('signing in by password', () => {
  it('gives a session, and says the same of a wrong password, an unknown e-mail and a member without one', async () => {
    const assay = await openShop()
    const member = await memberWithPassword(assay)
    const { member: without } = await signedInAs(assay, 'viewer')
    const browser = openBrowser(assay)
    const { body } = await browser.call(sessions.begin, { body: { email: member.email.toUpperCase(), password } })
    expect(body).toMatchObject({ member: { id: member.id }, password: 'known' })
    const problems = []
    for (const [email, given] of [
      [member.email, 'wrong password'],
      ['nobody@shop.example', password],
      [without.email, password],
    ] as const) {
      const { instance: _, ...problem } = await problemOf(
        openBrowser(assay).call(sessions.begin, { body: { email, password: given } }),
      )
      problems.push(problem)
    }
    expect(problems[0]).toMatchObject({ status: 401, type: '/problems/sign-in-failed' })
    expect(problems[1]).toEqual(problems[0])
    expect(problems[2]).toEqual(problems[0])
  })

  it('is held to few guesses an e-mail and an address, by the clock', async () => {
    const assay = await openShop()
    const member = await memberWithPassword(assay)
    const guess = (address: string, email = member.email, given = 'wrong') =>
      openBrowser(assay, address).request('/api/v1/session', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email, password: given }),
      })
    // Right ones do not count.
    for (let index = 0; index < 2; index += 1)
      expect((await guess('192.0.2.1', member.email, password)).status).toBe(200)
    for (let index = 0; index < 10; index += 1) expect((await guess(`192.0.2.${index}`)).status).toBe(401)
    const held = await guess('192.0.2.99', member.email, password)
    expect([held.status, held.headers.get('retry-after')]).toEqual([429, '60'])
    expect((await guess('192.0.2.99', 'other@shop.example')).status).toBe(401)
    assay.clock.ms += 59_000
    expect((await guess('192.0.2.99')).headers.get('retry-after')).toBe('1')
    assay.clock.ms += 1000
    expect((await guess('192.0.2.98', member.email, password)).status).toBe(200)
  })

  it('leaves neither password nor hash in answers or history', async () => {
    const assay = await openShop()
    const member = await memberWithPassword(assay)
    const kept = assay.platform.control.member(member.id)?.passwordHash ?? ''
    expect(kept).toMatch(/^scrypt\$/)
    for (const path of ['/api/v1/members', '/api/v1/audit']) {
      const text = await (await assay.request(path)).text()
      expect(text).toContain(member.id)
      expect(text.includes(password) || text.includes(kept)).toBe(false)
    }
  })
})

describe("one's own password", () => {
  it('has at least twelve characters, of whatever kind', async () => {
    const assay = await openShop()
    const { browser } = await signedInAs(assay, 'viewer')
    const set = (wanted: string) => browser.call(sessions.password, { body: { password: wanted } })
    expect(await problemOf(set('elevenchars'))).toMatchObject({ status: 400, errors: [{ path: '/password' }] })
    expect((await set('aaaaaaaaaaaa')).body).toMatchObject({ password: 'known' })
  })

  it('is changed with the current one; every other session ends', async () => {
    const assay = await openShop()
    const member = await memberWithPassword(assay)
    const [one, two] = [openBrowser(assay), openBrowser(assay)]
    for (const browser of [one, two])
      browser.hold(await browser.call(sessions.begin, { body: { email: member.email, password } }))
    const next = 'another long password'
    expect(await problemOf(one.call(sessions.password, { body: { password: next } }))).toMatchObject({ status: 401 })
    const wrong = { password: next, current: 'not the password' }
    expect(await problemOf(one.call(sessions.password, { body: wrong }))).toMatchObject({ status: 401 })
    one.hold(await one.call(sessions.password, { body: { password: next, current: password } }))
    expect((await one.request('/api/v1/session')).status).toBe(200)
    expect((await two.request('/api/v1/session')).status).toBe(401)
    const again = openBrowser(assay)
    expect(await problemOf(again.call(sessions.begin, { body: { email: member.email, password } }))).toMatchObject({
      status: 401,
    })
    await again.call(sessions.begin, { body: { email: member.email, password: next } })
  })

  it('can be renewed without it after a one-time link, for an hour', async () => {
    const assay = await openShop()
    const { browser } = await signedInAs(assay, 'viewer')
    browser.hold(await browser.call(sessions.password, { body: { password } }))
    const { browser: linked, member } = await signedInAs(assay, 'viewer')
    assay.platform.control.changeMember(member.id, { passwordHash: 'scrypt$2$1$1$c2FsdA$aGFzaA' })
    expect((await linked.call(sessions.read, {})).body.password).toBe('renewable')
    assay.clock.ms += 3_600_000
    expect((await linked.call(sessions.read, {})).body.password).toBe('known')
    expect(await problemOf(linked.call(sessions.password, { body: { password } }))).toMatchObject({ status: 401 })
  })

  it('needs an e-mail to sign in with, which nobody else has', async () => {
    const assay = await openShop()
    const { member: other } = await signedInAs(assay, 'viewer')
    const { browser, member } = await signedInAs(assay, 'admin')
    assay.platform.control.changeMember(member.id, { email: 'owner@shop.example' })
    const set = (email: string) => browser.call(sessions.password, { body: { password, email } })
    expect(await problemOf(set(other.email))).toMatchObject({ status: 422, errors: [{ path: '/email' }] })
    expect((await set('owner@shop.example')).body.member.email).toBe('owner@shop.example')
  })
})
