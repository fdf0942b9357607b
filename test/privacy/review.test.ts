import { describe, expect, test } from 'vitest'
import { backups, privacy } from '../../src/contract/privacy-routes.ts'
import { access, resources } from '../../src/contract/routes.ts'
import { problemOf, type TestAssay } from '../assay.ts'
import { decide, openPrivateShop, project, serverKey } from './fixture.ts'

const at = '2026-03-02T11:59:00.000Z'
const properties = {
  plan: 'free',
  email: 'ada@example.com',
  phone: '+49 171 1234',
  address: '192.168.17.4',
  note: 'hello',
  secret: 'pst',
}

async function sent(shop: TestAssay, key: string, id: string, more: object = {}) {
  const response = await shop.send(key, [{ id, event: 'signup', time: at, user_id: 'u1', properties, ...more }])
  return (await response.json()) as { valid: number; verdicts: { dropped?: string[]; reason?: string }[] }
}

async function rows(shop: TestAssay, call = shop.call) {
  await shop.settle()
  return (await call(privacy.rows, { params: { ...project, key: 'signup' } })).body.items
}

describe('a personal property', () => {
  test('collects nothing until it is approved, and is then treated as it was approved', async () => {
    const shop = await openPrivateShop()
    const key = await serverKey(shop)
    const personal = ['email', 'phone', 'address', 'note', 'secret']
    expect(await sent(shop, key, 'before')).toMatchObject({ valid: 1, verdicts: [{ dropped: personal }] })
    const { body: queue } = await shop.call(privacy.reviews, { params: project })
    expect(queue.items.map(({ property, status, version }) => [property, status, version])).toEqual(
      personal.map(name => [name, 'pending', 1]),
    )
    for (const name of personal) await decide(shop, 'signup', name)
    expect(await sent(shop, key, 'now')).toMatchObject({ valid: 1, verdicts: [{ dropped: ['secret'] }] })
    await shop.settle()
    const [stored] = await shop.platform.events.query("SELECT * FROM project_shop.signup WHERE _id = 'now'")
    expect(stored).toMatchObject({ plan: 'free', address: '192.168.17.0', note: 'hello', secret: null })
    expect(stored?.email).toMatch(/^h1\.[\w-]{43}$/)
    expect(stored?.phone).toMatch(/^e1\.[\w-]+$/)
    const [before, now] = await rows(shop)
    expect(before?.properties).toEqual({ plan: 'free' })
    expect(now?.properties).toMatchObject({ phone: '+49 171 1234', email: stored?.email })
  })

  test('that is required keeps its event aside, without the value', async () => {
    const shop = await openPrivateShop()
    const key = await serverKey(shop)
    const body = {
      key: 'letter',
      owner: 'o',
      purpose: 'p',
      properties: {
        to: {
          type: 'string' as const,
          required: true,
          privacy: { class: 'sensitive' as const, treatment: 'keep' as const, purpose: 'post' },
        },
      },
    }
    await shop.call(resources.events.create, { params: project, body })
    const letter = { event: 'letter', properties: { to: 'Ada' } }
    expect(await sent(shop, key, 'a', letter)).toMatchObject({ verdicts: [{ reason: 'unapproved-property' }] })
    await decide(shop, 'letter', 'to')
    expect(await sent(shop, key, 'b', letter)).toMatchObject({ valid: 1, verdicts: [] })
  })

  test('may be approved under conditions, which only make it stricter', async () => {
    const shop = await openPrivateShop()
    const key = await serverKey(shop)
    expect(await problemOf(decide(shop, 'signup', 'email', 'approve', { treatment: 'keep' }))).toMatchObject({
      errors: [{ path: '/conditions/treatment', message: 'keep keeps more than hash' }],
    })
    await decide(shop, 'signup', 'note', 'approve', { treatment: 'hash', retentionDays: 30 })
    const { body } = await shop.call(privacy.reviews, { params: project, query: { status: 'approved' } })
    expect(body.items).toMatchObject([{ property: 'note', collects: { treatment: 'hash', retentionDays: 30 } }])
    await sent(shop, key, 'a')
    expect((await rows(shop))[0]?.properties.note).toMatch(/^h1\./)
  })

  test('that changes is reviewed again unless it only became stricter, and never stops being personal', async () => {
    const shop = await openPrivateShop()
    await decide(shop, 'signup', 'phone')
    const statusOf = async (name: string) => {
      const { body } = await shop.call(privacy.reviews, { params: project, query: { status: 'any' } })
      return body.items.find(({ property }) => property === name)?.status
    }
    const change = async (name: string, change: object | null) => {
      const params = { ...project, key: 'signup' }
      const { etag } = await shop.call(resources.events.read, { params })
      const body = { properties: { [name]: { privacy: change } } } as never
      await shop.call(resources.events.change, { params, body, ifMatch: etag ?? '' })
    }
    await change('phone', { treatment: 'hash' })
    expect(await statusOf('phone')).toBe('approved')
    await change('phone', { treatment: 'keep' })
    expect(await statusOf('phone')).toBe('pending')
    await decide(shop, 'signup', 'phone', 'refuse')
    expect(await statusOf('phone')).toBe('refused')
    await change('phone', { treatment: 'encrypt', purpose: 'marketing' })
    expect(await statusOf('phone')).toBe('pending')
    await change('phone', { purpose: 'support' })
    expect(await statusOf('phone')).toBe('approved')
    await decide(shop, 'signup', 'phone', 'refuse')
    expect(await statusOf('phone')).toBe('refused')
    expect(await problemOf(change('phone', null))).toMatchObject({
      errors: [{ path: '/properties/phone/privacy', message: expect.stringContaining('stays so') }],
    })
    const treated = {
      type: 'number' as const,
      privacy: { class: 'personal', treatment: 'hash', purpose: 'p' } as const,
    }
    const body = { key: 'odd', owner: 'o', purpose: 'p', properties: { amount: treated } }
    expect(await problemOf(shop.call(resources.events.create, { params: project, body }))).toMatchObject({
      errors: [
        { path: '/properties/amount/privacy/treatment', message: 'hash does not leave a number; choose another' },
      ],
    })
  })

  test('is decided by the role privacy alone, about what was looked at, and the reason is kept', async () => {
    const shop = await openPrivateShop()
    const params = { ...project, event: 'signup', property: 'email' }
    const body = { outcome: 'approve' as const, reason: 'contract signed' }
    for (const role of ['viewer', 'analyst', 'editor'] as const) {
      const call = shop.as(await shop.key({ kind: 'token', name: role, role }))
      expect(await problemOf(call(privacy.decide, { params, body, ifMatch: '"1"' }))).toMatchObject({ status: 403 })
    }
    const officer = shop.as(await shop.key({ kind: 'token', name: 'officer', role: 'privacy' }))
    expect(await problemOf(officer(privacy.decide, { params, body, ifMatch: '"7"' }))).toMatchObject({ status: 412 })
    await officer(privacy.decide, { params, body, ifMatch: '"1"' })
    const { body: audit } = await shop.call(access.audit, { params: project })
    expect(audit.items[0]).toMatchObject({ noun: 'reviews', action: 'approve', by: 'officer', why: 'contract signed' })
  })
})

