import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { expect, it, onTestFinished } from 'vitest'
import { resources } from '../../src/contract/routes.ts'
import { people, sessions } from '../../src/contract/session-routes.ts'
import { launchChromium } from '../chromium.ts'
import { startShopServer } from '../flags/shop-server.ts'

type Sent = { method: string; path: string; headers?: Record<string, string>; body?: string }

/** Sends a request from a page, with whatever the browser adds by itself; the status, and the answer where it may be read. */
function sendFrom(page: Page, origin: string, sent: Sent): Promise<{ status: number; text: string }> {
  return page.evaluate(
    async ([to, { method, path, headers, body }]) => {
      const init = {
        method,
        credentials: 'include',
        ...(headers ? { headers } : {}),
        ...(body ? { body } : {}),
      } as const
      try {
        const response = await fetch(`${to}${path}`, init)
        return { status: response.status, text: await response.text() }
      } catch {
        return { status: 0, text: 'the browser does not let the page read it' }
      }
    },
    [origin, sent] as const,
  )
}

/** A signed-in browser, with a page of Assay and one of another site. */
async function twoPages() {
  const { server, call } = await startShopServer()
  // The same machine by another name is another site to a browser.
  const evil = createServer((_, response) => {
    response.setHeader('content-type', 'text/html')
    response.end(`<!doctype html><title>Elsewhere</title><a href="${server.url}/api/v1/session">Look</a>
<form method="post" enctype="text/plain" action="${server.url}/api/v1/projects"><input name='{"key":"stolen","name":"x' value='"}'></form>`)
  })
  await new Promise<void>(resolve => evil.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void evil.close())
  const browser = await launchChromium()
  onTestFinished(() => browser.close())
  const context = await browser.newContext()
  const own = await context.newPage()
  await own.goto(`${server.url}/docs`)
  const { body } = await call(people.create, { body: { name: 'Ada', email: 'ada@shop.example', role: 'admin' } })
  const json = { 'content-type': 'application/json' }
  const code = JSON.stringify({ code: body.invitation.code })
  const answer = await sendFrom(own, server.url, {
    method: 'POST',
    path: sessions.redeem.path,
    headers: json,
    body: code,
  })
  const { csrf } = JSON.parse(answer.text) as { csrf: string }
  const other = await context.newPage()
  await other.goto(`http://localhost:${(evil.address() as AddressInfo).port}/`)
  const projects = async () => (await call(resources.projects.list, { params: {} })).body.items.map(({ key }) => key)
  return { url: server.url, context, own, other, csrf, projects, json }
}

it('a browser keeps the session from scripts, and sends it with what the console does', async () => {
  const { url, context, own, csrf, projects, json } = await twoPages()
  expect(await own.evaluate(() => document.cookie)).toBe('')
  expect(await context.cookies()).toMatchObject([
    { name: 'assay_session', httpOnly: true, sameSite: 'Lax', path: '/', secure: false },
  ])
  expect((await sendFrom(own, url, { method: 'GET', path: '/api/v1/session' })).status).toBe(200)
  const create = { method: 'POST', path: '/api/v1/projects', body: '{"key":"mine","name":"Mine"}' }
  expect((await sendFrom(own, url, { ...create, headers: json })).status).toBe(403)
  expect((await sendFrom(own, url, { ...create, headers: { ...json, 'x-assay-csrf': csrf } })).status).toBe(201)
  expect(await projects()).toEqual(['mine', 'shop'])
})

it('another site can link to Assay, and neither read nor change anything there', async () => {
  const { url, other, csrf, projects, json } = await twoPages()
  const body = '{"key":"stolen","name":"x"}'
  const attempts: Sent[] = [
    { method: 'GET', path: '/api/v1/session' },
    { method: 'GET', path: '/api/v1/members' },
    { method: 'POST', path: '/api/v1/projects', body },
    { method: 'POST', path: '/api/v1/projects', body, headers: { 'content-type': 'text/plain' } },
    { method: 'POST', path: '/api/v1/projects', body, headers: { ...json, 'x-assay-csrf': csrf } },
    { method: 'DELETE', path: '/api/v1/session', headers: { 'x-assay-csrf': csrf } },
  ]
  for (const sent of attempts) expect((await sendFrom(other, url, sent)).status, `${sent.method} ${sent.path}`).toBe(0)
  // With cookies that came along, as those of a form on a page would if they were not Lax.
  await Promise.all([other.waitForNavigation(), other.evaluate(() => document.querySelector('form')?.submit())])
  expect(await other.textContent('body')).toContain('"status":4')
  expect(await projects()).toEqual(['shop'])
  await other.goBack()
  await Promise.all([other.waitForNavigation(), other.click('a')])
  expect(await other.textContent('body')).toContain('ada@shop.example')
})
