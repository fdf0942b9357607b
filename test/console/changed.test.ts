import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { showDraft } from '../../src/console/data/changed.ts'
import { queryKeyOf } from '../../src/console/data/key.ts'
import { resources } from '../../src/contract/routes.ts'

const params = { project: 'shop', key: 'checkout' }
const meta = { version: 3, status: 'active' }
const checkout = { key: 'checkout', name: 'Checkout', environments: { production: { on: false } }, meta }
const other = { key: 'other', name: 'Other', meta }

function remembered() {
  const client = new QueryClient()
  const one = queryKeyOf(resources.flags.read, { params })
  const list = queryKeyOf(resources.flags.list, { params: { project: 'shop' }, query: { limit: 500 } })
  const pages = [...list, 'pages']
  const history = queryKeyOf(resources.flags.history, { params })
  client.setQueryData(one, { body: checkout, etag: '"3"' })
  client.setQueryData(list, { body: { items: [other, checkout] }, etag: undefined })
  client.setQueryData(pages, { pages: [{ items: [other] }, { items: [checkout] }], pageParams: [undefined, 'x'] })
  client.setQueryData(history, { body: { items: [{ key: 'checkout', version: 3 }] }, etag: undefined })
  const all = () => [one, list, pages, history].map(key => client.getQueryData(key))
  return { client, one, list, pages, history, all }
}

test('an edit shows wherever the definition is remembered, and nowhere else, until it is taken back', () => {
  const { client, one, list, pages, history, all } = remembered()
  const before = structuredClone(all())
  const takeBack = showDraft(client, {
    method: 'patch',
    path: '/api/v1/projects/shop/flags/checkout',
    body: { environments: { production: { on: true } } },
  })
  const changed = { ...checkout, environments: { production: { on: true } } }
  expect(client.getQueryData(one)).toEqual({ body: changed, etag: '"3"' })
  expect(client.getQueryData(list)).toEqual({ body: { items: [other, changed] }, etag: undefined })
  expect(client.getQueryData(pages)).toMatchObject({ pages: [{ items: [other] }, { items: [changed] }] })
  expect(client.getQueryData(history)).toEqual(before[3])
  takeBack()
  expect(all()).toEqual(before)
})

test('a replaced definition keeps the fields of the server', () => {
  const { client, one } = remembered()
  const body = { key: 'checkout', name: 'New' }
  showDraft(client, { method: 'put', path: '/api/v1/projects/shop/flags/checkout', body })
  expect(client.getQueryData(one)).toEqual({ body: { ...body, meta }, etag: '"3"' })
})
