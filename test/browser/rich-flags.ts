import { resources } from '../../src/contract/routes.ts'
import type { ApiClient } from '../../src/http/client.ts'
import { project } from './report-shop.ts'

const params = { project }
const onOff = [
  { key: 'on', value: true },
  { key: 'off', value: false },
]

/** Attributes, a list, audiences and flags of every kind: switched on, off, rolled out, nested, retired, with a name too long for its column. */
export async function setUpFlags(call: ApiClient): Promise<void> {
  for (const body of [
    { key: 'country', type: 'string', description: 'ISO 3166, two letters' },
    { key: 'app_version', type: 'semver' },
    { key: 'employee', type: 'boolean', private: true, description: 'signed in with a company address' },
    { key: 'member_since', type: 'date' },
  ] as const)
    await call(resources.attributes.create, { params, body })
  await call(resources.lists.create, {
    params,
    body: { key: 'beta-testers', name: 'Beta testers', values: ['u-17', 'u-23', 'u-42'] },
  })
  for (const body of [
    {
      key: 'dach',
      name: 'Germany, Austria and Switzerland',
      condition: { attribute: 'country', op: 'one-of', values: ['DE', 'AT', 'CH'] },
    },
    {
      key: 'trusted-testers',
      name: 'Trusted testers on a current app',
      description: 'Asked before anything goes out to everybody.',
      condition: {
        all: [
          { attribute: 'user_id', op: 'in-list', list: 'beta-testers' },
          { attribute: 'app_version', op: 'semver>=', value: '4.2.0' },
          { not: { attribute: 'employee', op: 'equals', value: true } },
        ],
      },
    },
  ] as const)
    await call(resources.audiences.create, { params, body: body as never })
  for (const body of flags) await call(resources.flags.create, { params, body: body as never })
}

const flags = [
  {
    key: 'free-returns',
    name: 'Free returns for 100 days',
    description: 'Shows the promise on every sneaker and in the cart.',
    owner: 'returns',
    tags: ['logistics', 'promise'],
    type: 'boolean',
    variants: onOff,
    off: 'off',
    environments: {
      production: {
        on: true,
        fallthrough: 'off',
        rules: [
          { id: 'testers', condition: { audience: 'trusted-testers' }, serve: { variant: 'on' } },
          {
            id: 'dach-first',
            description: 'Begin where the warehouse is.',
            condition: {
              all: [
                { audience: 'dach' },
                {
                  any: [
                    { attribute: 'age', op: 'between', low: 18, high: 30 },
                    { attribute: 'member_since', op: 'before', value: '2024-01-01T00:00:00Z' },
                  ],
                },
              ],
            },
            serve: {
              rollout: {
                coverage: 25,
                variants: [
                  { variant: 'on', weight: 50 },
                  { variant: 'off', weight: 50 },
                ],
              },
            },
          },
        ],
      },
      staging: { on: true, fallthrough: 'on' },
    },
    measurement: {
      goal: 'Fewer shoppers leave with a full cart.',
      metrics: [{ metric: 'purchase-rate', role: 'success' }],
    },
  },
  {
    key: 'delivery-estimate',
    name: 'How many days a delivery is said to take, by the carrier that is the fastest for the address of the shopper',
    owner: 'logistics',
    tags: ['logistics'],
    type: 'number',
    variants: [
      { key: 'two-days', value: 2 },
      { key: 'four-days', value: 4 },
    ],
    off: 'four-days',
    environments: { production: { on: true, fallthrough: 'two-days' } },
  },
  {
    key: 'header-banner',
    name: 'Header banner',
    owner: 'marketing',
    tags: ['campaign'],
    type: 'json',
    variants: [
      { key: 'none', value: {} },
      { key: 'winter', name: 'Winter sale', value: { text: 'Winter sale: up to 40 % off', colour: 'blue', days: 14 } },
    ],
    off: 'none',
    environments: { production: { on: false, fallthrough: 'winter' }, staging: { on: true, fallthrough: 'winter' } },
    prerequisites: [{ flag: 'free-returns', variants: ['on'] }],
  },
  {
    key: 'search-ranking',
    name: 'Search ranking',
    owner: 'search',
    type: 'string',
    variants: [
      { key: 'popularity', value: 'popularity' },
      { key: 'personal', value: 'personal' },
      { key: 'newest', value: 'newest' },
    ],
    off: 'popularity',
    environments: { production: { on: true, fallthrough: 'popularity' } },
  },
  {
    key: 'size-advisor',
    name: 'Size advisor',
    owner: 'catalogue',
    type: 'boolean',
    variants: onOff,
    off: 'off',
    environments: { production: { on: true, fallthrough: 'off' } },
  },
]
