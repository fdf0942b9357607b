import { expect, test } from 'vitest'
import { privacy } from '../../src/contract/privacy-routes.ts'
import { decide, openPrivateShop, project, serverKey } from './fixture.ts'

test('rows come newest first when asked, page by page, and none is missed or repeated at the same moment', async () => {
  const shop = await openPrivateShop()
  const key = await serverKey(shop)
  const times = ['11:50', '11:52', '11:52', '11:52', '11:55']
  const sent = times.map((time, index) => ({
    id: `e${index}`,
    event: 'signup',
    time: `2026-03-02T${time}:00Z`,
    user_id: 'u1',
    properties: { plan: 'free' },
  }))
  await shop.send(key, sent)
  await shop.settle()
  const idsBy = async (order: 'oldest' | 'newest') => {
    const ids: string[] = []
    let cursor: string | undefined
    do {
      const query = { order, limit: 2, ...(cursor === undefined ? {} : { cursor }) }
      const { body } = await shop.call(privacy.rows, { params: { ...project, key: 'signup' }, query })
      ids.push(...body.items.map(({ id }) => id))
      cursor = body.nextCursor
    } while (cursor !== undefined)
    return ids
  }
  expect(await idsBy('oldest')).toEqual(['e0', 'e1', 'e2', 'e3', 'e4'])
  expect(await idsBy('newest')).toEqual(['e4', 'e3', 'e2', 'e1', 'e0'])
})

test('every decision is told, newest first, also those that were overruled', async () => {
  const shop = await openPrivateShop()
  await decide(shop, 'signup', 'note', 'refuse')
  shop.clock.ms += 1000
  await decide(shop, 'signup', 'note', 'approve', { treatment: 'hash' })
  const { body } = await shop.call(privacy.decisions, { params: project })
  expect(body.items).toMatchObject([
    { event: 'signup', property: 'note', outcome: 'approve', conditions: { treatment: 'hash' } },
    { event: 'signup', property: 'note', outcome: 'refuse' },
  ])
})
