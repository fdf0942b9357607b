import type { z } from 'zod'
import type { Audience } from '../contract/audience.ts'
import type { Experiment } from '../contract/experiment.ts'
import type { Flag } from '../contract/flag.ts'

export const project = 'sneaker-shop'
export const environment = 'production'
export const flagKey = 'checkout'
export const experimentKey = 'simple-checkout-above-65'

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
    { metric: 'payment-failures', role: 'guardrail', margin: 0.3 },
  ],
  analysis: { windowDays: 7 },
}
