import { expect, it, onTestFinished } from 'vitest'
import { newMember } from '../../src/access/member.ts'
import { people, sessions } from '../../src/contract/session-routes.ts'
import { startShopServer } from '../flags/shop-server.ts'

/** A listening Assay with an analyst who is signed in at it, and their stream. */
async function watchingAnalyst() {
  const { server, call } = await startShopServer()
  const author = { by: 'test', at: new Date().toISOString() }
  const wanted = { name: 'Ana', email: 'ana@shop.example', role: 'analyst' } as const
  const member = newMember(server.platform, wanted, author)
  const { body } = await call(people.invite, { params: { id: member.id } })
  const headers = { origin: server.url, 'content-type': 'application/json' }
  const code = JSON.stringify({ code: body.invitation.code })
  const answer = await fetch(`${server.url}${sessions.redeem.path}`, { method: 'POST', headers, body: code })
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const abort = new AbortController()
  onTestFinished(() => abort.abort())
  const stream = await fetch(`${server.url}/api/v1/projects/shop/stream`, { headers: { cookie }, signal: abort.signal })
  const reader = stream.body?.getReader()
  await reader?.read()
  const { csrf } = (await answer.json()) as { csrf: string }
  return {
    status: stream.status,
    call,
    id: member.id,
    ended: async () => (await reader?.read())?.done,
    signOut: () =>
      fetch(`${server.url}${sessions.end.path}`, {
        method: 'DELETE',
        headers: { ...headers, cookie, 'x-assay-csrf': csrf },
      }),
  }
}

it('a stream is opened by the cookie, and ends with the member', async () => {
  const { status, call, id, ended } = await watchingAnalyst()
  expect(status).toBe(200)
  const end = ended()
  await call(people.remove, { params: { id } })
  expect(await end).toBe(true)
})

it('ends when the member may do less than it shows', async () => {
  const { call, id, ended } = await watchingAnalyst()
  const end = ended()
  await call(people.change, { params: { id }, body: { role: 'viewer' } })
  expect(await end).toBe(true)
})

it('ends with signing out', async () => {
  const { signOut, ended } = await watchingAnalyst()
  const end = ended()
  expect((await signOut()).status).toBe(204)
  expect(await end).toBe(true)
})
