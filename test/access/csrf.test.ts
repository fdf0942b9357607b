import { expect, it } from 'vitest'
import { openShop, openTestAssay } from '../assay.ts'
import { openBrowser, signedInAs } from './browser.ts'

const json = { 'content-type': 'application/json' }
const project = { method: 'POST', body: JSON.stringify({ key: 'p', name: 'P' }) }

it('a change by cookie needs the token of the session and comes from the same origin', async () => {
  const assay = await openShop()
  const { browser } = await signedInAs(assay, 'admin')
  const { browser: other } = await signedInAs(assay, 'admin')
  const token = { 'x-assay-csrf': browser.csrf }
  const attempts: [string, Record<string, string>, number][] = [
    ['no token', {}, 403],
    ['a wrong token', { 'x-assay-csrf': 'x' }, 403],
    ["another session's token", { 'x-assay-csrf': other.csrf }, 403],
    ['another origin', { ...token, origin: 'https://evil.example' }, 403],
    ['a port of its own', { ...token, origin: 'http://test:8080' }, 403],
    ['an origin that hides', { ...token, origin: 'null' }, 403],
    ['a neighbouring site', { ...token, 'sec-fetch-site': 'same-site' }, 403],
    ['another site', { ...token, 'sec-fetch-site': 'cross-site' }, 403],
    ['another site that says it is us', { ...token, 'sec-fetch-site': 'cross-site', origin: 'http://test' }, 403],
    ['a link or bookmark', { ...token, 'sec-fetch-site': 'none' }, 403],
    ['the console', { ...token, 'sec-fetch-site': 'same-origin' }, 201],
  ]
  for (const [who, headers, status] of attempts)
    expect(
      (await browser.request('/api/v1/projects', { ...project, headers: { ...json, ...headers } })).status,
      who,
    ).toBe(status)
})

it('a program that sends the cookie but says no origin is refused', async () => {
  const assay = await openShop()
  const { browser } = await signedInAs(assay, 'admin')
  const cookie = [...browser.cookies].map(pair => pair.join('=')).join('; ')
  const headers = { ...json, cookie, 'x-assay-csrf': browser.csrf }
  expect((await assay.request('/api/v1/projects', { ...project, key: '', headers })).status).toBe(403)
})

it('where people come by https, that is the origin', async () => {
  const assay = await openTestAssay({ config: { publicUrl: 'https://assay.example/' } })
  const { browser } = await signedInAs(assay, 'admin')
  const from = (origin: string) =>
    browser.request('/api/v1/projects', { ...project, headers: { ...json, origin, 'x-assay-csrf': browser.csrf } })
  expect((await from('https://evil.example')).status).toBe(403)
  expect((await from('https://assay.example')).status).toBe(201)
})

it('keys need neither, and count before cookies', async () => {
  const assay = await openShop()
  const { browser } = await signedInAs(assay, 'viewer')
  const cookie = [...browser.cookies].map(pair => pair.join('=')).join('; ')
  expect((await assay.request('/api/v1/projects', { ...project, headers: { ...json, cookie } })).status).toBe(201)
  expect((await assay.request('/api/v1/session', { headers: { cookie } })).status).toBe(403)
  expect((await assay.request('/api/v1/projects', { key: 'wrong', headers: { cookie } })).status).toBe(401)
})

it('nobody is signed in from another site', async () => {
  const assay = await openShop()
  const browser = openBrowser(assay)
  for (const path of ['/api/v1/session', '/api/v1/session/code']) {
    const body = JSON.stringify({ email: 'ada@shop.example', password: 'x', code: 'x' })
    const given = path.endsWith('code')
      ? JSON.stringify({ code: 'x' })
      : JSON.stringify({ email: 'a@b.example', password: 'x' })
    const headers = { ...json, origin: 'https://evil.example' }
    expect((await browser.request(path, { method: 'POST', body: given, headers })).status).toBe(403)
    // What a form can send without asking: no JSON, so it is not even read.
    const form = await browser.request(path, { method: 'POST', body, headers: { 'content-type': 'text/plain' } })
    expect(form.status).toBe(400)
  }
})
