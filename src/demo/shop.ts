import type { z } from 'zod'
import type { Audience } from '../contract/audience.ts'
import type { EventDefinition } from '../contract/event-definition.ts'
import type { Experiment } from '../contract/experiment.ts'
import type { Flag } from '../contract/flag.ts'
import type { Metric } from '../contract/metric.ts'

export const project = 'sneaker-shop'
export const environment = 'production'
export const flagKey = 'checkout'
export const experimentKey = 'simple-checkout-above-65'

const item = { item_id: { type: 'string', required: true }, price: { type: 'number', required: true } } as const

/** What the shop records. */
export const events: z.input<typeof EventDefinition>[] = [
  {
    key: 'view_item',
    owner: 'catalogue',
    purpose: 'funnel',
    trigger: 'the page of a sneaker is in view',
    properties: item,
  },
  {
    key: 'add_to_cart',
    owner: 'cart',
    purpose: 'funnel',
    priority: 'high',
    trigger: 'the item is in the cart, after the server said yes',
    properties: item,
  },
  {
    key: 'checkout_started',
    owner: 'checkout',
    purpose: 'funnel',
    trigger: 'the first checkout page is in view',
    properties: { items: { type: 'integer', required: true } },
  },
  {
    key: 'purchase_complete',
    owner: 'checkout',
    purpose: 'revenue',
    priority: 'high',
    trigger: 'the payment is captured',
    properties: {
      order_id: { type: 'string', required: true },
      amount: { type: 'number', required: true },
      currency: { type: 'string', required: true, values: ['EUR'] },
    },
  },
  {
    key: 'payment_failed',
    owner: 'payments',
    purpose: 'operations',
    priority: 'high',
    trigger: 'the bank said no',
    properties: { code: { type: 'string', required: true, values: ['declined', 'expired', 'network'] } },
  },
]

export const metrics: z.input<typeof Metric>[] = [
  { key: 'purchase-rate', name: 'Purchase rate', formula: { kind: 'proportion', event: 'purchase_complete' } },
  {
    key: 'revenue-per-shopper',
    name: 'Revenue per shopper',
    measure: 'EUR',
    formula: { kind: 'mean', total: { event: 'purchase_complete', property: 'amount' } },
  },
  {
    key: 'order-value',
    name: 'Order value',
    measure: 'EUR',
    formula: {
      kind: 'ratio',
      numerator: { event: 'purchase_complete', property: 'amount' },
      denominator: { event: 'purchase_complete' },
    },
  },
  {
    key: 'payment-failures',
    name: 'Payment failures per shopper',
    better: 'down',
    formula: { kind: 'mean', total: { event: 'payment_failed' } },
  },
]

export const audience: z.input<typeof Audience> = {
  key: 'above-65',
  name: 'Above 65',
  condition: { attribute: 'age', op: '>', value: 65 },
}

/** The flag before anything is tried: everyone gets the checkout as it is. */
export const flag: z.input<typeof Flag> = {
  key: flagKey,
  name: 'Checkout',
  owner: 'checkout',
  type: 'string',
  variants: [
    { key: 'standard', name: 'The checkout as it is', value: 'standard' },
    { key: 'simple', name: 'One page, large type, no account', value: 'simple' },
  ],
  off: 'standard',
  environments: { [environment]: { on: true, fallthrough: 'standard' } },
}

export const experiment: z.input<typeof Experiment> = {
  key: experimentKey,
  name: 'A simpler checkout for shoppers above 65',
  hypothesis: 'Shoppers above 65 buy more often when the checkout is a single page in large type.',
  owner: 'checkout',
  flag: flagKey,
  environment,
  variants: [
    { variant: 'standard', weight: 50 },
    { variant: 'simple', weight: 50 },
  ],
  control: 'standard',
  metrics: [
    { metric: 'purchase-rate', role: 'success' },
    { metric: 'revenue-per-shopper', role: 'success' },
    { metric: 'order-value', role: 'secondary' },
    { metric: 'payment-failures', role: 'guardrail', margin: 0.1 },
  ],
  analysis: { windowDays: 7 },
}
