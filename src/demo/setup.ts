import shopModel from '../../examples/shop/model.ts'
import { WrittenModel } from '../contract/model-file.ts'
import { model } from '../contract/model-routes.ts'
import { access, lifecycle, resources } from '../contract/routes.ts'
import type { ApiClient } from '../http/client.ts'
import * as shop from './shop.ts'

/** Does what the shop's people would do: project, the model pushed, audience, flag, experiment, rule, start. Returns the app's key. */
export async function setUpShop(call: ApiClient): Promise<string> {
  await call(resources.projects.create, {
    params: {},
    body: { key: shop.project, name: 'Sneaker shop' },
  })
  const params = { project: shop.project }
  await call(resources.attributes.create, { params, body: { key: 'age', type: 'number', description: 'in years' } })
  const measured = WrittenModel.parse(shopModel)
  const { body: plan } = await call(model.plan, { params, body: measured })
  const why = 'what the shop measures from its first day on'
  await call(model.apply, { params, body: measured, query: { why }, ifMatch: `"${plan.from}"` })
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
    query: { why: 'first day: the shop goes live with the experiment' },
    ifMatch: experiment.etag ?? '',
  })
  const key = await call(access.createKey, {
    body: { kind: 'server', name: 'shop backend', project: shop.project, environment: shop.environment },
  })
  return key.body.secret
}
