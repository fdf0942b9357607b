import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { privacy } from '../../src/contract/privacy-routes.ts'
import { reports, resources } from '../../src/contract/routes.ts'
import { rebuildAssay } from '../../src/main.ts'
import { openEventStore } from '../../src/store/events/duckdb.ts'
import { openShop, problemOf, type TestAssay, tempFolder } from '../assay.ts'
import { keptLog } from '../store/events/fixture.ts'
import { columnsWith, filesWith, project, serverKey } from './fixture.ts'

const erased = 'person-7f3a9c'
const at = '2026-03-02T11:59:00.000Z'

function events(user: string, from: number): object[] {
  const event = (id: string, more: object) => ({ id: `${id} of ${from}`, time: at, user_id: user, ...more })
  return [
    event('valid', { event: 'order', properties: { amount: 1 } }),
    event('aside', { event: 'order', properties: { amount: 'much' } }),
    event('unknown', { event: 'nonsense' }),
    event('exposure', { event: '$exposure', properties: { experiment: 'e', phase: 1, variant: 'v' } }),
  ]
}

async function openOrders(dataDir: string): Promise<{ shop: TestAssay; key: string }> {
  const shop = await openShop({ dataDir })
  const body = { key: 'order', owner: 'o', purpose: 'p', properties: { amount: { type: 'number' as const } } }
  await shop.call(resources.events.create, { params: project, body })
  return { shop, key: await serverKey(shop) }
}

const erase = (shop: TestAssay, unit = `user:${erased}`) =>
  shop.call(privacy.erase, { params: project, body: { unit, why: 'asked on 2 March' } })

async function idsIn({ platform }: TestAssay): Promise<unknown[]> {
  const rows = await platform.events.query(
    'SELECT user_id FROM project_shop."order" UNION ALL SELECT user_id FROM project_shop."$exposure" ORDER BY user_id',
  )
  return rows.map(row => row.user_id)
}

describe('an erasure', () => {
  test('removes a unit everywhere, certifies it, and drops what still arrives', async () => {
    const dataDir = tempFolder()
    const { shop, key } = await openOrders(dataDir)
    await shop.send(key, [...events(erased, 0), ...events('other', 1)])
    await shop.settle()
    writeFileSync(join(dataDir, 'events.duckdb.aside-1'), erased)
    await shop.send(key, [...events(erased, 2), ...events('other', 3)])
    const { body: certificate } = await erase(shop)
    expect(certificate).toMatchObject({
      project: 'shop',
      unit: 'user',
      why: 'asked on 2 March',
      by: 'test owner',
      journal: [{ lines: 8 }],
      tables: [
        { event: '$exposure', rows: 2 },
        { event: 'order', rows: 2 },
      ],
      quarantined: 4,
      copies: 1,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    expect(JSON.stringify(certificate)).not.toContain(erased)
    expect(await idsIn(shop)).toEqual(['other', 'other', 'other', 'other'])
    expect(await columnsWith(shop, erased)).toEqual([])
    expect(filesWith(dataDir, erased)).toEqual([])

    const late = await shop.send(key, [...events(erased, 4), { user_id: erased, time: 'never' }, ...events('other', 5)])
    expect(await late.json()).toMatchObject({ valid: 2, refused: 5, quarantined: 2 })
    await shop.settle()
    expect(await idsIn(shop)).toHaveLength(6)
    expect(filesWith(dataDir, erased)).toEqual([])
    expect((await shop.call(privacy.erasures, { params: project })).body.items).toEqual([certificate])
    expect((await shop.call(reports.quarantine, { params: project })).body.items).toHaveLength(6)

    await shop.close()
    await rebuildAssay(shop.platform.config, () => undefined)
    const store = await openEventStore({ path: join(dataDir, 'events.duckdb'), memory: '300MB', log: keptLog() })
    expect(await store.query('SELECT DISTINCT user_id FROM project_shop."order"')).toEqual([{ user_id: 'other' }])
    expect(await store.query("SELECT count(*) AS asides FROM quarantine WHERE units LIKE '%other%'")).toEqual([
      { asides: 6 },
    ])
    await store.close()
    expect(filesWith(dataDir, erased)).toEqual([])
  })

  test('of ids that look like SQL, JSON or parts of other ids takes exactly those', async () => {
    const { shop, key } = await openOrders(tempFolder())
    const odd = [`a"b\\c'; DROP TABLE x; --`, 'u1', 'u11', 'ünïcode 🙂', '42', 'x:y']
    await shop.send(
      key,
      odd.flatMap((user, index) => events(user, index)),
    )
    for (const [index, user] of odd.entries()) {
      const { body } = await erase(shop, `user:${user}`)
      expect([body.quarantined, body.tables.length]).toEqual([2, 2])
      expect(await idsIn(shop)).toHaveLength((odd.length - index - 1) * 2)
    }
  })

  test('needs a unit the project has, and the role', async () => {
    const { shop } = await openOrders(tempFolder())
    expect(await problemOf(erase(shop, 'planet:earth'))).toMatchObject({ status: 404 })
    expect(await problemOf(erase(shop, 'constructor:x'))).toMatchObject({ status: 404 })
    expect(await problemOf(erase(shop, 'u1'))).toMatchObject({ status: 400 })
    const editor = shop.as(await shop.key({ kind: 'token', name: 'e', role: 'editor' }))
    const body = { unit: 'user:u1', why: 'w' }
    expect(await problemOf(editor(privacy.erase, { params: project, body }))).toMatchObject({ status: 403 })
  })
})
