import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { freshLink } from '../../src/cli/link.ts'
import { people, sessions } from '../../src/contract/session-routes.ts'
import { tempFolder } from '../assay.ts'
import { startShopServer } from '../flags/shop-server.ts'

/** Opens a link the way the console does. */
async function open(link: string) {
  const { origin, searchParams } = new URL(link)
  const body = JSON.stringify({ code: searchParams.get('code') })
  const headers = { origin, 'content-type': 'application/json' }
  const response = await fetch(`${origin}${sessions.redeem.path}`, { method: 'POST', headers, body })
  return { status: response.status, session: (await response.json()) as { member: { name: string } } }
}

describe('assay link', () => {
  it('lets the owner in while the server runs, once', async () => {
    const dataDir = tempFolder()
    const { server } = await startShopServer({ dataDir })
    const link = freshLink({ data: dataDir, url: server.url })
    expect(await open(link)).toMatchObject({ status: 200, session: { member: { name: 'Owner', role: 'admin' } } })
    expect((await open(link)).status).toBe(403)
  })

  it('works on the folder of a stopped server, also for a member', async () => {
    const dataDir = tempFolder()
    const first = await startShopServer({ dataDir })
    await first.call(people.create, { body: { name: 'Ada', email: 'ada@shop.example', role: 'viewer' } })
    await first.close()
    const { searchParams } = new URL(freshLink({ data: dataDir }, 'Ada@shop.example'))
    const { server } = await startShopServer({ dataDir })
    const link = `${server.url}/welcome?${searchParams}`
    expect(await open(link)).toMatchObject({ status: 200, session: { member: { name: 'Ada' } } })
  })

  it('says what is wrong instead of making a folder or a member', async () => {
    const empty = join(tempFolder(), 'none')
    expect(() => freshLink({ data: empty })).toThrow('there is no Assay in')
    expect(existsSync(empty)).toBe(false)
    const dataDir = tempFolder()
    await startShopServer({ dataDir })
    expect(() => freshLink({ data: dataDir }, 'eve@evil.example')).toThrow('eve@evil.example is not a member')
  })
})

it('the first start prints a link that signs the owner in', async () => {
  const { server } = await startShopServer()
  const { link = '' } = server.welcome ?? {}
  expect(await open(link)).toMatchObject({ status: 200, session: { member: { name: 'Owner' }, password: 'none' } })
  const next = '/p/shop/experiments/e/report'
  const demo = server.ownerLink(next)
  expect(new URL(demo).searchParams.get('next')).toBe(next)
  expect((await open(demo)).status).toBe(200)
})
