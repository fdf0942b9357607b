import { expect, it } from 'vitest'
import { resources } from '../../src/contract/routes.ts'
import { openShop, problemOf } from '../assay.ts'

it('a metric that filters events by a moment is refused', async () => {
  const assay = await openShop()
  const params = { project: 'shop' }
  const properties = { due: { type: 'timestamp' as const }, plan: { type: 'string' as const } }
  await assay.call(resources.events.create, { params, body: { key: 'buy', owner: 'o', purpose: 'p', properties } })
  const metric = (where: Record<string, string[]>) =>
    assay.call(resources.metrics.create, {
      params,
      body: { key: 'rate', name: 'Rate', formula: { kind: 'proportion', event: 'buy', where } },
    })
  expect(await problemOf(metric({ due: ['2026-01-01T00:00:00Z'] }))).toMatchObject({
    status: 422,
    errors: [{ path: '/formula/where/due', message: expect.stringContaining('timestamp') }],
  })
  expect((await metric({ plan: ['paid'] })).body.key).toBe('rate')
})
