import { lifecycle, resources } from '../../src/contract/routes.ts'
import type { ApiClient } from '../../src/http/client.ts'
import { project } from './report-shop.ts'

const params = { project }
const half = (control: string, variant: string) => [
  { variant: control, weight: 50 },
  { variant, weight: 50 },
]

/** A layer with two experiments that run side by side, a holdout, a draft that is not ready, and one that was decided. */
export async function setUpExperiments(call: ApiClient): Promise<void> {
  await call(resources.layers.create, {
    params,
    body: { key: 'product-page', name: 'Product page', description: 'One experiment at a time sees a shopper here.' },
  })
  await call(resources.layers.create, { params, body: { key: 'search', name: 'Search' } })
  await call(resources.holdouts.create, {
    params,
    body: {
      key: 'winter-holdout',
      name: 'Winter holdout',
      description: 'Shows at the end of the quarter what all of it did.',
      environment: 'production',
      coverage: 5,
      layers: ['product-page', 'search'],
    },
  })
  await run(call, 'size-advisor', {
    key: 'advise-sizes',
    name: 'Advising a size on the product page',
    variants: half('off', 'on'),
    control: 'off',
    layer: 'product-page',
    coverage: 40,
  })
  await run(call, 'search-ranking', {
    key: 'rank-by-taste',
    name: 'Ranking the search by what somebody likes',
    variants: [
      { variant: 'popularity', weight: 34 },
      { variant: 'personal', weight: 33 },
      { variant: 'newest', weight: 33 },
    ],
    control: 'popularity',
    layer: 'search',
  })
  await run(call, 'delivery-estimate', {
    key: 'promise-two-days',
    name: 'Promising two days instead of four',
    variants: half('four-days', 'two-days'),
    control: 'four-days',
    layer: 'product-page',
    coverage: 30,
  })
  const of = { ...params, key: 'promise-two-days' }
  const stopped = await call(lifecycle.stop, { params: of, ifMatch: '"2"', query: { why: 'carriers changed' } })
  await call(lifecycle.decide, {
    params: of,
    ifMatch: stopped.etag ?? '',
    body: { outcome: 'do-not-ship', reason: 'The carriers cannot keep what it promises.' },
  })
  await call(resources.experiments.create, {
    params,
    body: {
      ...like,
      key: 'banner-first',
      name: 'A banner before the first sneaker',
      flag: 'header-banner',
      variants: half('none', 'winter'),
      control: 'none',
    },
  })
}

const like = {
  hypothesis: 'Shoppers who see it buy more often, because they have to think less.',
  owner: 'catalogue',
  environment: 'production',
  metrics: [
    { metric: 'purchase-rate', role: 'success' as const },
    { metric: 'payment-failures', role: 'guardrail' as const, margin: 0.1 },
  ],
}

type Run = {
  key: string
  name: string
  variants: { variant: string; weight: number }[]
  control: string
  layer: string
  coverage?: number
}

/** Puts the experiment behind every rule of the flag and starts it. */
async function run(call: ApiClient, flag: string, experiment: Run): Promise<void> {
  await call(resources.experiments.create, { params, body: { ...like, ...experiment, flag } })
  const rules = [{ id: 'everyone', serve: { experiment: experiment.key } }]
  await call(resources.flags.change, {
    params: { ...params, key: flag },
    body: { environments: { production: { rules } } },
    query: { why: `serve ${experiment.key}` },
    ifMatch: '"1"',
  })
  await call(lifecycle.start, {
    params: { ...params, key: experiment.key },
    query: { why: 'agreed in the weekly' },
    ifMatch: '"1"',
  })
}