test('keys rotate: values say which one made them, and old ones can still be read', async () => {
  const shop = await openPrivateShop()
  const key = await serverKey(shop)
  for (const name of ['email', 'phone']) await decide(shop, 'signup', name)
  await sent(shop, key, '1')
  expect((await shop.call(privacy.rotateKeys, { params: project, body: { why: 'yearly' } })).body).toEqual({
    number: 2,
  })
  await sent(shop, key, '2')
  await sent(shop, key, '3')
  const [one, two, three] = await rows(shop)
  expect(one?.properties.email).toMatch(/^h1\./)
  expect(two?.properties.email).toMatch(/^h2\./)
  expect(three?.properties.email).toBe(two?.properties.email)
  expect([one, two].map(row => row?.properties.phone)).toEqual(['+49 171 1234', '+49 171 1234'])
})

test('an event whose consent does not cover its purpose is refused, whatever else is wrong with it', async () => {
  const shop = await openPrivateShop()
  const key = await serverKey(shop)
  const body = { key: 'ad_click', owner: 'o', purpose: 'p', consent: 'marketing', properties: {} }
  await shop.call(resources.events.create, { params: project, body })
  const click = (id: string, more: object = {}) => ({ id, event: 'ad_click', time: at, user_id: 'u1', ...more })
  const answer = await shop.send(key, [
    click('none'),
    click('other', { consent: ['analytics'] }),
    click('odd', { consent: 'marketing' }),
    click('malformed', { time: 'never' }),
    click('given', { consent: ['analytics', 'marketing'] }),
  ])
  expect(await answer.json()).toEqual({
    valid: 1,
    duplicate: 0,
    quarantined: 0,
    refused: 4,
    verdicts: [0, 1, 2, 3].map(index => ({ index, verdict: 'refused', reason: 'no-consent' })),
  })
  await shop.settle()
  const ids = await shop.platform.events.query('SELECT _id FROM project_shop.ad_click')
  expect(ids).toEqual([{ _id: 'given' }])
  expect(await (await shop.request('/metrics')).text()).toContain('assay_events_total{verdict="refused"} 4')
  const again = await shop.send(key, [click('none', { consent: ['marketing'] })])
  expect(await again.json()).toMatchObject({ valid: 1 })
})

test('a backup folder is absolute and empty', async () => {
  const shop = await openPrivateShop()
  expect(await problemOf(shop.call(backups.create, { body: { folder: 'here' } }))).toMatchObject({ status: 422 })
  expect(await problemOf(shop.call(backups.create, { body: { folder: shop.dataDir } }))).toMatchObject({ status: 422 })
})
