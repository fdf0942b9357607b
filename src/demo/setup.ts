import { access, lifecycle, resources } from '../contract/routes.ts'
import type { ApiClient } from '../http/client.ts'
import * as shop from './shop.ts'

/** Does what the shop's people would do by hand: project, events, metrics, audience, flag, experiment, rule, start. Returns the app's key. */
export async function setUpShop(call: ApiClient): Promise<string> {
  await call(resources.projects.create, {
    params: {},
    body: { key: shop.project, name: 'Sneaker shop', timeZone: 'Europe/Berlin' },
  })
  const params = { project: shop.project }
  await call(resources.attributes.create, { params, body: { key: 'age', type: 'number', description: 'in years' } })
  for (const body of shop.events) await call(resources.events.create, { params, body })
  for (const body of shop.metrics) await call(resources.metrics.create, { params, body })
  await call(resources.audiences.create, { params, body: shop.audience })
  const flag = await call(resources.flags.create, { params, body: shop.flag })
  const experiment = await call(resources.experiments.create, { params, body: shop.experiment })
  const rule = { id: 'above-65', condition: { audience: shop.audience.key }, serve: { experiment: shop.experimentKey } }
  await call(resources.flags.change, {
    params: { ...params, key: shop.flagKey },
    body: { environments: { [shop.environment]: { rules: [rule] } } },
    query: { why: 'try the simpler checkout on shoppers above 65' },
    ifMatch: flag.etag ?? '',
  })
  await call(lifecycle.start, {
    params: { ...params, key: shop.experimentKey },
    query: { why: 'everything is in place' },
    ifMatch: experiment.etag ?? '',
  })
  const key = await call(access.createKey, {
    body: { kind: 'server', name: 'shop backend', project: shop.project, environment: shop.environment },
  })
  return key.body.secret
}
