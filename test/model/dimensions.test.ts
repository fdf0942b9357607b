import { expect, it } from 'vitest'
import { resources } from '../../src/contract/routes.ts'
import { dimensionOf } from '../../src/reports/dimension.ts'
import { openShop, problemOf } from '../assay.ts'

const params = { project: 'shop' }

it('a dimension is a name for its source, wherever reports are broken down', async () => {
  const assay = await openShop()
  const privacy = { class: 'personal' as const, treatment: 'keep' as const, purpose: 'care' }
  const properties = { plan: { type: 'string' as const }, city: { type: 'string' as const, privacy } }
  await assay.call(resources.events.create, { params, body: { key: 'user', owner: 'o', purpose: 'p', properties } })
  const made = (key: string, source: string) =>
    assay.call(resources.dimensions.create, { params, body: { key, source } })
  await made('tariff', 'user.plan')
  await made('land', 'country')
  expect(await problemOf(made('home', 'user.city'))).toMatchObject({
    status: 422,
    errors: [{ path: '/source', message: expect.stringContaining('personal') }],
  })
  expect(await problemOf(made('x', 'user.x'))).toMatchObject({ status: 422, errors: [{ path: '/source' }] })
  expect(await problemOf(made('x', 'user.constructor'))).toMatchObject({ status: 422, errors: [{ path: '/source' }] })
  expect(await problemOf(made('x', 'nobody.x'))).toMatchObject({ status: 422, errors: [{ path: '/source' }] })
  expect(await problemOf(made('x', 'planet'))).toMatchObject({ status: 400 })
  const snapshot = assay.platform.control.snapshot('shop')
  expect(dimensionOf(snapshot, 'tariff', 'before')).toEqual(dimensionOf(snapshot, 'user.plan', 'before'))
  expect(dimensionOf(snapshot, 'land', 'before')).toEqual({ kind: 'context', field: 'country' })
  expect(dimensionOf(snapshot, 'country', 'before')).toEqual({ kind: 'context', field: 'country' })
  const event = await assay.call(resources.events.read, { params: { ...params, key: 'user' } })
  const archiving = assay.call(resources.events.archive, {
    params: { ...params, key: 'user' },
    ifMatch: event.etag ?? '',
  })
  expect(await problemOf(archiving)).toMatchObject({
    status: 409,
    errors: [{ message: 'dimension tariff uses it; change that first' }],
  })
})
